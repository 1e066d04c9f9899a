/** Makes output items of pictures. */
import type { IDataObject } from 'n8n-workflow';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { FramePicture } from '../../../src/media/contract';
import type { Batch } from '../runtime/batch';
import type { Result } from '../runtime/result';
import { exampleUnit } from '../output/examples';
import { unitIdentity } from '../labels/lookup';
import { storedPicture, type StoredPicture } from './storedPictures';

/** The data unit that a picture belongs to. */
export interface PicturedUnit {
	projectHash: string;
	row: LabelRowMetadata;
}

/** Stores a picture and returns its output item, with the picture in the binary field `binaryField`. */
export async function pictureResult(
	batch: Batch,
	unit: PicturedUnit,
	picture: FramePicture,
	binaryField: string,
): Promise<Result> {
	const stored = await storedPicture(batch.n8n.helpers, unit.row.data_title, picture);
	return storedResult(unit, stored, binaryField);
}

/** The output item of a stored picture, with the IDs of its data unit. */
export function storedResult(
	{ projectHash, row }: PicturedUnit,
	{ json, binary }: StoredPicture,
	binaryField: string,
): Result {
	return {
		json: { ...unitIdentity(projectHash, row), ...json },
		binary: { [binaryField]: binary },
	};
}

/** An example of such an output item. */
export const pictureExample: IDataObject = {
	...exampleUnit,
	frame: 12,
	timeSeconds: 0.48,
	width: 640,
	height: 480,
};
