/** What may stand between n8n and Encord: an HTTP proxy, and a server with a certificate of its own. Both lead to this machine. */
import { createServer, request, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { selfSigned } from './selfSigned';

const LOOPBACK = '127.0.0.1';

async function listening(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
	return (server.address() as AddressInfo).port;
}

/** Closes a server at once. It does not know the sockets of tunnels, so they are collected here. */
function closing(server: Server): () => Promise<void> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	return async () => {
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		for (const socket of sockets) socket.destroy();
		await closed;
	};
}

export interface Proxy {
	url: string;
	/** Host and port of each request, in order. */
	targets: string[];
	/** The status it answers everything with; undefined when it works. */
	refuses: number | undefined;
	close(): Promise<void>;
}

/** A forward proxy for plain requests and for tunnels. Every host name leads to this machine. */
export async function startProxy(): Promise<Proxy> {
	const server = createServer((incoming, outgoing) => {
		const { host, port, pathname, search } = new URL(incoming.url ?? '');
		proxy.targets.push(host);
		if (proxy.refuses !== undefined) {
			outgoing.writeHead(proxy.refuses).end();
			return;
		}
		const { method, headers } = incoming;
		const path = pathname + search;
		const onward = request({ host: LOOPBACK, port, path, method, headers }, (reply) => {
			outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
			reply.pipe(outgoing);
		});
		onward.on('error', () => outgoing.destroy());
		incoming.pipe(onward);
	});
	server.on('connect', ({ url = '' }, socket) => {
		proxy.targets.push(url);
		if (proxy.refuses !== undefined) {
			socket.end(`HTTP/1.1 ${proxy.refuses} Refused\r\ncontent-length: 0\r\n\r\n`);
			return;
		}
		const onward = connect(Number(url.split(':')[1]), LOOPBACK, () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			onward.pipe(socket).pipe(onward);
		});
		for (const end of [onward, socket]) {
			end.on('error', () => {
				onward.destroy();
				socket.destroy();
			});
		}
	});
	const close = closing(server);
	const url = `http://${LOOPBACK}:${await listening(server)}`;
	const proxy: Proxy = { url, targets: [], refuses: undefined, close };
	return proxy;
}

/** Serves an HTTP server of this machine by TLS under a host name, with a certificate that nobody has signed. */
export async function startTls(
	host: string,
	target: string,
): Promise<{ url: string; cert: string; close: () => Promise<void> }> {
	const { key, cert } = selfSigned(host);
	const server = createTlsServer({ key, cert }, (incoming, outgoing) => {
		const { method, url, headers } = incoming;
		const onward = request(new URL(url ?? '/', target), { method, headers }, (reply) => {
			outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
			reply.pipe(outgoing);
		});
		onward.on('error', () => outgoing.destroy());
		incoming.pipe(onward);
	});
	const close = closing(server);
	return { url: `https://${host}:${await listening(server)}`, cert, close };
}
