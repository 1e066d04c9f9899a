/** Requests to programs on this machine. On a busy machine they may answer late or drop a connection; `fetch failed` says neither. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
	/** Who is asked, for messages: `n8n`. */
	who: string;
	/** Log of that program. */
	logFile?: string;
	/** Whether the request may arrive twice. One that never reached the program is always sent again. */
	repeatable: boolean;
	/** How long one attempt may take, default 60 s. */
	timeoutMs?: number;
	/** Waits before the further attempts, in ms. */
	pauses?: number[];
}

const PAUSES = [250, 500, 1000, 2000, 4000, 8000, 15_000];

/** The connection was not made, so nothing was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** @throws Error that names the cause and the log when no attempt got an answer */
export async function steadyFetch(
	url: string,
	init: RequestInit,
	{ who, logFile, repeatable, timeoutMs = 60_000, pauses = PAUSES }: Patience,
): Promise<Response> {
	for (let failures = 0; ; failures++) {
		try {
			return await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
		} catch (error) {
			const cause = causeOf(error);
			const pause = pauses[failures];
			if (pause === undefined || !(repeatable || NOT_SENT.has(cause.code)))
				throw new Error(
					`${who} did not answer ${init.method ?? 'GET'} ${new URL(url).pathname}: ${cause.text}${logFile === undefined ? '' : ` (log: ${logFile})`}`,
					{ cause: error },
				);
			await sleep(pause);
		}
	}
}

/** The innermost cause: Node's fetch hides it behind `fetch failed`. */
function causeOf(error: unknown): { code: string; text: string } {
	let innermost = error as { code?: unknown; name: string; message: string; cause?: unknown };
	while (typeof innermost.cause === 'object' && innermost.cause !== null)
		innermost = innermost.cause as typeof innermost;
	const { code, name, message } = innermost;
	const known = typeof code === 'string' ? code : '';
	const text = message === '' ? known || name : message;
	return { code: known, text: text.includes(known) ? text : `${text} (${known})` };
}
