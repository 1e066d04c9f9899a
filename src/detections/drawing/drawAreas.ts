/** Detections as outlines and as masks. */
import { enclosingBox, type Box } from '../../geometry/box';
import type { Mask } from '../../geometry/mask';
import type { Size } from '../../geometry/plane';
import { encodeMask } from '../../labels/shapes/parts/runLengths';
import type { Coordinates } from '../../labels/shapes/registry';
import { NotTaken } from '../found';
import { ASK, cut, frameOf, GIVE, onlyOf, refuse, type Drawing } from './drawing';
import { maskOfOutline, outlineOfMask } from './maskAndOutline';
import { ringsOf } from './rings';
import type { Settled } from './settle';

export function drawPolygon(places: readonly Settled[], drawing: Drawing): Coordinates {
	const outline = onlyOf(places, 'outline');
	const points = outline === undefined ? onlyOf(places, 'points') : undefined;
	if (outline !== undefined || (points !== undefined && points.ring.length >= 6)) {
		const polygons = ringsOf(outline?.polygons ?? [[points!.ring]], drawing.frame);
		cut(enclosingBox(polygons.flatMap(([ring = []]) => ring))!, 'outline', drawing);
		return { polygons };
	}
	const mask = onlyOf(places, 'mask');
	if (mask !== undefined) {
		checkMask(mask.mask, drawing);
		drawing.repairs.push({ rule: 'outline of the mask', from: 'mask', to: 'outline' });
		return { polygons: outlineOfMask(mask.mask) };
	}
	const corners = onlyOf(places, 'corners');
	const box = onlyOf(places, 'box');
	if (corners === undefined && box === undefined) return refuse(places, drawing, GIVE);
	if (!drawing.mayLose || places.some(({ kind }) => kind === 'unread'))
		return refuse(places, drawing, ASK);
	drawing.repairs.push({ rule: 'corners as outline', from: 'box', to: 'outline' });
	const ring =
		corners === undefined ? cornersOfBox(box!.box) : fractionsOf(corners.pixels, frameOf(drawing));
	cut(enclosingBox(ring)!, 'box', drawing);
	return { polygons: [[ring]] };
}

function cornersOfBox({ x, y, w, h }: Box): number[] {
	return [x, y, x + w, y, x + w, y + h, x, y + h];
}

function fractionsOf(pixels: readonly number[], { width, height }: Size): number[] {
	return pixels.map((value, at) => value / (at % 2 ? height : width));
}

export function drawMask(places: readonly Settled[], drawing: Drawing): Coordinates {
	const mask = onlyOf(places, 'mask');
	if (mask !== undefined) {
		checkMask(mask.mask, drawing);
		return { bitmask: encodeMask(mask.mask) };
	}
	const outline = onlyOf(places, 'outline');
	if (outline === undefined || drawing.frame === undefined) return refuse(places, drawing, GIVE);
	const polygons = ringsOf(outline.polygons, drawing.frame);
	cut(enclosingBox(polygons.flatMap(([ring = []]) => ring))!, 'outline', drawing);
	const filled = maskOfOutline(polygons, drawing.frame);
	if (!filled.data.includes(1)) throw new NotTaken('The outline covers no pixel.');
	drawing.repairs.push({ rule: 'filled outline', from: 'outline', to: 'mask' });
	return { bitmask: encodeMask(filled) };
}

/** @throws NotTaken when the mask has another size than the frame */
function checkMask(mask: Mask, { frame }: Drawing): void {
	if (frame !== undefined && (mask.width !== frame.width || mask.height !== frame.height))
		throw new NotTaken(maskSize(mask, frame));
}

export function maskSize(mask: Size, frame: Size): string {
	return `The mask is ${mask.width} × ${mask.height} pixels, the picture ${frame.width} × ${frame.height}. Give a mask of the size of the picture; its "size" is [height, width].`;
}
