/** Draws the changes of a writing operation: one frame before and after, side by side. */
import type { IBinaryKeyData } from 'n8n-workflow';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { OntologyIndex } from '../../../src/labels/ontology/ontology';
import type { LabelChange } from '../../../src/labels/edits/labelChange';
import type { Batch } from '../runtime/batch';
import { drawnObjects } from '../labels/drawnObjects';
import { itemOfRow, openItem, storageItems, type StorageItems } from './storageFiles';

export interface DrawnChange {
	row: LabelRowMetadata;
	ontology: OntologyIndex;
	before?: LabelRowJson;
	after?: LabelRowJson;
	diff: LabelChange[];
}

interface ChangePicture {
	binary?: IBinaryKeyData;
	/** Why there is no picture. The labels are saved in any case. */
	note?: string;
}

/** Pictures of the changes, by item index. It makes one bulk call for all items and reads one frame per item. */
export async function changePictures(
	batch: Batch,
	changes: Array<{ index: number; change: DrawnChange }>,
): Promise<Map<number, ChangePicture>> {
	const pictures = new Map<number, ChangePicture>();
	if (changes.length === 0) return pictures;
	const client = await batch.client();
	const items = await storageItems(
		client,
		changes.flatMap(({ change }) => change.row.backing_item_uuid ?? []),
		true,
	);
	for (const { index, change } of changes) {
		pictures.set(
			index,
			await drawChange(batch, items, change).catch((error: unknown) => {
				batch.stopIfCancelled();
				return { note: `No picture: ${error instanceof Error ? error.message : String(error)}` };
			}),
		);
	}
	return pictures;
}

async function drawChange(
	batch: Batch,
	items: StorageItems,
	{ row, ontology, before, after, diff }: DrawnChange,
): Promise<ChangePicture> {
	const frame = diff.find(({ type, frames }) => type === 'object' && frames.length > 0)
		?.frames[0]?.[0];
	if (frame === undefined || !before || !after) return { note: 'No picture: no object changed' };
	const { drawBeforeAfter } = await import('../../../src/media/picture/drawing');
	const media = await openItem(batch, await batch.client(), itemOfRow(items, row));
	try {
		for await (const pixels of media.pixels({ frames: [frame] })) {
			const drawnLabels = (labels: LabelRowJson) =>
				drawnObjects({ labels, row, ontology }, frame).map(({ label }) => label);
			const { bytes, mimeType } = await drawBeforeAfter(
				pixels,
				drawnLabels(before),
				drawnLabels(after),
			);
			return {
				binary: {
					data: await batch.n8n.helpers.prepareBinaryData(
						bytes,
						`changes_frame_${frame}.jpg`,
						mimeType,
					),
				},
			};
		}
	} finally {
		await media.close();
	}
	return { note: `No picture: frame ${frame} could not be read` };
}
