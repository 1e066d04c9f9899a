/** Reads the labels of a row frame by frame. Each kind of data has them in another place (protocol §8). */
import type { EncordJson } from '../../src/encord/wire/json';
import type { DataUnit, LabelContent } from '../state/entities';
import { labelRefusal } from '../calls/refusal';

export interface FrameLabels {
	/** Key of `data_units`. */
	unitHash: string;
	/** 0-based; the position of the image in an image group. */
	frame: number;
	objects: EncordJson[];
	classifications: EncordJson[];
}

export function isRecord(value: unknown): value is EncordJson {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys of `data_units` a row of this data unit has: one, or one per image of a group. */
export function unitHashes(unit: DataUnit): string[] {
	return unit.dataType === 'img_group'
		? unit.images.map((image) => image.imageHash)
		: [unit.dataHash];
}

/** The value of `labels` in a data unit without labels. */
export function emptyLabels(unit: DataUnit): EncordJson {
	return unit.dataType === 'image' || unit.dataType === 'img_group'
		? { objects: [], classifications: [] }
		: {};
}

function instances(holder: EncordJson, kind: 'objects' | 'classifications'): EncordJson[] {
	const list = holder[kind] ?? [];
	if (!Array.isArray(list) || !list.every(isRecord))
		throw labelRefusal.corrupted(`"${kind}" of a frame must be a list of objects`);
	return list;
}

/** @throws Refusal CORRUPTED_LABEL_ERROR when the labels do not have the form this kind of data has. */
export function framesOf(unit: DataUnit, content: LabelContent): FrameLabels[] {
	return unitHashes(unit).flatMap((unitHash, position) => {
		const labels = content.data_units[unitHash]?.labels ?? {};
		if (!isRecord(labels))
			throw labelRefusal.corrupted('"labels" of a data unit must be an object');
		const byFrame: Array<[number, unknown]> =
			unit.dataType === 'image' || unit.dataType === 'img_group'
				? [[position, labels]]
				: Object.entries(labels).map(([frame, holder]) => [
						/^\d+$/.test(frame) ? Number(frame) : NaN,
						holder,
					]);
		return byFrame.map(([frame, holder]) => {
			if (Number.isNaN(frame) || !isRecord(holder))
				throw labelRefusal.corrupted('"labels" must map frame numbers to objects');
			return {
				unitHash,
				frame,
				objects: instances(holder, 'objects'),
				classifications: instances(holder, 'classifications'),
			};
		});
	});
}
