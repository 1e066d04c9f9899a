/** Pictures of frames, plain or with the labels drawn on them. */
import type { FramePicture, FrameAsk } from '../../../src/media/contract';
import type { PictureOptions } from '../../../src/media/picture/encoding';
import { drawnObjects } from '../labels/drawnObjects';
import type { OpenUnit } from './openUnits';

/** How the pictures of frames are wanted. */
export interface DrawnPictureOptions {
	picture: PictureOptions;
	/** With the objects of the frame on top. */
	draw: boolean;
}

/** The pictures of an ask in ascending order, one at a time; nothing is read ahead of what is taken. */
export async function* picturesOf(
	unit: OpenUnit<unknown>,
	ask: FrameAsk,
	wanted: DrawnPictureOptions,
): AsyncGenerator<FramePicture, void, undefined> {
	if (!wanted.draw) return yield* unit.media.frames(ask, wanted.picture);
	const { drawLabels } = await import('../../../src/media/picture/drawing');
	const labels = unit.labels();
	for await (const pixels of unit.media.pixels(ask)) {
		const drawn = drawnObjects(labels, pixels.frame).map(({ label }) => label);
		const { frame, time, warnings } = pixels;
		yield {
			frame,
			time,
			...(warnings ? { warnings } : {}),
			...(await drawLabels(pixels, drawn, wanted.picture)),
		};
	}
}
