/** One abort signal for all work on an asset: the caller cancels, nothing arrives for too long, or the total time is over. */
import { MediaError } from '../errors';

interface DeadlineOptions {
	signal?: AbortSignal;
	/** Milliseconds allowed without a byte or a frame. */
	idleMs: number;
	/** Milliseconds allowed in all. */
	totalMs: number;
}

/** `setTimeout` fires at once when its delay is larger than this. */
const maxTimerMs = 2 ** 31 - 1;

const seconds = (ms: number) => `${Math.round(ms / 100) / 10} s`;

/** Aborts with a `MediaError` as reason: `cancelled` or `timeout`. The owner must call `end`. */
export class Deadline {
	private readonly controller = new AbortController();
	private readonly totalTimer: NodeJS.Timeout;
	private idleTimer: NodeJS.Timeout | undefined;
	private readonly onCancel = () =>
		this.controller.abort(
			new MediaError(
				'cancelled',
				'Reading the file was stopped because the execution was canceled.',
			),
		);

	constructor(private readonly options: DeadlineOptions) {
		const { totalMs } = options;
		const onTotal = () =>
			this.timeOut(`Reading the file took longer than ${seconds(totalMs)}.`, 'time');
		this.totalTimer = setTimeout(onTotal, Math.min(totalMs, maxTimerMs));
		if (options.signal?.aborted) this.onCancel();
		else options.signal?.addEventListener('abort', this.onCancel, { once: true });
		this.resume();
	}

	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** A byte or a frame has arrived: the idle timer starts anew. Not during a pause, in which the next file may be fetched. */
	progress(): void {
		this.idleTimer?.refresh();
	}

	/** Stops the idle timer while the caller works on a picture. */
	pause(): void {
		clearTimeout(this.idleTimer);
		this.idleTimer = undefined;
	}

	/** Starts the idle timer again: a call begins, or work goes on after a pause. */
	resume(): void {
		clearTimeout(this.idleTimer);
		this.idleTimer = undefined;
		if (this.signal.aborted) return;
		const { idleMs } = this.options;
		const onIdle = () =>
			this.timeOut(`The storage or the decoder sent nothing for ${seconds(idleMs)}.`, 'silence');
		this.idleTimer = setTimeout(onIdle, Math.min(idleMs, maxTimerMs));
	}

	end(): void {
		this.pause();
		clearTimeout(this.totalTimer);
		this.options.signal?.removeEventListener('abort', this.onCancel);
		this.controller.abort(new MediaError('cancelled', 'The file is already closed.'));
	}

	private timeOut(what: string, limit: string): void {
		this.controller.abort(
			new MediaError('timeout', `${what} Try again, or raise the ${limit} limit.`),
		);
	}
}
