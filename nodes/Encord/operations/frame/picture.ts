/** One picture as an output item. */
import type { IDataObject } from 'n8n-workflow';
import type { LabelRowMetadata } from '../../../../src/encord/wire';
import type { FramePicture } from '../../../../src/media/frames';
import type { Batch, Result } from '../../../shared/batch';
import { exampleUnit } from '../../examples';
import { unitIdentity } from '../../lookup';

/** Stores the picture in n8n's binary storage; only a reference stays in memory. */
export async function pictureResult(
	batch: Batch,
	index: number,
	projectHash: string,
	row: LabelRowMetadata,
	picture: FramePicture,
): Promise<Result> {
	const { frame, time, width, height, mimeType, bytes, warnings } = picture;
	const suffix = mimeType.replace(/^image\//, '').replace('jpeg', 'jpg');
	const fileName = `${baseName(row.data_title)}_frame_${frame}.${suffix}`;
	const binary = await batch.n8n.helpers.prepareBinaryData(bytes, fileName, mimeType);
	const json: IDataObject = {
		...unitIdentity(projectHash, row),
		frame,
		timeSeconds: time,
		width,
		height,
		...(warnings?.length ? { warnings } : {}),
	};
	return { json, binary: { [batch.text('binaryField', index) || 'data']: binary } };
}

function baseName(title: string): string {
	return (title.split(/[\\/]/).at(-1) ?? '').replace(/\.[a-z0-9]{1,5}$/i, '').replace(/[^\p{L}\p{N}._-]+/gu, '_') || 'picture';
}

/** The same as an example. */
export const pictureExample: IDataObject = {
	...exampleUnit,
	frame: 12,
	timeSeconds: 0.48,
	width: 640,
	height: 480,
};
