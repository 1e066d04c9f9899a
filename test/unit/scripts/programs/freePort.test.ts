import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { freePort, OWN_PORTS } from '../../../../scripts/programs/freePort';

let taken: Server | undefined;

afterEach(() => {
	taken?.close();
});

async function listen(port: number): Promise<void> {
	taken = createServer();
	await new Promise<void>((resolve, reject) => {
		taken!.once('error', reject);
		taken!.listen(port, '127.0.0.1', resolve);
	});
}

it('takes a port that no outgoing connection is given by the operating system', async () => {
	for (let round = 0; round < 20; round++) {
		const port = await freePort();
		expect(port).toBeGreaterThanOrEqual(OWN_PORTS.from);
		expect(port).toBeLessThan(OWN_PORTS.to);
	}
	await listen(await freePort());
});

it('takes the preferred port, and another when that one is in use', async () => {
	const preferred = await freePort();
	expect(await freePort(preferred)).toBe(preferred);
	await listen(preferred);
	const other = await freePort(preferred);
	expect(other).not.toBe(preferred);
	expect(other).toBeGreaterThanOrEqual(OWN_PORTS.from);
	expect(other).toBeLessThan(OWN_PORTS.to);
});
