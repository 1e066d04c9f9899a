/** Which pixels polygons cover. */
import type { Mask } from './mask';
import type { Size } from './plane';

/** A window of whole pixels on a picture. */
interface Window extends Size {
	x: number;
	y: number;
}

/**
 * The mask of polygons (polygon → ring → x0, y0, x1, y1, …, in pixels). A pixel is set when its center, at a half in both directions, lies
 * inside of an outline and in none of its holes. A center on a left or upper side is inside, one on a right or lower side is not. Where
 * an outline crosses itself, everything that it winds around is inside.
 */
export function maskOfPolygons(polygons: readonly number[][][], { width, height }: Size): Mask {
	return { width, height, data: coveredPixels(polygons, { x: 0, y: 0, width, height }) };
}

/** The same for a part of the picture, which may stick out of it: one byte per pixel of the window, row by row, 1 = covered. */
export function coveredPixels(polygons: readonly number[][][], window: Window): Uint8Array {
	const { width, height } = window;
	const covered = new Uint8Array(width * height);
	for (const [outline = [], ...holes] of polygons) {
		const outer = crossingsByRow(outline, window);
		const inner = holes.map((hole) => crossingsByRow(hole, window));
		const line = new Uint8Array(width);
		for (const [row, crossings] of outer) {
			const from = columnAt(crossings[0]!.x, window);
			const to = columnAt(crossings.at(-1)!.x, window);
			line.fill(0, from, to);
			fillSpans(line, crossings, window, 1);
			for (const hole of inner) fillSpans(line, hole.get(row) ?? [], window, 0);
			for (let x = from; x < to; x++) if (line[x]) covered[row * width + x] = 1;
		}
	}
	return covered;
}

/** Where a ring crosses the center line of a row: from left (x) to right, and whether it goes down (1) or up (−1) there. */
interface Crossing {
	x: number;
	turn: 1 | -1;
}

/** The crossings of each row of the window that the ring crosses, from left to right. */
function crossingsByRow(ring: readonly number[], { y, height }: Window): Map<number, Crossing[]> {
	const rows = new Map<number, Crossing[]>();
	for (let i = 0; i < ring.length; i += 2) {
		const j = (i + 2) % ring.length;
		const [ax, ay, bx, by] = [ring[i]!, ring[i + 1]! - y, ring[j]!, ring[j + 1]! - y];
		const first = Math.max(0, Math.ceil(Math.min(ay, by) - 0.5));
		const last = Math.min(height - 1, Math.ceil(Math.max(ay, by) - 0.5) - 1);
		for (let row = first; row <= last; row++) {
			const x = ax + ((row + 0.5 - ay) / (by - ay)) * (bx - ax);
			const crossings = rows.get(row);
			const crossing: Crossing = { x, turn: ay < by ? 1 : -1 };
			if (crossings) crossings.push(crossing);
			else rows.set(row, [crossing]);
		}
	}
	for (const crossings of rows.values()) crossings.sort((a, b) => a.x - b.x);
	return rows;
}

/** Sets the pixels of a row whose centers the ring winds around. */
function fillSpans(
	line: Uint8Array,
	crossings: readonly Crossing[],
	window: Window,
	value: 0 | 1,
): void {
	let winding = 0;
	let from = 0;
	for (const { x, turn } of crossings) {
		const column = columnAt(x, window);
		if (winding === 0) from = column;
		winding += turn;
		if (winding === 0) line.fill(value, from, column);
	}
}

/** The first column of the window whose center is not to the left of x. */
function columnAt(x: number, window: Window): number {
	return Math.min(window.width, Math.max(0, Math.ceil(x - window.x - 0.5)));
}
