/** Frames of a data unit with their labels on one sheet, with a legend of the classes. */
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { FramePicture, FramePixels } from '../../../src/media/contract';
import type { LegendEntry } from '../../../src/media/picture/contactSheet';
import type { PictureOptions } from '../../../src/media/picture/encoding';
import { drawnObjects, type DrawnObject } from '../labels/drawnObjects';
import { groupBy } from '../runtime/batch';
import type { OpenUnit } from './openUnits';

/** The sheet as a picture; `frame` and `time` are those of the first frame on it. */
export async function previewSheet(
	unit: OpenUnit<unknown>,
	frames: readonly number[],
	picture: PictureOptions,
): Promise<FramePicture> {
	const { ContactSheet } = await import('../../../src/media/picture/contactSheet');
	const labels = unit.labels();
	const sheet = new ContactSheet(frames.length, undefined, picture);
	const objects: DrawnObject[] = [];
	const warnings = new Set<string>();
	let time: number | undefined;
	for await (const pixels of unit.media.pixels({ frames: [...frames] })) {
		const onFrame = drawnObjects(labels, pixels.frame);
		objects.push(...onFrame);
		for (const warning of pixels.warnings ?? []) warnings.add(warning);
		time ??= pixels.time;
		await sheet.add({
			pixels,
			labels: onFrame.map(({ label }) => label),
			caption: captionOf(unit.row, pixels),
		});
	}
	return {
		...(await sheet.encode(legendOf(objects))),
		frame: frames[0] ?? 0,
		time: time ?? 0,
		...(warnings.size > 0 ? { warnings: [...warnings] } : {}),
	};
}

/** A single picture has its title, one of several its number and, in a video, its time. */
function captionOf(
	{ number_of_frames: count, data_title: title }: LabelRowMetadata,
	{ frame, time }: FramePixels,
): string {
	if (count === 1) return title;
	return time > 0 ? `Frame ${frame} · ${time.toFixed(2)} s` : `Frame ${frame}`;
}

/** The classes with the number of their objects; one that is on several frames counts once. */
function legendOf(drawn: DrawnObject[]): LegendEntry[] {
	return groupBy(drawn, (object) => object.class).map(({ key, members }) => {
		const count = new Set(members.map(({ objectHash }) => objectHash)).size;
		const { color } = members[0].label;
		return {
			...(color === undefined ? {} : { color }),
			text: count === 1 ? key : `${key} × ${count}`,
		};
	});
}
