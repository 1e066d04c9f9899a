/**
 * The toy mask model: the pixels of each colored rectangle and circle. A real one is a server around Mask R-CNN (torchvision,
 * Detectron2) or SAM, which answers a class, a score and a mask per object, the mask as COCO run lengths or as polygons.
 */
import { frameCodeHeight, readFrameCode } from '../media/frameCode';
import { cocoMask, type CocoMask } from './cocoMask';
import { decodePicture } from './pictureDecoder';
import { findRegions } from './shapes';

export interface Segment {
	/** `red rectangle`, `blue circle` … */
	class: string;
	/** 0..1. */
	score: number;
	segmentation: CocoMask;
}

export interface SegmentAnswer {
	model: 'toy-segmenter';
	/** Pixels. */
	width: number;
	height: number;
	detections: Segment[];
}

/** Segments the bytes of a JPEG, PNG or WebP file; masks have the size of the picture. Throws `UnreadablePicture`. */
export async function segment(bytes: Buffer): Promise<SegmentAnswer> {
	const pixels = await decodePicture(bytes);
	const { width, height } = pixels;
	const fromRow = readFrameCode(pixels) === null ? 0 : frameCodeHeight(height);
	const { shapes, owner } = findRegions(pixels, fromRow);
	const detections = shapes.map(({ id, color, shape, confidence }) => ({
		class: `${color} ${shape}`,
		score: confidence,
		segmentation: cocoMask((index) => owner[index] === id, width, height),
	}));
	return { model: 'toy-segmenter', width, height, detections };
}
