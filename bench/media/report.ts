/** Prints each figure as a JSON line. */

interface Figure {
	/** Number of the bar in the table of frames §7. */
	bar: number;
	what: string;
	value: number;
	/** The largest value that passes; with `atLeast` the smallest. */
	limit: number;
	atLeast?: boolean;
	/** The measurements behind the value. */
	detail?: unknown;
}

export function report({ atLeast = false, ...figure }: Figure): void {
	const value = Math.round(figure.value * 1000) / 1000;
	const ok = atLeast ? value >= figure.limit : value <= figure.limit;
	console.log(
		JSON.stringify({
			bench: 'media',
			...figure,
			value,
			wants: atLeast ? 'at least' : 'at most',
			ok,
		}),
	);
}

export function skipped(bar: number, why: string): void {
	console.log(JSON.stringify({ bench: 'media', bar, skipped: why }));
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2
		? (sorted[middle] ?? 0)
		: ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The median of three runs of the same measurement. */
export async function medianOfThree(run: () => Promise<number>): Promise<number> {
	const values: number[] = [];
	for (let i = 0; i < 3; i++) values.push(await run());
	return median(values);
}
