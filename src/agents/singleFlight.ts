/**
 * Allows one run per key at a time. A second click on *Trigger agent* during the first run must not start another run on the
 * same data unit. It works within one process only, so nothing may depend on it to be correct.
 */
export class SingleFlight {
	private readonly holds = new Map<string, { until: number }>();

	/**
	 * @param holdMs how long a key is held at most, in milliseconds, when it is not released
	 * @param now the time, in milliseconds since the epoch
	 */
	constructor(
		private readonly holdMs: number,
		private readonly now: () => number = Date.now,
	) {}

	/**
	 * Takes a key.
	 *
	 * @returns the function that releases it, which may be called late or twice; undefined when the key is held already
	 */
	enter(key: string): (() => void) | undefined {
		const now = this.now();
		for (const [held, { until }] of this.holds) if (until <= now) this.holds.delete(held);
		if (this.holds.has(key)) return undefined;
		const hold = { until: now + this.holdMs };
		this.holds.set(key, hold);
		return () => {
			if (this.holds.get(key) === hold) this.holds.delete(key);
		};
	}
}
