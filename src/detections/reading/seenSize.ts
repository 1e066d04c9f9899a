/** The picture that the model saw, compared with the picture of the label. */
import { numberFrom } from '../../encord/wire/numberFrom';
import type { Size } from '../../geometry/plane';
import { NotTaken, type Detection, type Place, type Seen } from '../found';
import { isAbsent, textOf } from '../formats/parts/json';

/** Pixels by which a side may differ from the exact ratio, because sizes are whole numbers. */
const ROUNDING = 1;

/**
 * The size whose pixels the numbers count: what the data or the user says, otherwise that of the frame.
 * @throws NotTaken when half a size is given, sizes contradict, or the picture was cut, padded or turned for the model
 */
export function seenSize(
	{ seen }: Detection,
	chosen: { imageWidth?: number; imageHeight?: number },
	frame: Size | undefined,
): Size | undefined {
	const said = seen === undefined ? undefined : saidSize(seen, frame);
	const asked = sizeOf(chosen.imageWidth, chosen.imageHeight, 'The choice');
	if (
		said !== undefined &&
		asked !== undefined &&
		(said.width !== asked.width || said.height !== asked.height)
	)
		throw new NotTaken(
			`The picture was chosen as ${shown(asked)}, but the data says ${shown(said)}.`,
		);
	const size = said ?? asked;
	if (size === undefined || frame === undefined) return size ?? frame;
	const [low, high] = [ratios(size.width, frame.width), ratios(size.height, frame.height)];
	if (low[0] > high[1] || high[0] > low[1])
		throw new NotTaken(
			`The model saw a picture of ${shown(size)}, this one is ${shown(frame)}: whether it was stretched, padded, cut or turned is a guess. Give numbers for a picture of this shape.`,
		);
	return size;
}

/** Whether numbers of a place mean different shares of pictures of different sizes. Angles depend on the ratio of the sides. */
export function dependsOnSize({ kind, claim }: Place): boolean {
	if (kind === 'encord' || kind === 'unread') return false;
	return claim.unit === 'pixels' || ['mask', 'turned', 'corners', 'circle'].includes(kind);
}

/**
 * A place whose numbers depend on the size holds for several frames only when they have the same size.
 * @throws NotTaken when their sizes differ
 */
export function refuseSizes(
	frames: readonly number[],
	sizeOf: (frame: number) => Size | undefined,
): void {
	const [first, ...others] = frames;
	if (first === undefined || others.length === 0) return;
	const size = sizeOf(first);
	for (const frame of others) {
		const other = sizeOf(frame);
		if (other?.width !== size?.width || other?.height !== size?.height)
			throw new NotTaken(
				`The detection is on the frames ${first} and ${frame}, which have ${size ? shown(size) : 'an unknown number of'} and ${other ? shown(other) : 'an unknown number of'} pixels. Give each of them its own numbers.`,
			);
	}
}

/** Of two sides in an open order, the first is the width, unless only the other way round is as wide as this picture. */
function saidSize({ width, height, sides }: Seen, frame: Size | undefined): Size | undefined {
	if (sides === undefined) return sizeOf(width, height, 'The data');
	const [a, b] = sides;
	const isTurned =
		frame !== undefined &&
		Math.abs(a / b - frame.width / frame.height) > Math.abs(b / a - frame.width / frame.height);
	return sizeOf(isTurned ? b : a, isTurned ? a : b, 'The data');
}

/** @throws NotTaken when only one of both is given, or they are no sizes */
function sizeOf(width: unknown, height: unknown, who: string): Size | undefined {
	if (isAbsent(width) && isAbsent(height)) return undefined;
	const size = { width: numberFrom(width), height: numberFrom(height) };
	if (
		size.width > 0 &&
		size.height > 0 &&
		Number.isFinite(size.width) &&
		Number.isFinite(size.height)
	)
		return size;
	throw new NotTaken(
		`${who} says the width ${textOf(width)} and the height ${textOf(height)} of the picture; expected both, above 0.`,
	);
}

/** The smallest and the largest ratio of two sides of which one is rounded. */
function ratios(seen: number, actual: number): [number, number] {
	return [(seen - ROUNDING) / actual, (seen + ROUNDING) / actual];
}

const shown = ({ width, height }: Size): string => `${width} × ${height}`;
