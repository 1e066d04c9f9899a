/** Run lengths of a bitmask (protocol §8.2). */

/**
 * Number of pixels a run-length text covers, or null when it is not one. Tail zeros may be missing, so it may be less than the
 * picture has.
 */
export function coveredPixels(rle: string): number | null {
	const counts: number[] = [];
	let value = 0;
	let shift = 0;
	for (const character of rle) {
		const code = character.charCodeAt(0) - 48;
		if (code < 0 || code > 63 || shift > 45) return null;
		value += (code & 31) * 2 ** shift;
		shift += 5;
		if (code & 32) continue;
		if (code & 16) value -= 2 ** shift;
		const index = counts.length;
		counts.push(index > 2 ? value + (counts[index - 2] ?? 0) : value);
		value = 0;
		shift = 0;
	}
	if (shift > 0 || counts.some((count) => count < 0)) return null;
	return counts.reduce((sum, count) => sum + count, 0);
}
