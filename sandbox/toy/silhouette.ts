/**
 * Recognizes a drawn thing by its outline: compares the largest region that is not background with the outlines of the drawings.
 * A region that is like none of them is not recognized.
 */
import { coats, drawThing, things, type Thing } from '../media/drawings';
import { backgroundColors, colorDistance, shapeColors, type Rgb } from '../media/palette';
import type { Pixels } from '../media/pictures';
import { decideByColor } from './colorLookup';
import { connectedRegions, type Component } from './components';

/** Outlines are compared on a grid of this many cells a side. */
const grid = 32;
/** Share of equal cells (intersection over union) from which on a thing counts as recognized. */
const recognized = 0.78;
/** Pixels farther than this from every background color are foreground (RGB distance). */
const contrast = 42;

const pixelColor = ({ data }: Pixels, index: number): Rgb => [
	data[index * 3] ?? 0,
	data[index * 3 + 1] ?? 0,
	data[index * 3 + 2] ?? 0,
];

/** The colors that make up the picture's border below `fromRow`, the most frequent first: wall and floor, sky and road. */
export function borderColors(pixels: Pixels, fromRow = 0): Rgb[] {
	const bins = new Map<number, { count: number; sum: [number, number, number] }>();
	let total = 0;
	const take = (x: number, y: number) => {
		const color = pixelColor(pixels, y * pixels.width + x);
		const key = (color[0] >> 4) * 256 + (color[1] >> 4) * 16 + (color[2] >> 4);
		const bin = bins.get(key) ?? { count: 0, sum: [0, 0, 0] };
		bin.count++;
		color.forEach((channel, index) => (bin.sum[index as 0 | 1 | 2] += channel));
		bins.set(key, bin);
		total++;
	};
	for (let x = 0; x < pixels.width; x++)
		[fromRow + 1, pixels.height - 2].forEach((y) =>
			take(x, Math.max(0, Math.min(y, pixels.height - 1))),
		);
	for (let y = fromRow; y < pixels.height; y++)
		[1, pixels.width - 2].forEach((x) => take(Math.max(0, Math.min(x, pixels.width - 1)), y));
	const merged: Array<{ count: number; color: Rgb }> = [];
	for (const { count, sum } of [...bins.values()].sort((a, b) => b.count - a.count)) {
		const color: Rgb = [sum[0] / count, sum[1] / count, sum[2] / count];
		const near = merged.find((other) => colorDistance(other.color, color) < 30);
		if (near) near.count += count;
		else merged.push({ count, color });
	}
	return merged
		.filter((color) => color.count >= total * 0.06)
		.sort((a, b) => b.count - a.count)
		.map(({ color }) => color);
}

/** Name of the color that a background is nearest to; a cut-out of a shape has the shape's color as its background. */
export function nameBackground(color: Rgb): string {
	const known: Array<[string, Rgb]> = [
		...Object.entries(backgroundColors),
		...Object.entries(shapeColors),
	];
	return (
		known.sort((a, b) => colorDistance(color, a[1]) - colorDistance(color, b[1]))[0]?.[0] ??
		'light gray'
	);
}

/** 1 per grid cell that the region covers at least half, its bounding box stretched over the grid. */
function outline(component: Component, owner: Int32Array, width: number): Uint8Array {
	const cells = new Uint8Array(grid * grid);
	const stepX = (component.right - component.left) / grid;
	const stepY = (component.bottom - component.top) / grid;
	for (let cell = 0; cell < cells.length; cell++) {
		let inside = 0;
		for (let sample = 0; sample < 9; sample++) {
			const x = Math.floor(component.left + ((cell % grid) + ((sample % 3) + 0.5) / 3) * stepX);
			const y = Math.floor(
				component.top + (Math.floor(cell / grid) + (Math.floor(sample / 3) + 0.5) / 3) * stepY,
			);
			if (owner[y * width + x] === component.id) inside++;
		}
		cells[cell] = inside >= 5 ? 1 : 0;
	}
	return cells;
}

