/** Pictures of frames, plain or with the labels drawn on them. */
import type { FrameAsk, FramePicture } from '../../../src/media/contract';
import type { PictureOptions } from '../../../src/media/picture/encoding';
import { objectShapes } from '../labels/drawnShapes';
import type { OpenUnit } from './openUnits';

export interface PictureWish {
	picture: PictureOptions;
	/** With the objects of the frame on top. */
	draw: boolean;
}

/** The pictures of an ask in ascending order, one at a time; nothing is read ahead of what is taken. */
export async function* picturesOf(
	unit: OpenUnit<unknown>,
	ask: FrameAsk,
	wish: PictureWish,
): AsyncGenerator<FramePicture, void, undefined> {
	if (!wish.draw) return yield* unit.media.frames(ask, wish.picture);
	const { drawLabels } = await import('../../../src/media/picture/drawing');
	const labels = unit.labels();
	for await (const pixels of unit.media.pixels(ask)) {
		const shapes = objectShapes(labels, pixels.frame).map(({ shape }) => shape);
		const { frame, time, warnings } = pixels;
		yield {
			frame,
			time,
			...(warnings ? { warnings } : {}),
			...(await drawLabels(pixels, shapes, wish.picture)),
		};
	}
}
