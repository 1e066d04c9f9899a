/** Turns the numbers of a place into fractions of the picture: which number is x, and what they count. */
import type { Box } from '../../geometry/box';
import type { Size } from '../../geometry/plane';
import type { BoxOrder } from '../../labels/detections/formats/boxNumbers';
import { NotTaken, type Claim, type Keypoint, type Place } from '../found';
import type { EncordJson } from '../../encord/wire/json';
import type { Mask } from '../../geometry/mask';

/** A place in fractions of the picture. Turned boxes have their corners in pixels, where the angle is that of the picture. */
export type Settled =
	| { kind: 'box'; box: Box }
	/** Corners in pixels of the frame, around the box. */
	| { kind: 'corners'; pixels: number[] }
	| { kind: 'outline'; polygons: number[][][] }
	| { kind: 'line'; ring: number[] }
	| { kind: 'points'; ring: number[] }
	| { kind: 'keypoints'; points: Keypoint[] }
	| { kind: 'circle'; box: Box }
	| { kind: 'mask'; mask: Mask }
	| { kind: 'encord'; coordinates: EncordJson }
	| { kind: 'unread'; what: string };

export interface Scales {
	/** Order of boxes that the user chose. */
	order: BoxOrder | undefined;
	/** The picture whose pixels the numbers count, if known. */
	seen: Size | undefined;
	/** The frame, or the picture that was seen when the size of the frame is not known. */
	frame: Size | undefined;
}

/** @throws NotTaken when the order of the numbers is open or contradicts itself, or the place is none */
export function settle(place: Place, scales: Scales): Settled {
	const { claim } = place;
	switch (place.kind) {
		case 'mask':
			return { kind: 'mask', mask: place.mask };
		case 'encord':
			return { kind: 'encord', coordinates: place.coordinates };
		case 'unread':
			return { kind: 'unread', what: place.what };
		case 'box':
			return { kind: 'box', box: boxOf(place.numbers, claim, scales) };
		case 'turned':
			return { kind: 'corners', pixels: turnedPixels(place, scales) };
		case 'corners': {
			const { width, height } = frameOf(scales);
			const ring = ringOf(place.ring, claim, scales);
			return {
				kind: 'corners',
				pixels: ring.map((value, at) => value * (at % 2 ? height : width)),
			};
		}
		case 'outline':
			return {
				kind: 'outline',
				polygons: place.polygons.map((rings) => rings.map((ring) => ringOf(ring, claim, scales))),
			};
		case 'line':
			return { kind: 'line', ring: ringOf(place.ring, claim, scales) };
		case 'points':
			return { kind: 'points', ring: ringOf(place.ring, claim, scales) };
		case 'keypoints': {
			checkPixels(
				place.points.flatMap(({ x, y, missing }) => (missing === true ? [] : [x, y])),
				claim,
			);
			const points = place.points.map((point) => {
				const [x = 0, y = 0] = ringOf([point.x, point.y], claim, scales);
				return { ...point, x, y };
			});
			return { kind: 'keypoints', points };
		}
		case 'circle': {
			const full = extent(claim, scales);
			const [[cx, cy], [ex, ey]] = [place.center, place.edge];
			const r = Math.hypot(ex - cx, ey - cy);
			if (r === 0) throw new NotTaken('The circle has no radius.');
			const box = {
				x: (cx - r) / full.width,
				y: (cy - r) / full.height,
				w: (2 * r) / full.width,
				h: (2 * r) / full.height,
			};
			return { kind: 'circle', box };
		}
	}
}

/** The order of the four numbers of a box. @throws NotTaken when it is open, or the data and the user contradict */
export function orderOf(claim: Claim, chosen: BoxOrder | undefined): BoxOrder {
	const { order, named, sized, corners, by } = claim;
	const contradicts = (says: string): never => {
		throw new NotTaken(`The order ${chosen} was chosen, but ${by} says ${says}.`);
	};
	const hasSize = chosen === 'xywh' || chosen === 'cxcywh';
	if (order !== undefined) {
		if (chosen === undefined || chosen === order) return order;
		// Two named corners have no order, so that "y first" does not contradict them.
		if (named === true && order === 'xyxy' && chosen === 'yxyx') return order;
		return contradicts(order);
	}
	if (sized === true) {
		if (hasSize) return chosen;
		if (chosen !== undefined) return contradicts('a width and a height');
		throw new NotTaken(
			'x and y beside a width and a height may be a corner or the center. Choose the format.',
		);
	}
	if (corners === true) {
		if (hasSize) return contradicts('two corners');
		if (named === true) return 'xyxy';
	}
	if (chosen !== undefined) return chosen;
	throw new NotTaken(
		'Four numbers may be two corners, a corner and a size, or a center and a size. Choose the format.',
	);
}

