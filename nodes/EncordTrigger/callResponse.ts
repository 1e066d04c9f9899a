/**
 * The answer to a call of an agent that n8n gives when the workflow has ended, or a Reply operation has run.
 *
 * It is watched here, because n8n knows no time limit: when the limit passes first, the caller is told that the agent still works, and
 * what n8n answers later is handed to whoever reports it. And n8n's answer for a failed workflow says nothing (n8n §2), so it gets a
 * sentence that tells the annotator whom to ask.
 */
import type { IWebhookFunctions } from 'n8n-workflow';
import type { AgentReply } from '../../src/agents/reply';
import { afterDelay } from '../../src/platform/timers';

/** What n8n answered for a run. */
export interface RunResult {
	status: number;
	/** The message of the answer, if it has one. */
	message?: string;
}

export interface ResponseWatch {
	/** Milliseconds until the caller is told that the agent still works; undefined for no limit. */
	limitMs?: number;
	/** The answer when the limit passes. */
	stillWorking: { status: number; body: AgentReply };
	/** The message instead of n8n's own for a workflow that failed. */
	failed: AgentReply;
	/** Called once: n8n answers after the limit. */
	onLateResult: (result: RunResult) => void;
	/** Called once: the caller has an answer of the run, or left before the limit, or n8n answers after the limit. */
	onEnd: () => void;
}

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** n8n's words for a workflow that failed before it answered. */
const N8N_FAILURE = 'Error in workflow';

export function watchResponse(response: Response, watch: ResponseWatch): void {
	const json = response.json.bind(response);
	let isLate = false;
	let isOver = false;
	const end = () => {
		if (isOver) return;
		isOver = true;
		watch.onEnd();
	};
	const cancel =
		watch.limitMs === undefined
			? () => undefined
			: afterDelay(watch.limitMs, () => {
					if (response.headersSent || response.closed) return;
					isLate = true;
					response.status(watch.stillWorking.status);
					json(watch.stillWorking.body);
					catchAnswers(
						response,
						(result) => {
							if (isOver) return;
							watch.onLateResult(result);
							end();
						},
						watch.failed,
					);
				});
	response.json = (body: unknown) =>
		json(isFailure(response.statusCode, body) ? watch.failed : body);
	response.once('close', () => {
		cancel();
		if (!isLate) end();
	});
}

/** Replaces the ways in which n8n writes an answer: the caller has one, and a second one would be an error. */
function catchAnswers(
	response: Response,
	onAnswer: (result: RunResult) => void,
	failed: AgentReply,
): void {
	let status = 200;
	const answer = (body?: unknown): Response => {
		const said = isFailure(status, body) ? failed : body;
		const message = messageIn(said);
		onAnswer({ status, ...(message !== undefined && { message }) });
		return response;
	};
	const nothing = () => response;
	Object.assign(response, {
		status: (code: number) => {
			status = code;
			return response;
		},
		json: answer,
		send: answer,
		// n8n ends every answer once more. Only an answer of bytes comes this way alone.
		end: (bytes?: unknown) => (Buffer.isBuffer(bytes) ? answer() : response),
		write: () => true,
		writeHead: nothing,
		setHeader: nothing,
		setHeaders: nothing,
		appendHeader: nothing,
		removeHeader: nothing,
		set: nothing,
		header: nothing,
		append: nothing,
		type: nothing,
	});
}

function isFailure(status: number, body: unknown): boolean {
	return status === 500 && messageIn(body) === N8N_FAILURE;
}

function messageIn(body: unknown): string | undefined {
	const message =
		typeof body === 'object' && body !== null ? (body as { message?: unknown }).message : undefined;
	return typeof message === 'string' && message.trim() !== '' ? message.trim() : undefined;
}
