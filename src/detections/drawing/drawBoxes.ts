/** Detections as boxes, upright and turned. */
import { clipBox, enclosingBox, type Box } from '../../geometry/box';
import { maskBox, type Mask } from '../../geometry/mask';
import type { Size } from '../../geometry/plane';
import type { RotatedBox } from '../../geometry/rotatedBox';
import type { Coordinates } from '../../labels/shapes/registry';
import { NotTaken } from '../found';
import { maskSize } from './drawAreas';
import { ASK, cut, frameOf, GIVE, onlyOf, refuse, type Drawing } from './drawing';
import { BeyondPicture, checkInside } from './inside';
import { turnedBoxOf, uprightBoxOf } from './rectangle';
import { ringsOf } from './rings';
import type { Settled } from './settle';

export function drawBox(places: readonly Settled[], drawing: Drawing): Coordinates {
	return { boundingBox: cut(boxOf(places, drawing), 'box', drawing) };
}

function boxOf(places: readonly Settled[], drawing: Drawing): Box {
	const own = onlyOf(places, 'box');
	if (own !== undefined) return own.box;
	const turned = turnedOf(places, drawing);
	if (turned !== undefined) {
		const upright = uprightBoxOf(turned, frameOf(drawing));
		if (upright !== undefined) return upright;
	}
	const around = boxAround(places, drawing);
	if (around === undefined) return refuse(places, drawing, GIVE);
	if (!drawing.mayLose) return refuse(places, drawing, ASK);
	drawing.repairs.push({ rule: 'box around', from: places[0]!.kind, to: 'box' });
	return around;
}

/** The box around an outline, a mask, a turned box or a circle. */
function boxAround(places: readonly Settled[], drawing: Drawing): Box | undefined {
	const outline = onlyOf(places, 'outline');
	if (outline !== undefined) return enclosingBox(outline.polygons.flatMap(([ring = []]) => ring));
	const mask = onlyOf(places, 'mask');
	if (mask !== undefined) return boxOfMask(mask.mask, drawing);
	const corners = onlyOf(places, 'corners');
	if (corners !== undefined) {
		const { width, height } = frameOf(drawing);
		return enclosingBox(corners.pixels.map((value, at) => value / (at % 2 ? height : width)));
	}
	return onlyOf(places, 'circle')?.box;
}

function boxOfMask(mask: Mask, { frame }: Drawing): Box | undefined {
	const box = maskBox(mask);
	if (box === undefined) return undefined;
	const { width, height } = mask;
	if (
		frame !== undefined &&
		Math.abs(width * frame.height - height * frame.width) > Math.max(frame.width, frame.height)
	)
		throw new NotTaken(maskSize(mask, frame));
	return { x: box.x / width, y: box.y / height, w: box.w / width, h: box.h / height };
}

/** The turned box that corners or an outline of four points are; undefined when there are none, or they are no box. */
function turnedOf(places: readonly Settled[], drawing: Drawing): RotatedBox | undefined {
	const corners = onlyOf(places, 'corners');
	if (corners !== undefined) return turnedBoxOf(corners.pixels, frameOf(drawing));
	const outline = onlyOf(places, 'outline');
	const points = onlyOf(places, 'points');
	const ring =
		outline === undefined
			? points?.ring
			: outline.polygons.length === 1 && outline.polygons[0]!.length === 1
				? outline.polygons[0]![0]
				: undefined;
	if (ring === undefined || ring.length < 8 || drawing.frame === undefined) return undefined;
	const [clean] = ringsOf([[ring]], drawing.frame)[0] ?? [];
	if (clean?.length !== 8) return undefined;
	const { width, height } = drawing.frame;
	return turnedBoxOf(
		clean.map((value, at) => value * (at % 2 ? height : width)),
		drawing.frame,
	);
}

export function drawTurned(places: readonly Settled[], drawing: Drawing): Coordinates {
	const turned = turnedOf(places, drawing);
	if (turned !== undefined) {
		const { width, height } = frameOf(drawing);
		const corners = cornersAround(turned, { width, height });
		checkInside(corners, 'turned box');
		return { rotatableBoundingBox: turned };
	}
	const isOnlyBox = places.every(({ kind }) => kind === 'box' || kind === 'keypoints');
	const box = isOnlyBox ? onlyOf(places, 'box') : undefined;
	if (box === undefined) return refuse(places, drawing, 'Give four corners of a box.');
	// The edit cuts upright boxes only, so that what the report says is done here.
	const upright = clipBox(cut(box.box, 'box', drawing));
	// Less than a rounding error of it is on the picture.
	if (upright === undefined) throw new BeyondPicture('The box lies outside of the picture.');
	return { rotatableBoundingBox: { ...upright, theta: 0 } };
}

/** The upright box around a turned one. */
function cornersAround({ x, y, w, h, theta }: RotatedBox, { width, height }: Size): Box {
	const [cos, sin] = [
		Math.abs(Math.cos((theta * Math.PI) / 180)),
		Math.abs(Math.sin((theta * Math.PI) / 180)),
	];
	const [ow, oh] = [
		(w * width * cos + h * height * sin) / width,
		(w * width * sin + h * height * cos) / height,
	];
	return { x: x + w / 2 - ow / 2, y: y + h / 2 - oh / 2, w: ow, h: oh };
}
