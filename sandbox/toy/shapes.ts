/** Colored rectangles and circles, found by color and by how much of its bounding box a region fills. */
import { colorDistance, shapeColors, type Rgb, type ShapeColor } from '../media/palette';
import type { Pixels } from '../media/pictures';
import { decideByColor } from './colorLookup';
import { connectedRegions, type Component } from './components';

export interface FoundShape {
	shape: 'rectangle' | 'circle';
	color: ShapeColor;
	/** Pixels: left, top, right, bottom; the last two are the first column and row outside. */
	box: [number, number, number, number];
	/** Pixels of that color. */
	area: number;
	/** 0..1: how well the region fits the ideal shape and color. */
	confidence: number;
}

const names = Object.keys(shapeColors) as ShapeColor[];
/** A pixel farther than this from a color (RGB distance) does not have it. */
const reach = 64;
/** What fits worse is more likely a part of something else. */
const leastConfidence = 0.6;

const pixelColor = ({ data }: Pixels, index: number): Rgb => [
	data[index * 3] ?? 0,
	data[index * 3 + 1] ?? 0,
	data[index * 3 + 2] ?? 0,
];

/** 1 + index of the shape color nearby, 0 for none. */
const shapeColorOf = (color: Rgb) =>
	names.findIndex((name) => colorDistance(color, shapeColors[name]) < reach) + 1;

/** Mean distance of the region's pixels from its color, 0..reach. */
function colorError(pixels: Pixels, owner: Int32Array, component: Component, color: Rgb): number {
	let sum = 0;
	for (let y = component.top; y < component.bottom; y++) {
		for (let x = component.left; x < component.right; x++) {
			const index = y * pixels.width + x;
			if (owner[index] === component.id) sum += colorDistance(pixelColor(pixels, index), color);
		}
	}
	return sum / component.area;
}

/** Which shape fills its box like this; null when neither does. `fit` is 1 for a perfect one. */
function shapeOf(component: Component): { shape: FoundShape['shape']; fit: number } | null {
	const fill =
		component.area / ((component.right - component.left) * (component.bottom - component.top));
	if (fill >= 0.9) return { shape: 'rectangle', fit: fill };
	const off = Math.abs(fill - Math.PI / 4);
	return off < 0.06 ? { shape: 'circle', fit: 1 - off } : null;
}

/** The shapes of a picture, and the pixels that each of them has. */
export interface ShapeRegions {
	/** The largest first; `id` is the shape's number in `owner`. */
	shapes: Array<FoundShape & { id: number }>;
	/** Per pixel, row by row, the id of the region that it belongs to. */
	owner: Int32Array;
}

/**
 * All shapes of a picture, the largest first. Rows above `fromRow` are not looked at. Specks below 0.04 % of the picture or
 * 5 pixels in one direction do not count.
 */
export function findShapes(pixels: Pixels, fromRow = 0): FoundShape[] {
	return findRegions(pixels, fromRow).shapes.map((region) => {
		const { shape, color, box, area, confidence } = region;
		return { shape, color, box, area, confidence };
	});
}

/** The same shapes with their pixels. */
export function findRegions(pixels: Pixels, fromRow = 0): ShapeRegions {
	const classes = decideByColor(pixels, shapeColorOf, fromRow);
	const { components, owner } = connectedRegions(classes, pixels.width, pixels.height);
	const shapes: ShapeRegions['shapes'] = [];
	for (const component of components) {
		const { id, left, top, right, bottom, area } = component;
		if (area < pixels.width * pixels.height * 0.0004 || right - left < 5 || bottom - top < 5)
			continue;
		const found = shapeOf(component);
		const color = names[component.label - 1];
		if (!found || !color) continue;
		const purity = 1 - colorError(pixels, owner, component, shapeColors[color]) / reach;
		const confidence = Math.round(Math.min(1, found.fit) * (0.5 + 0.5 * purity) * 1000) / 1000;
		if (confidence < leastConfidence) continue;
		shapes.push({
			id,
			shape: found.shape,
			color,
			box: [left, top, right, bottom],
			area,
			confidence,
		});
	}
	shapes.sort((a, b) => b.area - a.area || a.box[0] - b.box[0] || a.box[1] - b.box[1]);
	return { shapes, owner };
}
