/** A list that always gives the value with the least cost (a binary heap). */

export class PriorityQueue<T> {
	private readonly entries: Array<{ cost: number; value: T }> = [];

	push(value: T, cost: number): void {
		const { entries } = this;
		let at = entries.length;
		entries.push({ cost, value });
		while (at > 0) {
			const parent = (at - 1) >> 1;
			if (entries[parent]!.cost <= entries[at]!.cost) return;
			this.swap(at, parent);
			at = parent;
		}
	}

	/** The value with the least cost, taken off the list; undefined when the list is empty. */
	pop(): T | undefined {
		const { entries } = this;
		if (entries.length < 2) return entries.pop()?.value;
		const [least] = entries;
		entries[0] = entries.pop()!;
		for (let at = 0; ; ) {
			let smallest = at;
			for (const child of [2 * at + 1, 2 * at + 2]) {
				if (child < entries.length && entries[child]!.cost < entries[smallest]!.cost)
					smallest = child;
			}
			if (smallest === at) return least!.value;
			this.swap(at, smallest);
			at = smallest;
		}
	}

	private swap(a: number, b: number): void {
		const { entries } = this;
		[entries[a], entries[b]] = [entries[b]!, entries[a]!];
	}
}
