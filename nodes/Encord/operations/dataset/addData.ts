import type { IDataObject } from 'n8n-workflow';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { EncordClient } from '../../../../src/encord/client';
import { cancellableSleep } from '../../../../src/encord/http/sleep';
import { dryRunEntry } from '../../../shared/fields/dryRun';
import { collection, mapped } from '../../../shared/fields/form/field';
import { InputError } from '../../../shared/fields/form/inputError';
import { idOrName } from '../../../shared/fields/form/locator';
import {
	taskProjectEntry,
	datasetField,
	uploadedItemField,
} from '../../../shared/fields/storagePlaces';
import { rowsByDataHash, unitIdentity } from '../../../shared/labels/lookup';
import { itemOf, storageItems } from '../../../shared/media/storageFiles';
import { exampleId, exampleUnit } from '../../../shared/output/examples';
import { alreadySo, named, sentence } from '../../../shared/output/summary';
import { groupBy, type Batch, type ItemInputs } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

/** Items whose use is looked up at the same time. */
const PARALLEL = 4;

const optionFields = mapped(
	collection(
		{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
		{ dryRun: dryRunEntry, taskProject: taskProjectEntry },
	),
	({ dryRun = false, taskProject = '' }, form) => ({
		dryRun,
		/** Empty: none. */
		projectHash:
			taskProject === ''
				? ''
				: idOrName(form, taskProject, taskProjectEntry.property.displayName, { kind: 'project' }),
	}),
);

export const addDataToDataset = defineOperation({
	resource: 'dataset',
	name: 'addData',
	displayName: 'Add Data',
	action: 'Add data to a dataset',
	description:
		'Make files in storage data units of a dataset; in every project with the dataset each gets a task. A file that is in the dataset already stays one data unit',
	inputs: {
		datasetHash: datasetField,
		itemUuid: uploadedItemField,
		options: optionFields,
	},
	readOnly: false,
	example: {
		summary: 'Added "drive.mp4" to the dataset',
		...exampleUnit,
		datasetHash: exampleId,
		storageItemUuid: exampleId,
		added: true,
		alreadyThere: false,
	},
	async run(batch, items) {
		const client = await batch.client();
		const groups = groupBy(
			items,
			({ datasetHash, options }) => `${datasetHash} ${options.projectHash}`,
		);
		for (const { members } of groups)
			await batch.together(members, async () => await addAll(batch, client, members));
	},
});

type Asked = ItemInputs<{
	datasetHash: string;
	itemUuid: string;
	options: { dryRun: boolean; projectHash: string };
}>;

interface Found extends Asked {
	item: StorageItem;
	/** Undefined while the item is not in the dataset. */
	dataHash: string | undefined;
}

async function addAll(
	batch: Batch,
	client: EncordClient,
	members: [Asked, ...Asked[]],
): Promise<void> {
	const [{ datasetHash, options }] = members;
	const { projectHash } = options;
	if (projectHash !== '') await requireDataset(client, projectHash, datasetHash);
	const files = await storageItems(
		client,
		members.map(({ itemUuid }) => itemUuid),
		false,
	);
	const found: Found[] = [];
	await batch.each(
		members,
		async (asked) => {
			const item = itemOf(files, asked.itemUuid);
			found.push({ ...asked, item, dataHash: await unitOf(client, item, datasetHash) });
		},
		PARALLEL,
	);
	found.sort((a, b) => a.index - b.index);
	await batch.together(found, async () => {
		const missing = found.filter(({ dataHash, options }) => !dataHash && !options.dryRun);
		const uuids = [...new Set(missing.map(({ itemUuid }) => itemUuid))];
		const linked = new Map<string, string>();
		const firsts = new Set<number>();
		if (uuids.length > 0) {
			for (const row of await client.linkItems(datasetHash, uuids))
				if (row.backing_item_uuid) linked.set(row.backing_item_uuid.toLowerCase(), row.data_hash);
			for (const uuid of uuids)
				firsts.add(missing.find(({ itemUuid }) => itemUuid === uuid)!.index);
			for (const { index } of missing) batch.firstDone(index, { added: firsts.has(index) });
		}
		for (const one of missing)
			one.dataHash = linked.get(one.itemUuid) ?? (await unitOf(client, one.item, datasetHash));
		const rows = await rowsOf(client, projectHash, found, batch.signal);
		for (const one of found)
			await batch.together([one], async () => {
				const isAgain = found.some(
					({ itemUuid, index }) => itemUuid === one.itemUuid && index < one.index,
				);
				report(batch, one, rows, { now: firsts.has(one.index), isAgain });
			});
	});
}

/** @throws InputError when the project does not have the dataset */
async function requireDataset(client: EncordClient, projectHash: string, datasetHash: string) {
	const datasets = await client.listProjectDatasets(projectHash);
	if (datasets.some((dataset) => dataset.datasetHash.toLowerCase() === datasetHash)) return;
	throw new InputError(
		'The project does not have this dataset, so no task would come of the file',
		'Attach the dataset to the project in Encord, or choose another project.',
	);
}

/** The data unit of the item in the dataset. Of several, which somebody made on purpose, the first. */
async function unitOf(
	client: EncordClient,
	item: StorageItem,
	datasetHash: string,
): Promise<string | undefined> {
	const datasets = await client.datasetsOfItem({ folderUuid: item.parent, itemUuid: item.uuid });
	const own = datasets.find((dataset) => dataset.datasetHash.toLowerCase() === datasetHash);
	return own?.dataHashes[0];
}

/** Milliseconds before the label rows are listed again: Encord makes them a little later than the data unit. */
const PAUSES_MS = [1000, 2000, 4000, 8000];

/** The label rows that the files have in the project; none without a project. */
async function rowsOf(
	client: EncordClient,
	projectHash: string,
	found: readonly Found[],
	signal: AbortSignal | undefined,
): Promise<Map<string, LabelRowMetadata>> {
	const hashes = [...new Set(found.flatMap(({ dataHash }) => dataHash ?? []))];
	if (projectHash === '' || hashes.length === 0) return new Map();
	for (let tries = 0; ; tries += 1) {
		const rows = await rowsByDataHash(client, projectHash, hashes);
		const pause = PAUSES_MS[tries];
		if (hashes.every((hash) => rows.has(hash)) || pause === undefined) return rows;
		await cancellableSleep(pause, signal);
	}
}

/**
 * @param now whether this item has made the data unit
 * @param isAgain whether an item before this one has the same file
 */
function report(
	batch: Batch,
	one: Found,
	rows: Map<string, LabelRowMetadata>,
	{ now, isAgain }: { now: boolean; isAgain: boolean },
): void {
	const { index, item, dataHash, datasetHash, options } = one;
	const { projectHash } = options;
	const isMissing = dataHash === undefined;
	if (isMissing && !options.dryRun)
		throw new InputError(
			`Encord did not say which data unit "${item.name}" has become`,
			'Look into the dataset in Encord, and run the node again: a file that is there is not added twice.',
		);
	const added = !isMissing && batch.firstDone(index, { added: now }).added === true;
	const alreadyThere = isMissing ? isAgain : !added;
	const row = dataHash === undefined ? undefined : rows.get(dataHash);
	if (projectHash !== '' && dataHash !== undefined && row === undefined)
		throw new InputError(
			`"${item.name}" is in the dataset, but the project has no label row for it yet`,
			'Encord may need a moment longer. Run the node again.',
		);
	const stage = row?.workflow_graph_node?.title;
	batch.ok(index, {
		summary: summaryOf(item.name, { alreadyThere, stage, dryRun: options.dryRun }),
		...(row === undefined
			? { dataHash: dataHash ?? null, dataTitle: item.name }
			: unitIdentity(projectHash, row)),
		datasetHash,
		storageItemUuid: item.uuid,
		...(options.dryRun ? { dryRun: true } : {}),
		added,
		alreadyThere,
	} as IDataObject);
}

function summaryOf(
	name: string,
	{ alreadyThere, stage, dryRun }: { alreadyThere: boolean; stage?: string; dryRun: boolean },
): string {
	const place = stage === undefined ? [] : [`its task is in the stage ${named(stage)}`];
	if (alreadyThere) return [alreadySo(`the dataset has ${named(name)}`), ...place].join('; ');
	return sentence([{ verb: 'add', what: `${named(name)} to the dataset` }, ...place], dryRun);
}
