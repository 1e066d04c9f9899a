/** Limits how many things run at the same time, over all callers that share it. */
export class Slots {
	private free: number;
	private readonly waiting: Array<() => void> = [];

	/** @param count whole number from 1 */
	constructor(count: number) {
		this.free = count;
	}

	/** Waits for a slot. @returns the function that gives it back, to be called once */
	async take(): Promise<() => void> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		return () => {
			const next = this.waiting.shift();
			if (next === undefined) this.free++;
			else next();
		};
	}
}
