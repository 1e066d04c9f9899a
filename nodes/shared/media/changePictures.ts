/** Draws the changes of a writing operation: frames before and after, side by side, with a legend. */
import type { IBinaryKeyData } from 'n8n-workflow';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { OntologyIndex } from '../../../src/labels/ontology/ontology';
import type { LabelChange } from '../../../src/labels/edits/labelChange';
import { mergeRanges, someFrames } from '../../../src/labels/row/frames';
import { type StandbyDecoder, withStandbyDecoder } from '../../../src/media/ffmpeg/standby';
import type { LegendEntry } from '../../../src/media/picture/contactSheet';
import { groupBy, type Batch } from '../runtime/batch';
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
	/** Why there is no picture, or what may be wrong with it. The labels are saved in any case. */
	note?: string;
	/** Whether there should have been one. */
	failed?: boolean;
}

/** Pictures of the changes, by item index. It makes one bulk call for all items and reads up to MOST_FRAMES frames per item. */
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
	await withStandbyDecoder(async (decoder) => {
		for (const { index, change } of changes) {
			pictures.set(
				index,
				await drawChange(batch, items, decoder, change).catch((error: unknown) => {
					batch.stopIfCancelled();
					const reason = error instanceof Error ? error.message : String(error);
					return { note: `No picture: ${reason}`, failed: true };
				}),
			);
		}
	});
	return pictures;
}

/** Most frames on one picture. */
const MOST_FRAMES = 4;

async function drawChange(
	batch: Batch,
	items: StorageItems,
	decoder: StandbyDecoder,
	{ row, ontology, before, after, diff }: DrawnChange,
): Promise<ChangePicture> {
	const objects = diff.filter(({ type, frames }) => type === 'object' && frames.length > 0);
	const frames = someFrames(mergeRanges(objects.flatMap((object) => object.frames)), MOST_FRAMES);
	if (frames.length === 0 || !before || !after) return { note: 'No picture: no object changed' };
	const { ContactSheet } = await import('../../../src/media/picture/contactSheet');
	// A wide picture alone is larger with its two states one above the other.
	const isWide = (row.width ?? 0) > 2 * (row.height ?? 0);
	const sheet = new ContactSheet(frames.length * 2, frames.length === 1 && isWide ? 1 : 2);
	const media = await openItem(batch, await batch.client(), itemOfRow(items, row), {
		decoder,
	});
	const drawn: number[] = [];
	const warnings = new Set<string>();
	try {
		for await (const pixels of media.pixels({ frames })) {
			const { frame } = pixels;
			const labelsIn = (labels: LabelRowJson) =>
				drawnObjects({ labels, row, ontology }, frame).map(({ label }) => label);
			const where = row.number_of_frames > 1 ? ` · frame ${frame}` : '';
			await sheet.add({ pixels, labels: labelsIn(before), caption: `Before${where}` });
			await sheet.add({ pixels, labels: labelsIn(after), caption: `After${where}` });
			drawn.push(frame);
			for (const warning of pixels.warnings ?? []) warnings.add(warning);
		}
	} finally {
		await media.close();
	}
	if (drawn.length === 0)
		return { note: `No picture: frame ${frames[0]} could not be read`, failed: true };
	const { bytes, mimeType } = await sheet.encode(legendOf(objects, ontology));
	const name = `changes_frame_${drawn.join('_')}.jpg`;
	return {
		binary: { data: await batch.n8n.helpers.prepareBinaryData(bytes, name, mimeType) },
		...(warnings.size > 0 ? { note: `About the picture: ${[...warnings].join(' ')}` } : {}),
	};
}

const CHANGED = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const;

/** What happened to the objects, by class: `Added Car × 2`, in the color of the class. */
function legendOf(objects: LabelChange[], ontology: OntologyIndex): LegendEntry[] {
	return groupBy(objects, ({ change, title }) => JSON.stringify([change, title])).map(
		({ members: [first, ...others] }) => {
			const item = ontology.objectByHash.get(first.featureHash);
			const times = others.length === 0 ? '' : ` × ${others.length + 1}`;
			return {
				...(item ? { color: item.color } : {}),
				text: `${CHANGED[first.change]} ${first.title}${times}`,
			};
		},
	);
}
