/** Opens the media of data units, with one listing and one bulk call per project. */
import type { EncordClient } from '../../../src/encord/client';
import type { BatchOutcome } from '../../../src/encord/http/batch';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { indexOntology, type OntologyIndex } from '../../../src/labels/ontology/ontology';
import type { Media, ReadingLimits } from '../../../src/media/contract';
import { type StandbyDecoder, withStandbyDecoder } from '../../../src/media/ffmpeg/standby';
import { groupBy, type ItemInputs, type Batch } from '../runtime/batch';
import type { DataUnitRef } from '../fields/places';
import { largestLimits } from '../fields/readingLimits';
import { readLabels, valueOf, type LabeledUnit } from '../labels/reading';
import { rowOf, rowsByDataHash } from '../labels/lookup';
import { itemOfRow, openItem, storageItems } from './storageFiles';

/** An opened data unit with the items that name it. */
export interface OpenUnit<A> {
	projectHash: string;
	row: LabelRowMetadata;
	media: Media;
	items: A[];
	/** The labels of the data unit. @throws when `needsLabels` was false for all its items, or when reading them failed */
	labels(): LabeledUnit;
}

/** Number of data units whose media are read at the same time, where an operation has no other number. */
const PARALLEL = 4;

interface ProjectLabels {
	ontology: OntologyIndex;
	labels: Map<string, BatchOutcome<LabelRowJson>>;
}

/** The form values that an operation on media needs. */
interface MediaInputs {
	unit: DataUnitRef;
	/** Time and size limits of reading. */
	pictures: { limits: ReadingLimits };
}

/**
 * Opens the media of each data unit, calls `work` once for it, and closes the media.
 * @param needsLabels whether an item also needs the labels. They take two more calls per project, for all its data units together.
 */
export async function withMedia<A extends ItemInputs<MediaInputs>>(
	batch: Batch,
	items: A[],
	work: (unit: OpenUnit<A>) => Promise<void>,
	needsLabels: (item: A) => boolean = () => false,
	parallel = PARALLEL,
): Promise<void> {
	const client = await batch.client();
	for (const project of groupBy(items, ({ unit }) => unit.projectHash)) {
		await batch.together(project.members, async () => {
			const units = groupBy(project.members, ({ unit }) => unit.dataHash);
			const rows = await rowsByDataHash(
				client,
				project.key,
				units.map(({ key }) => key),
			);
			const files = await storageItems(
				client,
				[...rows.values()].flatMap(({ backing_item_uuid: id }) => id ?? []),
				true,
			);
			const labeled = units
				.filter((unit) => unit.members.some(needsLabels))
				.flatMap(({ key }) => rows.get(key) ?? []);
			const loaded =
				labeled.length > 0 ? await projectLabels(client, project.key, labeled) : undefined;
			const read = async (
				{ key, members: sameUnit }: (typeof units)[number],
				decoder: StandbyDecoder,
			) => {
				const row = rowOf(rows, key);
				const limits = largestLimits(sameUnit.map(({ pictures }) => pictures.limits));
				const options = { ...limits, decoder };
				const media = await openItem(batch, client, itemOfRow(files, row), options);
				try {
					await work({
						projectHash: project.key,
						row,
						media,
						items: sameUnit,
						labels: () => labelsOf(project.key, row, loaded),
					});
				} finally {
					await media.close();
				}
			};
			await withStandbyDecoder((decoder) =>
				batch.each(units, (unit) => read(unit, decoder), parallel),
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
	loaded: ProjectLabels | undefined,
): LabeledUnit {
	const outcome = loaded?.labels.get(row.data_hash);
	if (loaded === undefined || outcome === undefined)
		throw new Error('The labels of this data unit were not requested');
	return { projectHash, row, ontology: loaded.ontology, labels: valueOf(outcome) };
}
