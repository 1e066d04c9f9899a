/** The toy detector: boxes of the colored rectangles and circles in a picture. */
import { perceive } from './perception';

export interface Detection {
	/** `red rectangle`, `blue circle` … */
	class: string;
	/** 0..1, from the pixels alone: the same picture gives the same value. */
	confidence: number;
	/** Pixels of the sent picture: left, top, right, bottom. */
	box: [number, number, number, number];
}

export interface DetectionAnswer {
	model: 'toy-detector';
	/** Pixels. */
	width: number;
	height: number;
	detections: Detection[];
}

/** Detects in the bytes of a JPEG, PNG or WebP file. Throws `UnreadablePicture`. */
export async function detect(bytes: Buffer): Promise<DetectionAnswer> {
	const { width, height, shapes } = await perceive(bytes);
	const detections = shapes.map(({ color, shape, confidence, box }) => ({
		class: `${color} ${shape}`,
		confidence,
		box,
	}));
	return { model: 'toy-detector', width, height, detections };
}
