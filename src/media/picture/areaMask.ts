/** Which pixels of a cut-out belong to the object. */
import { flatPolygons, type Geometry } from '../../geometry/geometry';
import type { Mask } from '../../geometry/mask';
import type { Point, Size } from '../../geometry/plane';
import { pointsOfRing } from '../../geometry/ring';
import type { PixelBox } from './objectBox';

/** Columns where a row's center line crosses the rings, ascending. */
function crossings(rings: readonly Point[][], line: number): number[] {
	const found: number[] = [];
	for (const ring of rings) {
		ring.forEach((a, i) => {
			const b = ring[(i + 1) % ring.length];
			if (!b || a.y <= line === b.y <= line) return;
			found.push(a.x + ((line - a.y) / (b.y - a.y)) * (b.x - a.x));
		});
	}
	return found.sort((left, right) => left - right);
}

/** A pixel belongs to a polygon when its center lies inside the outline and outside the holes. */
function fillPolygon(covered: Uint8Array, rings: readonly Point[][], box: PixelBox): void {
	for (let row = 0; row < box.height; row++) {
		const edges = crossings(rings, box.y + row + 0.5);
		for (let i = 0; i + 1 < edges.length; i += 2) {
			const from = Math.max(0, Math.ceil((edges[i] ?? 0) - box.x - 0.5));
			const to = Math.min(box.width - 1, Math.ceil((edges[i + 1] ?? 0) - box.x - 0.5) - 1);
			if (to >= from) covered.fill(1, row * box.width + from, row * box.width + to + 1);
		}
	}
}

function fillFromMask(covered: Uint8Array, mask: Mask, box: PixelBox, size: Size): void {
	for (let row = 0; row < box.height; row++) {
		const down = ((box.y + row + 0.5) * mask.height) / size.height;
		const y = Math.min(mask.height - 1, Math.floor(down));
		for (let column = 0; column < box.width; column++) {
			const across = ((box.x + column + 0.5) * mask.width) / size.width;
			const x = Math.min(mask.width - 1, Math.floor(across));
			covered[row * box.width + column] = mask.data[y * mask.width + x] ? 1 : 0;
		}
	}
}

/**
 * One byte for each pixel of `box` on a picture of this size: 1 = object. Undefined for shapes that fill their box or have
 * no surface.
 */
export function coverage(geometry: Geometry, box: PixelBox, size: Size): Uint8Array | undefined {
	switch (geometry.kind) {
		case 'bitmask': {
			const covered = new Uint8Array(box.width * box.height);
			fillFromMask(covered, geometry.mask, box, size);
			return covered;
		}
		case 'polygon': {
			const covered = new Uint8Array(box.width * box.height);
			for (const rings of flatPolygons(geometry, size))
				fillPolygon(covered, rings.map(pointsOfRing), box);
			return covered;
		}
		case 'box':
		case 'rotatedBox':
		case 'polyline':
		case 'point':
		case 'skeleton':
			return undefined;
		default:
			return geometry satisfies never;
	}
}
