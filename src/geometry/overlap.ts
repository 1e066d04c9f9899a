/** How much of their area two shapes have in common. */
import type { Mask } from './mask';

/** In the square of the shapes' unit. */
export interface SharedArea {
	/** Covered by both. */
	both: number;
	/** Covered by one or by both. */
	either: number;
}

/** Intersection over union, 0 to 1; 0 for shapes without an area. */
export function overlapShare({ both, either }: SharedArea): number {
	return either > 0 ? Math.min(1, both / either) : 0;
}

/** @returns undefined for masks of different sizes: they are not of one picture */
export function sharedPixels(a: Mask, b: Mask): SharedArea | undefined {
	if (a.width !== b.width || a.height !== b.height) return undefined;
	let [both, either] = [0, 0];
	for (let i = 0; i < a.data.length; i++) {
		const [inA, inB] = [a.data[i] !== 0, b.data[i] !== 0];
		if (inA && inB) both++;
		if (inA || inB) either++;
	}
	return { both, either };
}

/** Crossings of sides that are looked for. Beyond, rows are so narrow that a crossing inside of one makes no difference. */
const MAX_CROSSINGS = 20_000;

/**
 * The area of polygons (polygon → ring → x0, y0, x1, y1, …). As in rasterize.ts, everything that an outline winds around is inside,
 * holes are not, and parts that overlap count once. The plane is cut into rows at each point and each crossing of sides; inside of a
 * row, widths change evenly, so that the width in its middle gives its area exactly.
 */
export function sharedArea(a: readonly number[][][], b: readonly number[][][]): SharedArea {
	const sides = [...sidesOf(a, 0), ...sidesOf(b, 1)].sort((one, other) => one.top - other.top);
	const rows = rowsOf(sides);
	const area = { both: 0, either: 0 };
	let reaching: Side[] = [];
	let next = 0;
	for (let row = 0; row + 1 < rows.length; row++) {
		const [top, bottom] = [rows[row]!, rows[row + 1]!];
		while (next < sides.length && sides[next]!.top <= top) reaching.push(sides[next++]!);
		reaching = reaching.filter((side) => side.bottom >= bottom);
		const middle = (top + bottom) / 2;
		const [inA, inB] = [0, 1].map((shape) =>
			spansAt(
				reaching.filter((side) => side.shape === shape),
				middle,
			),
		);
		const both = lengthOf(inBoth(inA!, inB!));
		area.both += both * (bottom - top);
		area.either += (lengthOf(inA!) + lengthOf(inB!) - both) * (bottom - top);
	}
	return area;
}

/** A side of a ring that is not level. */
interface Side {
	shape: 0 | 1;
	polygon: number;
	/** 0 = outline, from 1 = holes. */
	ring: number;
	top: number;
	bottom: number;
	/** x at the top and at the bottom. */
	xTop: number;
	xBottom: number;
	/** 1 when the ring runs down along it. */
	turn: 1 | -1;
}

function sidesOf(polygons: readonly number[][][], shape: 0 | 1): Side[] {
	const sides: Side[] = [];
	polygons.forEach((rings, polygon) =>
		rings.forEach((points, ring) => {
			for (let i = 0; i + 1 < points.length; i += 2) {
				const j = (i + 2) % points.length;
				const [ax, ay, bx, by] = [points[i]!, points[i + 1]!, points[j]!, points[j + 1]!];
				const base = { shape, polygon, ring };
				if (ay < by) sides.push({ ...base, top: ay, bottom: by, xTop: ax, xBottom: bx, turn: 1 });
				if (ay > by) sides.push({ ...base, top: by, bottom: ay, xTop: bx, xBottom: ax, turn: -1 });
			}
		}),
	);
	return sides;
}

function xAt({ top, bottom, xTop, xBottom }: Side, y: number): number {
	return xTop + ((y - top) / (bottom - top)) * (xBottom - xTop);
}

/** Where rows begin and end, ascending: each end of a side, and each crossing of two. @param sides by their top */
function rowsOf(sides: readonly Side[]): number[] {
	const rows = new Set(sides.flatMap(({ top, bottom }) => [top, bottom]));
	let reaching: Side[] = [];
	let crossings = 0;
	for (const side of sides) {
		reaching = reaching.filter(({ bottom }) => bottom > side.top);
		for (const other of reaching) {
			if (crossings >= MAX_CROSSINGS) break;
			const y = crossingOf(side, other);
			if (y === undefined) continue;
			rows.add(y);
			crossings++;
		}
		reaching.push(side);
	}
	return [...rows].sort((one, other) => one - other);
}

/** The y where two sides cross; undefined when they do not. */
function crossingOf(a: Side, b: Side): number | undefined {
	const [top, bottom] = [Math.max(a.top, b.top), Math.min(a.bottom, b.bottom)];
	if (top >= bottom) return undefined;
	const [before, after] = [xAt(a, top) - xAt(b, top), xAt(a, bottom) - xAt(b, bottom)];
	if (before * after >= 0) return undefined;
	return top + (before / (before - after)) * (bottom - top);
}

/** Stretches of a line that are inside, from left to right: from, to, from, to, … */
type Spans = number[];

/** What the shape with these sides covers at a height. */
function spansAt(sides: readonly Side[], y: number): Spans {
	const byPolygon = new Map<number, Map<number, Side[]>>();
	for (const side of sides) {
		const rings = byPolygon.get(side.polygon) ?? new Map<number, Side[]>();
		byPolygon.set(side.polygon, rings);
		const ring = rings.get(side.ring);
		if (ring) ring.push(side);
		else rings.set(side.ring, [side]);
	}
	let covered: Spans = [];
	for (const rings of byPolygon.values()) {
		let inside = woundAround(rings.get(0) ?? [], y);
		for (const [ring, hole] of rings) if (ring > 0) inside = without(inside, woundAround(hole, y));
		covered = covered.length === 0 ? inside : inEither(covered, inside);
	}
	return covered;
}

function woundAround(sides: readonly Side[], y: number): Spans {
	const crossings = sides
		.map((side) => ({ x: xAt(side, y), turn: side.turn }))
		.sort((one, other) => one.x - other.x);
	const spans: Spans = [];
	let winding = 0;
	for (const { x, turn } of crossings) {
		if (winding === 0) spans.push(x);
		winding += turn;
		if (winding === 0) spans.push(x);
	}
	return spans.length % 2 === 0 ? spans : spans.slice(0, -1);
}

const inBoth = (a: Spans, b: Spans) => combined(a, b, (inA, inB) => inA && inB);
const inEither = (a: Spans, b: Spans) => combined(a, b, (inA, inB) => inA || inB);
const without = (a: Spans, b: Spans) => combined(a, b, (inA, inB) => inA && !inB);

function combined(a: Spans, b: Spans, keeps: (inA: boolean, inB: boolean) => boolean): Spans {
	const spans: Spans = [];
	let [i, j] = [0, 0];
	while (i < a.length || j < b.length) {
		const x = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
		if (a[i] === x) i++;
		else j++;
		const isOpen = spans.length % 2 === 1;
		if (keeps(i % 2 === 1, j % 2 === 1) !== isOpen) spans.push(x);
	}
	return spans;
}

function lengthOf(spans: Spans): number {
	let length = 0;
	for (let i = 0; i + 1 < spans.length; i += 2) length += spans[i + 1]! - spans[i]!;
	return length;
}
