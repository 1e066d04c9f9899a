/** One abort signal for everything that runs for an asset: the caller's stop, no progress for too long, too long in all. */
import { MediaError } from '../errors';

export interface DeadlineOptions {
	signal?: AbortSignal;
	/** Milliseconds without a byte or a frame. */
	idleMs: number;
	/** Milliseconds in all. */
	totalMs: number;
}

/** A timer that is set to more fires at once. */
const longestTimer = 2 ** 31 - 1;

const seconds = (ms: number) => `${Math.round(ms / 100) / 10} s`;

/** Aborts with a `MediaError` as reason: `cancelled` or `timeout`. `end` must be called. */
export class Deadline {
	private readonly controller = new AbortController();
	private readonly total: NodeJS.Timeout;
	private idle: NodeJS.Timeout | undefined;
	private readonly onCancel = () =>
		this.controller.abort(
			new MediaError(
				'cancelled',
				'Reading the file was stopped because the execution was canceled.',
			),
		);

	constructor(private readonly options: DeadlineOptions) {
		const { totalMs } = options;
		const whenLate = () =>
			this.giveUp(`Reading the file took longer than ${seconds(totalMs)}.`, 'time');
		this.total = setTimeout(whenLate, Math.min(totalMs, longestTimer));
		if (options.signal?.aborted) this.onCancel();
		else options.signal?.addEventListener('abort', this.onCancel, { once: true });
		this.progress();
	}

	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** A byte or a frame came: the idle time starts anew. */
	progress(): void {
		if (this.idle) this.idle.refresh();
		else if (!this.signal.aborted) {
			const { idleMs } = this.options;
			const whenSilent = () =>
				this.giveUp(`The storage or the decoder sent nothing for ${seconds(idleMs)}.`, 'silence');
			this.idle = setTimeout(whenSilent, Math.min(idleMs, longestTimer));
		}
	}

	/** The caller is busy with a picture: waiting for it is not idleness. `progress` resumes. */
	rest(): void {
		clearTimeout(this.idle);
		this.idle = undefined;
	}

	end(): void {
		this.rest();
		clearTimeout(this.total);
		this.options.signal?.removeEventListener('abort', this.onCancel);
		this.controller.abort(new MediaError('cancelled', 'The file is already closed.'));
	}

	private giveUp(what: string, limit: string): void {
		this.controller.abort(
			new MediaError('timeout', `${what} Try again, or raise the ${limit} limit.`),
		);
	}
}

/** The promise, or a rejection with the signal's reason as soon as it aborts, whichever is first. */
export async function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	if (signal.aborted) {
		promise.catch(() => undefined);
		throw signal.reason;
	}
	let onAbort: (() => void) | undefined;
	try {
		return await Promise.race([
			promise,
			new Promise<never>((_resolve, reject) => {
				onAbort = () => reject(signal.reason as Error);
				signal.addEventListener('abort', onAbort, { once: true });
			}),
		]);
	} finally {
		if (onAbort) signal.removeEventListener('abort', onAbort);
	}
}

/** Resolves after `ms`, rejects with the signal's reason when it aborts before. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	try {
		await orAbort(
			new Promise<void>((resolve) => {
				timer = setTimeout(resolve, ms);
			}),
			signal,
		);
	} finally {
		clearTimeout(timer);
	}
}
