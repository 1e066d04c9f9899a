/** The log of requests: counts per call, and the last requests in order. */

export interface LoggedRequest {
	/** ISO 8601. */
	at: string;
	method: string;
	/** Without query, because the query of a media address contains a signature. */
	path: string;
	call: string;
	/** Size of the request body. */
	bytes: number;
	/** 0 when the connection was closed without an answer. */
	status: number;
	milliseconds: number;
	userAgent: string;
}

const KEPT = 2000;

export class RequestLog {
	private counts: Record<string, number> = {};
	private entries: LoggedRequest[] = [];

	add(entry: LoggedRequest): void {
		this.counts[entry.call] = (this.counts[entry.call] ?? 0) + 1;
		this.entries.push(entry);
		if (this.entries.length > KEPT) this.entries.shift();
	}

	clear(): void {
		this.counts = {};
		this.entries = [];
	}

	report(): { total: number; counts: Record<string, number>; log: LoggedRequest[] } {
		return {
			total: Object.values(this.counts).reduce((sum, count) => sum + count, 0),
			counts: this.counts,
			log: this.entries,
		};
	}
}
