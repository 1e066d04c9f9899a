/** One picture as an output item. */
import type { IDataObject } from 'n8n-workflow';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { FramePicture } from '../../../src/media/contract';
import type { Batch, Result } from '../runtime/batch';
import { exampleUnit } from '../output/examples';
import { unitIdentity } from '../labels/lookup';
import { storedPicture, type StoredPicture } from './storedPictures';

/** Stores the picture and makes it the result of item `index`. */
export async function pictureResult(
	batch: Batch,
	index: number,
	projectHash: string,
	row: LabelRowMetadata,
	picture: FramePicture,
): Promise<Result> {
	return resultOf(
		batch,
		index,
		projectHash,
		row,
		await storedPicture(batch.n8n.helpers, row.data_title, picture),
	);
}

/** A stored picture with what names its data unit, in the binary field the form asks for. */
export function resultOf(
	batch: Batch,
	index: number,
	projectHash: string,
	row: LabelRowMetadata,
	{ json, binary }: StoredPicture,
): Result {
	return {
		json: { ...unitIdentity(projectHash, row), ...json },
		binary: { [batch.text('binaryField', index) || 'data']: binary },
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
