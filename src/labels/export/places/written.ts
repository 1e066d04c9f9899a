/** A place in the format of another tool, or the reason why that format cannot have it. */

export type Written = { written: unknown } | { reason: string };

/** What is written in pixels, without the noise of computing with fractions. */
export function rounded(value: number): number {
	return Math.round(value * 1e6) / 1e6;
}
