import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Ports that no operating system hands out by itself: Linux gives outgoing connections ports from 32768 on, others from 49152 on.
 * A program opens its port seconds after it was chosen. By then a port of that range can belong to any connection.
 */
export const OWN_PORTS = { from: 20_000, to: 32_768 };

async function isFree(port: number): Promise<boolean> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', ({ code }: NodeJS.ErrnoException) =>
			code === 'EADDRINUSE' || code === 'EACCES'
				? resolve(false)
				: reject(new Error(`No port can be opened on 127.0.0.1 (${code}).`)),
		);
		server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
	});
}

/** The preferred port on the loopback address. When that one is in use, or for 0, any free one of `OWN_PORTS`. */
export async function freePort(preferred = 0): Promise<number> {
	let port = preferred || randomInt(OWN_PORTS.from, OWN_PORTS.to);
	while (!(await isFree(port))) port = randomInt(OWN_PORTS.from, OWN_PORTS.to);
	return port;
}
