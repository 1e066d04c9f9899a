import type { Sandbox } from './process';

export interface AgentAnswer {
	status: number;
	message: string;
	/** The answer's `Access-Control-Allow-Origin`. */
	allowedOrigin: string | null;
	seconds: number;
}

/**
 * Calls a custom agent as Encord's Label Editor does in the annotator's browser: first the preflight, then the POST.
 * @param withinMs longest wait for each of the two answers
 */
export async function callAgent(
	sandbox: Sandbox,
	endpoint: string,
	payload: { projectHash: string; dataHash: string; frame: number; objectHashes?: string[] },
	withinMs = 300_000,
): Promise<AgentAnswer> {
	const started = Date.now();
	const origin = new URL(sandbox.appUrl).origin;
	const preflight = await fetch(endpoint, {
		method: 'OPTIONS',
		headers: {
			origin,
			'access-control-request-method': 'POST',
			'access-control-request-headers': 'content-type',
		},
		signal: AbortSignal.timeout(withinMs),
	});
	const allowed = preflight.headers.get('access-control-allow-origin');
	if (!preflight.ok || allowed !== origin)
		throw new Error(
			`The preflight was answered with ${preflight.status}, allowed origin ${allowed}.`,
		);
	const response = await fetch(endpoint, {
		method: 'POST',
		headers: { origin, 'content-type': 'application/json' },
		body: JSON.stringify(payload),
		signal: AbortSignal.timeout(withinMs),
	});
	const text = await response.text();
	return {
		status: response.status,
		message: text.startsWith('{')
			? String((JSON.parse(text) as { message?: string }).message ?? '')
			: '',
		allowedOrigin: response.headers.get('access-control-allow-origin'),
		seconds: (Date.now() - started) / 1000,
	};
}
