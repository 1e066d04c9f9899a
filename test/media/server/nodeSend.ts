/** An `HttpSend` over node:http for tests and measurements. In n8n the nodes send with n8n's request helper instead. */
import http from 'node:http';
import https from 'node:https';
import type { HttpSend } from '../../../src/encord/wire/send';

const agents = {
	'http:': new http.Agent({ keepAlive: true }),
	'https:': new https.Agent({ keepAlive: true }),
};

export const nodeSend: HttpSend = ({ method, url, headers, body, timeoutMs, signal }) =>
	new Promise((resolve, reject) => {
		const { protocol } = new URL(url);
		const client = protocol === 'https:' ? https : http;
		const agent = agents[protocol as 'http:' | 'https:'];
		const request = client.request(
			url,
			{ method, headers, agent, signal, timeout: timeoutMs },
			(response) => {
				const joined = Object.entries(response.headers).map(([name, value]) => [
					name,
					Array.isArray(value) ? value.join(', ') : (value ?? ''),
				]);
				resolve({
					status: response.statusCode ?? 0,
					headers: Object.fromEntries(joined),
					body: response,
				});
			},
		);
		request.on('timeout', () => request.destroy(new Error('timeout')));
		request.on('error', reject);
		request.end(body);
	});

/** Closes idle keep-alive connections, so that a test process can exit. */
export function closeConnections(): void {
	for (const agent of Object.values(agents)) agent.destroy();
}
