/**
 * Limits how often something may happen: so many times at once, and then as often as a minute allows. It works within one process
 * only, so nothing may depend on it to be correct.
 */
export class RateLimit {
	/** Uses that are left, and when they were counted. The least recently used key comes first. */
	private readonly left = new Map<string, { uses: number; at: number }>();

	/**
	 * @param now milliseconds since the epoch
	 * @param maxKeys how many keys are remembered; the one that was not used for the longest time is forgotten first
	 */
	constructor(
		private readonly now: () => number = Date.now,
		private readonly maxKeys = 10_000,
	) {}

	/**
	 * Uses a key once.
	 *
	 * @param perMinute how many uses a minute has
	 * @returns 0 when it may be used; else the seconds until it may be, rounded up
	 */
	use(key: string, perMinute: number): number {
		const now = this.now();
		const before = this.left.get(key) ?? { uses: perMinute, at: now };
		const refilled = before.uses + ((now - before.at) * perMinute) / 60_000;
		const uses = Math.min(perMinute, refilled);
		const allowed = uses >= 1;
		this.left.delete(key);
		this.left.set(key, { uses: allowed ? uses - 1 : uses, at: now });
		const oldest = this.left.keys().next().value;
		if (this.left.size > this.maxKeys && oldest !== undefined) this.left.delete(oldest);
		return allowed ? 0 : Math.ceil(((1 - uses) * 60) / perMinute);
	}
}
