/** One picture as an output item. */
import type { IDataObject } from 'n8n-workflow';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { FramePicture } from '../../../src/media/contract';
import type { Batch, Result } from '../runtime/batch';
import { exampleUnit } from '../output/examples';
import { unitIdentity } from '../labels/lookup';
import { storedPicture, type StoredPicture } from './storedPictures';

/** A data unit a picture is of. */
export interface PicturedUnit {
	projectHash: string;
	row: LabelRowMetadata;
}

/** Stores the picture and makes it an output item, in the binary field the form asks for. */
export async function pictureResult(
	batch: Batch,
	unit: PicturedUnit,
	picture: FramePicture,
	binaryField: string,
): Promise<Result> {
	const stored = await storedPicture(batch.n8n.helpers, unit.row.data_title, picture);
	return storedResult(unit, stored, binaryField);
}

/** A stored picture with what names its data unit. */
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

/** The same as an example. */
export const pictureExample: IDataObject = {
	...exampleUnit,
	frame: 12,
	timeSeconds: 0.48,
	width: 640,
	height: 480,
};
