import { createServer } from 'node:net';

function listen(port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen({ port, host: '127.0.0.1' }, () => {
			const address = server.address();
			const taken = typeof address === 'object' && address !== null ? address.port : port;
			server.close(() => resolve(taken));
		});
	});
}

/** The preferred port on the loopback address, or any free port when that one is in use. */
export async function freePort(preferred = 0): Promise<number> {
	return await listen(preferred).catch(() => listen(0));
}
