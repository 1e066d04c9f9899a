/** Stores pictures and crops in n8n's binary storage and returns the JSON of their output items. */
import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { CropOptions } from '../../../src/media/picture/crops';
import type { FramePicture, FramePixels } from '../../../src/media/contract';
import type { LabeledUnit } from '../labels/reading';
import { drawnObjects } from '../labels/drawnObjects';

/** The helper of an n8n context that stores binary data; executions and webhooks have it. */
export type BinaryStore = Pick<IExecuteFunctions['helpers'], 'prepareBinaryData'>;

export interface StoredPicture {
	json: IDataObject;
	binary: IBinaryData;
}

/** Stores a picture; only a reference to it stays in memory. `title` of the data unit becomes part of the file name. */
export async function storedPicture(
	store: BinaryStore,
	title: string,
	picture: FramePicture,
): Promise<StoredPicture> {
	const { frame, time, width, height, mimeType, bytes, warnings } = picture;
	const suffix = mimeType.replace(/^image\//, '').replace('jpeg', 'jpg');
	const binary = await store.prepareBinaryData(
		bytes,
		`${baseName(title)}_frame_${frame}.${suffix}`,
		mimeType,
	);
	return {
		json: { frame, timeSeconds: time, width, height, ...(warnings?.length ? { warnings } : {}) },
		binary,
	};
}

/** Crops the objects with these hashes out of a frame and stores one picture for each of them. */
export async function storedCrops(
	store: BinaryStore,
	unit: LabeledUnit,
	pixels: FramePixels,
	hashes: ReadonlySet<string>,
	options: CropOptions,
): Promise<StoredPicture[]> {
	const { cropObjects } = await import('../../../src/media/picture/crops');
	const objects = drawnObjects(unit, pixels.frame, hashes);
	const crops = await cropObjects(
		pixels,
		objects.map(({ label }) => label),
		options,
	);
	const stored: StoredPicture[] = [];
	for (const [position, { objectHash, class: title, label }] of objects.entries()) {
		const crop = crops[position];
		// An object outside the picture and a cuboid have no crop.
		if (!crop) continue;
		const { box, ...picture } = crop;
		const { frame, time } = pixels;
		const { json, binary } = await storedPicture(store, unit.row.data_title, {
			frame,
			time,
			...picture,
		});
		stored.push({
			json: {
				...json,
				objectHash,
				class: title,
				confidence: label.confidence ?? 1,
				box: { ...box },
				imageWidth: pixels.width,
				imageHeight: pixels.height,
			},
			binary,
		});
	}
	return stored;
}

function baseName(title: string): string {
	return (
		(title.split(/[\\/]/).at(-1) ?? '')
			.replace(/\.[a-z0-9]{1,5}$/i, '')
			.replace(/[^\p{L}\p{N}._-]+/gu, '_') || 'picture'
	);
}
