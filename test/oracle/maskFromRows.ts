/** A bitmask as the official client takes it: rows of booleans (vectors bitmask_rle). */
import type { Mask } from '../../src/geometry/mask';

/** A mask from rows of booleans. @throws TypeError for anything else: numbers, rows of different length, more dimensions */
export function maskFromRows(rows: boolean[][]): Mask {
	const width = rows[0]?.length ?? 0;
	const flat = rows.flat();
	if (
		!rows.every((row) => Array.isArray(row) && row.length === width) ||
		!flat.every((value) => typeof value === 'boolean')
	) {
		throw new TypeError('A bitmask is given as rows of equal length that hold true and false only');
	}
	return { width, height: rows.length, data: Uint8Array.from(flat, Number) };
}
