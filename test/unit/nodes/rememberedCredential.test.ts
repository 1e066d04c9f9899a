import { describe, expect, it } from '@jest/globals';
import type { INode } from 'n8n-workflow';
import { RememberedCredential } from '../../../nodes/shared/n8n/rememberedCredential';

let now = 0;
function around(id: string | null | undefined, data: object | (() => object) = { a: 1 }) {
	const seen = { opened: 0 };
	const n8n = {
		getNode: () =>
			(id === undefined ? {} : { credentials: { test: { id, name: 'Test' } } }) as INode,
		getCredentials: async () => {
			seen.opened += 1;
			return typeof data === 'function' ? data() : data;
		},
	};
	return { n8n, seen };
}
const remembered = () =>
	new RememberedCredential(
		'test',
		(fields) => ({ ...fields }),
		() => now,
	);

describe('a credential', () => {
	it('is opened once in half a minute, also by many calls at once', async () => {
		const credential = remembered();
		const { n8n, seen } = around('1');
		const all = await Promise.all(Array.from({ length: 5 }, () => credential.of(n8n)));
		expect([all[4], credential.known(n8n), seen.opened]).toEqual([{ a: 1 }, { a: 1 }, 1]);
		now += 29_999;
		await credential.of(n8n);
		expect(seen.opened).toBe(1);
		now += 1;
		expect(credential.known(n8n)).toBeUndefined();
		await credential.of(n8n);
		expect(seen.opened).toBe(2);
	});

	it('is opened anew when it was refused, and for every call when it has no ID', async () => {
		const credential = remembered();
		const { n8n, seen } = around('1');
		await credential.of(n8n);
		credential.forget(n8n);
		await credential.of(n8n);
		expect(seen.opened).toBe(2);
		const anonymous = around(null);
		await credential.of(anonymous.n8n);
		await credential.of(anonymous.n8n);
		expect(anonymous.seen.opened).toBe(2);
	});

	it('that cannot be read is not remembered', async () => {
		const credential = remembered();
		let broken = true;
		const { n8n } = around('1', () => {
			if (broken) throw new Error('no key');
			return { b: 2 };
		});
		await expect(credential.of(n8n)).rejects.toThrow('no key');
		expect(credential.known(n8n)).toBeUndefined();
		broken = false;
		expect(await credential.of(n8n)).toEqual({ b: 2 });
	});

	it('of another ID is another one; a node without one has none', async () => {
		const credential = remembered();
		await credential.of(around('1').n8n);
		expect(await credential.of(around('2', { c: 3 }).n8n)).toEqual({ c: 3 });
		expect([
			credential.isChosen(around('1').n8n),
			credential.isChosen(around(undefined).n8n),
		]).toEqual([true, false]);
	});

	it('is one of the last hundred that were opened', async () => {
		const credential = remembered();
		const all = Array.from({ length: 101 }, (_, at) => around(`number ${at}`));
		for (const { n8n } of all.slice(0, 100)) await credential.of(n8n);
		expect(credential.known(all[0]!.n8n)).toEqual({ a: 1 });
		await credential.of(all[100]!.n8n);
		expect(credential.known(all[0]!.n8n)).toBeUndefined();
		expect(credential.known(all[1]!.n8n)).toEqual({ a: 1 });
	});

	it('that is opened anew is not forgotten because an earlier reading fails', async () => {
		const credential = remembered();
		let fail: (error: Error) => void = () => undefined;
		const slow = new Promise<object>((_, reject) => (fail = reject));
		const first = around('1');
		const failing = credential.of({ ...first.n8n, getCredentials: async () => await slow });
		credential.forget(first.n8n);
		expect(credential.known(first.n8n)).toBeUndefined();
		await credential.of(first.n8n);
		fail(new Error('no key'));
		await expect(failing).rejects.toThrow('no key');
		expect(credential.known(first.n8n)).toEqual({ a: 1 });
	});
});
