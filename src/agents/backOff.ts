/** Waits between polls that fail because Encord is busy or out of reach. n8n itself polls on at its interval. */
import { NetworkError, RateLimitError, ServerError, TimeoutError } from '../encord/wire/errors';

const MINUTE = 60_000;
const LONGEST_MS = 30 * MINUTE;
/** n8n's shortest interval is a minute. The first failure lets the next poll pass, and each further one doubles the wait. */
const SLACK_MS = MINUTE / 2;

export class BackOff {
	private readonly quiet = new Map<string, { failures: number; since: number; until: number }>();

	/** @param now the time, in milliseconds since the epoch */
	constructor(private readonly now: () => number = () => Date.now()) {}

	/** Whether to leave out a poll. A clock that is put back ends a wait. */
	isQuiet(key: string): boolean {
		const { since, until } = this.quiet.get(key) ?? { since: 0, until: 0 };
		const now = this.now();
		return since <= now && now < until;
	}

	/** Does the work, and notes how it ends. */
	async watch<T>(key: string, work: () => Promise<T>): Promise<T> {
		try {
			const result = await work();
			this.succeeded(key);
			return result;
		} catch (error) {
			this.failed(key, error);
			throw error;
		}
	}

	/** Begins a wait, or a longer one, if it is an error that time may heal; `Retry-After` counts when it is longer. */
	failed(key: string, error: unknown): void {
		if (!mayHeal(error)) return;
		const failures = (this.quiet.get(key)?.failures ?? 0) + 1;
		const asked = error instanceof RateLimitError ? (error.retryAfterMs ?? 0) : 0;
		const wait = Math.min(LONGEST_MS, Math.max(asked, 2 ** (failures - 1) * MINUTE - SLACK_MS));
		const now = this.now();
		this.quiet.set(key, { failures, since: now, until: now + wait });
	}

	succeeded(key: string): void {
		this.quiet.delete(key);
	}
}

function mayHeal(error: unknown): boolean {
	return [RateLimitError, ServerError, NetworkError, TimeoutError].some(
		(kind) => error instanceof kind,
	);
}
