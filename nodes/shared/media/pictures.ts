/** Reads pictures of frames, plain or with the labels drawn on them. */
import type { FramePicture, FrameSelection } from '../../../src/media/contract';
import type { PictureOptions } from '../../../src/media/picture/encoding';
import { drawnObjects } from '../labels/drawnObjects';
import type { OpenUnit } from './openUnits';

/** Options of the pictures. */
export interface DrawnPictureOptions {
	picture: PictureOptions;
	/** Whether to draw the objects of the frame. */
	draw: boolean;
}

/** Yields the pictures in ascending order of frames. The next one is read only when the caller asks for it. */
export async function* picturesOf(
	unit: OpenUnit<unknown>,
	frames: FrameSelection,
	options: DrawnPictureOptions,
): AsyncGenerator<FramePicture, void, undefined> {
	if (!options.draw) return yield* unit.media.frames(frames, options.picture);
	const { drawLabels } = await import('../../../src/media/picture/drawing');
	const labels = unit.labels();
	for await (const pixels of unit.media.pixels(frames)) {
		const drawn = drawnObjects(labels, pixels.frame).map(({ label }) => label);
		const { frame, time, warnings } = pixels;
		yield {
			frame,
			time,
			...(warnings ? { warnings } : {}),
			...(await drawLabels(pixels, drawn, options.picture)),
		};
	}
}
