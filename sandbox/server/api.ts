/** Serves the API origin: finds the call of a request and runs it, with authentication, fault rules and the request log. */
import { runControl, CONTROL_PREFIX } from '../control/controls';
import { jsonBody, sendBody, sendJson, type Exchange } from '../calls/exchange';
import { withFault } from '../control/faults';
import { contextFor, type Host } from './host';
import { MEDIA_PREFIX, serveMedia } from './mediaFiles';
import { UPLOAD_PREFIX, receiveUpload } from './uploads';
import { Refusal, asRefusal } from '../calls/refusal';
import { authenticateV1, authenticateV2 } from '../calls/signature';
import { handleToy, toyCallName } from '../toy/toyRoutes';
import { callNameV1, envelopeOf, runV1, sendV1Refusal } from '../v1/router';
import { v1Routes } from '../v1/routes';
import { V2_PREFIX, matchV2, runV2 } from '../v2/router';
import { v2Routes } from '../v2/routes';

interface Call {
	name: string;
	run(now: Date): Promise<void> | void;
	refuse(refusal: Refusal): void;
}

function v1Call(host: Host, exchange: Exchange): Call {
	const envelope = envelopeOf(exchange);
	return {
		name: callNameV1(envelope),
		run: (now) =>
			runV1(
				v1Routes,
				envelope,
				exchange,
				contextFor(host, authenticateV1(host.store, exchange), now),
			),
		refuse: (refusal) => sendV1Refusal(exchange, refusal),
	};
}

const refuseV2 = (exchange: Exchange) => (refusal: Refusal) =>
	sendJson(exchange, refusal.status, { message: refusal.message });

function v2Call(host: Host, exchange: Exchange): Call {
	const match = matchV2(v2Routes, exchange.method, exchange.path);
	return {
		name: typeof match === 'number' ? 'unknown' : match.route.call,
		refuse: refuseV2(exchange),
		run: (now) => {
			const user = authenticateV2(host.store, exchange, now.getTime() / 1000);
			if (match === 404) throw new Refusal(404, `There is nothing at ${exchange.path}`);
			if (match === 405)
				throw new Refusal(405, `${exchange.method} is not allowed at ${exchange.path}`);
			runV2(match, exchange, contextFor(host, user, now));
		},
	};
}

/** The toy vision model, in OpenAI's wire format, and the toy detector. */
function toyCall(exchange: Exchange, name: string): Call {
	const { method, path, request, body } = exchange;
	return {
		name,
		refuse: refuseV2(exchange),
		run: async () => {
			const reply = await handleToy({ method, path, headers: request.headers, body });
			if (!reply) throw new Refusal(404, `There is nothing at ${path}`);
			const { 'content-type': contentType = 'application/json', ...headers } = reply.headers;
			sendBody(exchange, reply.status, contentType, reply.body, headers);
		},
	};
}

/** The toy of a team's chat: a program posts a message. */
function chatCall({ chat }: Host, exchange: Exchange): Call {
	return {
		name: 'toy.chat',
		refuse: refuseV2(exchange),
		run: () => {
			if (exchange.method !== 'POST') throw new Refusal(405, 'Send the message with POST');
			if (!chat.receive(jsonBody(exchange)))
				throw new Refusal(400, 'The body must be {"text": "<message>"}');
			sendJson(exchange, 200, { ok: true });
		},
	};
}

function callOf(host: Host, exchange: Exchange): Call {
	const { path, method } = exchange;
	if (path.startsWith(V2_PREFIX)) return v2Call(host, exchange);
	if ((path === '/public' || path === '/public/user') && method === 'POST')
		return v1Call(host, exchange);
	if (path.startsWith(MEDIA_PREFIX)) {
		return {
			name: 'media.get',
			run: (now) => serveMedia(host.store, exchange, now),
			refuse: refuseV2(exchange),
		};
	}
	if (path.startsWith(UPLOAD_PREFIX)) {
		return {
			name: 'media.put',
			run: (now) => receiveUpload(host.store, exchange, now),
			refuse: refuseV2(exchange),
		};
	}
	if (path === '/toy/chat') return chatCall(host, exchange);
	const toy = toyCallName(path);
	if (toy !== null) return toyCall(exchange, toy);
	return {
		name: 'unknown',
		refuse: refuseV2(exchange),
		run: () => {
			throw new Refusal(404, `There is nothing at ${path}`);
		},
	};
}

async function guarded(
	call: Pick<Call, 'refuse'>,
	exchange: Exchange,
	work: () => Promise<void> | void,
): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (!exchange.response.headersSent) call.refuse(asRefusal(error));
		else exchange.response.destroy();
	}
}

function logWhenDone(host: Host, exchange: Exchange, call: string): void {
	const started = Date.now();
	exchange.response.once('close', () =>
		host.requests.add({
			at: new Date(started).toISOString(),
			method: exchange.method,
			path: exchange.path,
			call,
			bytes: exchange.body.length,
			status: exchange.response.headersSent ? exchange.response.statusCode : 0,
			milliseconds: Date.now() - started,
			userAgent: exchange.request.headers['user-agent'] ?? '',
		}),
	);
}

/** Answers one request to the API origin. */
export async function serveApi(host: Host, exchange: Exchange): Promise<void> {
	if (exchange.path.startsWith(CONTROL_PREFIX)) {
		await guarded({ refuse: refuseV2(exchange) }, exchange, () => runControl(host, exchange));
		return;
	}
	await host.settled();
	const call = callOf(host, exchange);
	const fault = host.faults.take(call.name, exchange);
	logWhenDone(host, exchange, call.name);
	const now = new Date(Date.now() + (fault?.clockSkewSeconds ?? 0) * 1000);
	if (fault?.clockSkewSeconds) exchange.response.setHeader('Date', now.toUTCString());
	const run = () => guarded(call, exchange, () => call.run(now));
	await (fault ? withFault(exchange, fault, run) : run());
}
