/** The client's sender on Node's own HTTP, for tests without n8n. */
import { request as httpRequest } from 'node:http';
import type { HttpSend } from '../../../src/encord/wire/send';

export const nodeSend: HttpSend = ({ method, url, headers, body, signal }) =>
	new Promise((resolve, reject) => {
		const request = httpRequest(
			url,
			{
				method,
				headers: { ...headers, ...(body ? { 'Content-Length': body.length } : {}) },
				signal,
			},
			(response) => {
				const named = Object.entries(response.headers).map(([name, value]) => [
					name,
					String(value),
				]);
				resolve({
					status: response.statusCode!,
					headers: Object.fromEntries(named) as Record<string, string>,
					body: response,
				});
			},
		);
		request.on('error', reject);
		request.end(body);
	});