function likeness(a: Uint8Array, b: Uint8Array, mirrored: boolean): number {
	let both = 0;
	let either = 0;
	for (let cell = 0; cell < a.length; cell++) {
		const x = cell % grid;
		const other = b[mirrored ? cell - x + (grid - 1 - x) : cell] ?? 0;
		both += (a[cell] ?? 0) & other;
		either += (a[cell] ?? 0) | other;
	}
	return either ? both / either : 0;
}

/** Background (2) that does not reach the picture's edge belongs to what surrounds it (1); the rest becomes 0. */
function fillHoles(classes: Uint8Array, width: number, height: number): void {
	const { components, owner } = connectedRegions(classes, width, height);
	const outside = new Set(
		components
			.filter(
				({ label, left, top, right, bottom, area }) =>
					label === 2 &&
					(left === 0 ||
						top === 0 ||
						right === width ||
						bottom === height ||
						area > width * height * 0.05),
			)
			.map(({ id }) => id),
	);
	for (let index = 0; index < classes.length; index++) {
		if (classes[index] === 2) classes[index] = outside.has(owner[index] ?? 0) ? 0 : 1;
	}
}

function largestForeground(
	pixels: Pixels,
	fromRow: number,
): { component: Component; owner: Int32Array } | null {
	const background = borderColors(pixels, fromRow);
	const classes = decideByColor(
		pixels,
		(color) => (background.some((other) => colorDistance(color, other) < contrast) ? 2 : 1),
		fromRow,
	);
	fillHoles(classes, pixels.width, pixels.height);
	const { components, owner } = connectedRegions(classes, pixels.width, pixels.height);
	const component = components.reduce<Component | null>(
		(best, next) => (!best || next.area > best.area ? next : best),
		null,
	);
	return component && component.area >= pixels.width * pixels.height * 0.01
		? { component, owner }
		: null;
}

interface Outline {
	thing: Thing;
	cells: Uint8Array;
	/** Width by height of the drawing. */
	ratio: number;
}

let learned: Promise<Outline[]> | undefined;

async function learnOutlines(): Promise<Outline[]> {
	const { default: sharp } = await import('sharp');
	return Promise.all(
		things.map(async (thing) => {
			const coat = coats[thing][0] ?? [128, 128, 128];
			const frame =
				'xmlns="http://www.w3.org/2000/svg" width="192" height="192" viewBox="-6 -6 112 112"';
			const svg = `<svg ${frame}>${drawThing(thing, coat)}</svg>`;
			const data = await sharp(Buffer.from(svg))
				.flatten({ background: '#ffffff' })
				.removeAlpha()
				.raw()
				.toBuffer();
			const found = largestForeground({ data, width: 192, height: 192 }, 0);
			if (!found) throw new Error(`The drawing of a ${thing} is empty`);
			const { left, right, top, bottom } = found.component;
			return {
				thing,
				cells: outline(found.component, found.owner, 192),
				ratio: (right - left) / (bottom - top),
			};
		}),
	);
}

export interface Recognition {
	thing: Thing;
	/** 0..1, the share of equal cells of both outlines. */
	likeness: number;
}

/** The drawn thing in a picture, or null when the largest object has no known outline. Rows above `fromRow` do not count. */
export async function recognizeThing(pixels: Pixels, fromRow = 0): Promise<Recognition | null> {
	learned ??= learnOutlines();
	const outlines = await learned;
	const found = largestForeground(pixels, fromRow);
	if (!found) return null;
	const { left, right, top, bottom } = found.component;
	const ratio = (right - left) / (bottom - top);
	const cells = outline(found.component, found.owner, pixels.width);
	const best = outlines
		// The grid has no proportions, because the outline is stretched over it. So they are compared first.
		.filter((known) => Math.abs(Math.log(ratio / known.ratio)) < 0.35)
		.map((known) => ({
			thing: known.thing,
			likeness: Math.max(likeness(cells, known.cells, false), likeness(cells, known.cells, true)),
		}))
		.sort((a, b) => b.likeness - a.likeness)[0];
	return best && best.likeness >= recognized
		? { thing: best.thing, likeness: Math.round(best.likeness * 1000) / 1000 }
		: null;
}