function boxOf(
	numbers: readonly [number, number, number, number],
	claim: Claim,
	scales: Scales,
): Box {
	const full = extent(claim, scales);
	const order = orderOf(claim, scales.order);
	if (claim.scored === true && order !== 'xyxy')
		throw new NotTaken('A box has five numbers, of which the last may be a score or an angle.');
	const [a, b, c, d] = numbers;
	let [x, y, w, h] = [a, b, c, d];
	if (order === 'xyxy') [w, h] = [c - a, d - b];
	else if (order === 'yxyx') [x, y, w, h] = [b, a, d - b, c - a];
	else if (order === 'cxcywh') [x, y] = [a - c / 2, b - d / 2];
	if (!(w > 0 && h > 0))
		throw new NotTaken(`The box [${numbers.join(', ')}] has no area when it is read as ${order}.`);
	if (
		(claim.unit === 'pixels' || claim.unit === 'grid1000') &&
		x >= 0 &&
		y >= 0 &&
		x + w <= 1 &&
		y + h <= 1
	)
		throw new NotTaken(
			`The box [${numbers.join(', ')}] is no larger than a pixel: its numbers look like fractions.`,
		);
	return { x: x / full.width, y: y / full.height, w: w / full.width, h: h / full.height };
}

/** Corners of a turned box in pixels of the frame, clockwise from the one that was the top left. */
function turnedPixels(place: Extract<Place, { kind: 'turned' }>, scales: Scales): number[] {
	const frame = frameOf(scales);
	const { x, y, w, h } = boxOf(place.numbers, place.claim, scales);
	const [left, top, width, height] = [
		x * frame.width,
		y * frame.height,
		w * frame.width,
		h * frame.height,
	];
	const angle = (place.theta * Math.PI) / 180;
	const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
	const pivot = place.about === 'corner' ? [left, top] : [left + width / 2, top + height / 2];
	return [
		[left, top],
		[left + width, top],
		[left + width, top + height],
		[left, top + height],
	].flatMap(([px = 0, py = 0]) => {
		const [dx, dy] = [px - pivot[0]!, py - pivot[1]!];
		return [pivot[0]! + dx * cos - dy * sin, pivot[1]! + dx * sin + dy * cos];
	});
}

/** @throws NotTaken when numbers that count pixels or thousandths are fractions, as the other numbers of the list are not */
function checkPixels(numbers: readonly number[], { unit }: Claim): void {
	const isCoarse = unit === 'pixels' || unit === 'grid1000' || unit === 'grid1024';
	if (isCoarse && numbers.length > 2 && numbers.every((value) => value >= 0 && value <= 1))
		throw new NotTaken(
			`All points are from 0 to 1, as fractions are, but their numbers count ${unit === 'pixels' ? 'pixels' : 'parts of a grid'}.`,
		);
}

/** Points as fractions, x first. */
function ringOf(ring: readonly number[], claim: Claim, scales: Scales): number[] {
	const full = extent(claim, scales);
	checkPixels(ring, claim);
	const isYFirst = claim.named === true ? false : yFirst(claim, scales.order);
	const swap = isYFirst ? 1 : 0;
	return ring.map((_, at) => {
		const value = ring[at ^ swap]!;
		return value / (at % 2 === 0 ? full.width : full.height);
	});
}

/** @throws NotTaken when it is open which number is x */
function yFirst({ order, by }: Claim, chosen: BoxOrder | undefined): boolean {
	if (order !== undefined && chosen !== undefined && (order === 'yxyx') !== (chosen === 'yxyx'))
		throw new NotTaken(`The order ${chosen} was chosen, but ${by} says ${order}.`);
	const known = order ?? chosen;
	if (known === undefined)
		throw new NotTaken('Whether x or y comes first in the points is open. Choose the format.');
	return known === 'yxyx';
}

function extent({ unit }: Claim, { seen }: Scales): Size {
	switch (unit) {
		case 'fractions':
			return { width: 1, height: 1 };
		case 'percent':
			return { width: 100, height: 100 };
		case 'grid1000':
			return { width: 1000, height: 1000 };
		case 'grid1024':
			return { width: 1024, height: 1024 };
		case 'pixels':
		case undefined:
			if (seen !== undefined) return seen;
			throw new NotTaken(
				'Pixels need the size of the picture, which is not known here. Give the size, or fractions.',
			);
	}
}

function frameOf({ frame }: Scales): Size {
	if (frame !== undefined) return frame;
	throw new NotTaken(
		'Turned boxes need the size of the picture, which is not known here. Give the size of the picture.',
	);
}
