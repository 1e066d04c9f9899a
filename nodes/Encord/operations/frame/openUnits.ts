/** Opens the media behind the data units that items name: one listing and one bulk call per project. */
import type { EncordClient } from '../../../../src/encord/client';
import type { LabelRowMetadata } from '../../../../src/encord/wire';
import type { Media } from '../../../../src/media/frames';
import { groupBy, type Ask, type Batch } from '../../../shared/batch';
import { rowOf, rowsByDataHash, type UnitAsk } from '../../lookup';
import { itemOfRow, mediaSource, storageItems } from '../../storageFiles';

/** A data unit with the items that want something of it. */
export interface OpenUnit<A> {
	projectHash: string;
	row: LabelRowMetadata;
	media: Media;
	asks: A[];
}

/** Assets read at a time. */
const PARALLEL = 4;

/** Calls `work` once per data unit with its media opened, and closes it afterwards whatever happens. */
export async function withMedia<A extends Ask<UnitAsk>>(
	batch: Batch, asks: A[], work: (unit: OpenUnit<A>) => Promise<void>,
): Promise<void> {
	const client = await batch.client();
	for (const project of groupBy(asks, ({ projectHash }) => projectHash)) {
		await batch.together(project.asks, async () => {
			const units = groupBy(project.asks, ({ dataHash }) => dataHash);
			const rows = await rowsByDataHash(client, project.key, units.map(({ key }) => key));
			const items = await storageItems(client, [...rows.values()].flatMap(({ backing_item_uuid: id }) => id ?? []), true);
			await batch.each(units, async (unit) => {
				const row = rowOf(rows, unit.key);
				const media = await open(batch, client, itemOfRow(items, row));
				try {
					await work({ projectHash: project.key, row, media, asks: unit.asks });
				} finally {
					await media.close();
				}
			}, PARALLEL);
		});
	}
}

async function open(batch: Batch, client: EncordClient, item: Parameters<typeof mediaSource>[1]): Promise<Media> {
	const source = await mediaSource(client, item);
	const { openMedia } = await import('../../../../src/media/openMedia');
	return openMedia(source, { send: batch.send, signal: batch.signal });
}
