/**
 * The toy of a visual-prompt model: shown one example in a picture, it finds everything that looks like it. A real one is a server
 * around T-Rex2 or DINOv. As those do, it answers the example itself, too, and no class: it knows none.
 */
import { frameCodeHeight, readFrameCode } from '../media/frameCode';
import { decodePicture } from './pictureDecoder';
import { cocoMask, type CocoMask } from './cocoMask';
import { findRegions } from './shapes';

/** Pixels: left, top, right, bottom. */
export type Corners = [number, number, number, number];

export interface LookAlikesAnswer {
	model: 'toy-visual-prompt';
	/** Pixels. */
	width: number;
	height: number;
	/** Masks have the size of the picture. */
	detections: Array<{ confidence: number; box: Corners; segmentation?: CocoMask }>;
}

/** With less overlap (intersection over union), the example shows no shape that the toy knows. */
const LEAST_OVERLAP = 0.3;

function overlap(a: Corners, b: Corners): number {
	const side = (from: 0 | 1, to: 2 | 3) =>
		Math.max(0, Math.min(a[to], b[to]) - Math.max(a[from], b[from]));
	const area = (box: Corners) => (box[2] - box[0]) * (box[3] - box[1]);
	const shared = side(0, 2) * side(1, 3);
	return shared / (area(a) + area(b) - shared);
}

/**
 * Finds the shapes of the same color and kind as the one in the box. Nothing when no shape is there.
 * Throws `UnreadablePicture`.
 * @param masks whether to answer the pixels of each, too
 */
export async function findLookAlikes(
	bytes: Buffer,
	example: Corners,
	masks: boolean,
): Promise<LookAlikesAnswer> {
	const pixels = await decodePicture(bytes);
	const { width, height } = pixels;
	const fromRow = readFrameCode(pixels) === null ? 0 : frameCodeHeight(height);
	const { shapes, owner } = findRegions(pixels, fromRow);
	const [shown] = shapes
		.filter(({ box }) => overlap(box, example) >= LEAST_OVERLAP)
		.sort((a, b) => overlap(b.box, example) - overlap(a.box, example));
	const detections = shapes
		.filter(({ color, shape }) => color === shown?.color && shape === shown.shape)
		.map(({ id, confidence, box }) => ({
			confidence,
			box,
			...(masks ? { segmentation: cocoMask((index) => owner[index] === id, width, height) } : {}),
		}));
	return { model: 'toy-visual-prompt', width, height, detections };
}
