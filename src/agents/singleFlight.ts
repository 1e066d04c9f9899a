/**
 * One piece of work per key at a time. A second click on *Trigger agent* while the first run is busy must not start a
 * second run on the same data unit. Knows this process only; correctness never rests on it.
 */
export class SingleFlight {
	private readonly holds = new Map<string, { until: number }>();

	/**
	 * @param holdMs longest time a key is held when nobody gives it back, milliseconds
	 * @param now milliseconds since the epoch
	 */
	constructor(
		private readonly holdMs: number,
		private readonly now: () => number = Date.now,
	) {}

	/**
	 * Takes the key.
	 *
	 * @returns the function that gives it back (harmless when called late or twice), or undefined while it is held
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
