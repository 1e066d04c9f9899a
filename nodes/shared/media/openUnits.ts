/** Opens the media behind the data units that items name: one listing and one bulk call per project. */
import type { EncordClient } from '../../../src/encord/client';
import type { BatchOutcome } from '../../../src/encord/http/batch';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { indexOntology, type OntologyIndex } from '../../../src/labels/ontology/ontology';
import type { Media, ReadingLimits } from '../../../src/media/contract';
import { groupBy, type Ask, type Batch } from '../runtime/batch';
import type { UnitAsk } from '../fields/places';
import { largestLimits } from '../fields/readingLimits';
import { readLabels, valueOf, type LabeledUnit } from '../labels/reading';
import { rowOf, rowsByDataHash } from '../labels/lookup';
import { itemOfRow, openItem, storageItems } from './storageFiles';

/** A data unit with the items that want something of it. */
export interface OpenUnit<A> {
	projectHash: string;
	row: LabelRowMetadata;
	media: Media;
	asks: A[];
	/** Its labels. @throws when `withMedia` was not told that they are wanted, or Encord does not give them */
	labels(): LabeledUnit;
}

/** Assets read at a time. */
const PARALLEL = 4;

interface ProjectLabels {
	ontology: OntologyIndex;
	labels: Map<string, BatchOutcome<LabelRowJson>>;
}

/** What an item wants of the media of a data unit. */
interface MediaAsk {
	unit: UnitAsk;
	/** When reading is given up. */
	pictures: { limits: ReadingLimits };
}

/**
 * Calls `work` once per data unit with its media opened, and closes it afterwards whatever happens.
 * @param wantsLabels which items need the labels too: two more calls per project, for all its units together
 */
export async function withMedia<A extends Ask<MediaAsk>>(
	batch: Batch,
	asks: A[],
	work: (unit: OpenUnit<A>) => Promise<void>,
	wantsLabels: (ask: A) => boolean = () => false,
): Promise<void> {
	const client = await batch.client();
	for (const project of groupBy(asks, ({ unit }) => unit.projectHash)) {
		await batch.together(project.asks, async () => {
			const units = groupBy(project.asks, ({ unit }) => unit.dataHash);
			const rows = await rowsByDataHash(
				client,
				project.key,
				units.map(({ key }) => key),
			);
			const items = await storageItems(
				client,
				[...rows.values()].flatMap(({ backing_item_uuid: id }) => id ?? []),
				true,
			);
			const labeled = units
				.filter((unit) => unit.asks.some(wantsLabels))
				.flatMap(({ key }) => rows.get(key) ?? []);
			const known =
				labeled.length > 0 ? await projectLabels(client, project.key, labeled) : undefined;
			await batch.each(
				units,
				async ({ key, asks: same }) => {
					const row = rowOf(rows, key);
					const limits = largestLimits(same.map(({ pictures }) => pictures.limits));
					const media = await openItem(batch, client, itemOfRow(items, row), limits);
					try {
						await work({
							projectHash: project.key,
							row,
							media,
							asks: same,
							labels: () => labelsOf(project.key, row, known),
						});
					} finally {
						await media.close();
					}
				},
				PARALLEL,
			);
		});
	}
}

async function projectLabels(
	client: EncordClient,
	projectHash: string,
	rows: LabelRowMetadata[],
): Promise<ProjectLabels> {
	const { editorOntology } = await client.getProject(projectHash);
	return {
		ontology: indexOntology(editorOntology),
		labels: await readLabels(client, projectHash, rows),
	};
}

function labelsOf(
	projectHash: string,
	row: LabelRowMetadata,
	known: ProjectLabels | undefined,
): LabeledUnit {
	const outcome = known?.labels.get(row.data_hash);
	if (known === undefined || outcome === undefined)
		throw new Error('The labels of this data unit were not asked for');
	return { projectHash, row, ontology: known.ontology, labels: valueOf(outcome) };
}
