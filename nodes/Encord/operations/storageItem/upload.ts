import type { IDataObject } from 'n8n-workflow';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import type { NewFile } from '../../../../src/encord/calls/uploads';
import type { EncordClient } from '../../../../src/encord/client';
import { withLocks } from '../../../../src/encord/wire/locks';
import { newFileFields } from '../../../shared/fields/newFiles';
import {
	itemsNamed,
	knownObject,
	knownUpload,
	type Known,
	type NamedItems,
} from '../../../shared/media/knownFiles';
import {
	preparedFile,
	sentFile,
	type NewFileItem,
	type PreparedFile,
} from '../../../shared/media/newFile';
import { onceTakenIn, takeIn, type Taken } from '../../../shared/media/takeIn';
import { foundObject, listingsOf, usedCopy, type Taking } from '../../../shared/media/takenItems';
import { storageItemExample, storageItemSummary } from '../../../shared/output/storageItem';
import { alreadySo, counted, named, sentence } from '../../../shared/output/summary';
import { groupBy, type Batch } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

/** Files that are looked up or sent at the same time. */
const PARALLEL = 4;

/** Files of one job. What was sent before a run is stopped should not wait for the last of many. */
const PER_JOB = 100;

export const uploadStorageItem = defineOperation({
	resource: 'storageItem',
	name: 'upload',
	displayName: 'Upload',
	action: 'Upload a storage item',
	description:
		'Put a file into a folder of Encord storage: the file of the item, or one in your own bucket. A file that the folder has already, with the same name and content, is not uploaded again; where two runs upload one at the same moment, both name the older item',
	inputs: { file: newFileFields },
	readOnly: false,
	example: {
		summary: 'Uploaded "cat_01.jpg"',
		...withoutTimes(storageItemExample),
		uploaded: true,
		alreadyThere: false,
		othersWithName: 0,
	},
	async run(batch, items) {
		const client = await batch.client();
		for (const { key, members } of groupBy(items, ({ file }) => file.folderUuid)) {
			await batch.together(members, async () => {
				// Two executions in one process that find the same new file must not both upload it. Two processes, such as workers of the
				// queue mode, can: each looks before the other one has started its job. Afterwards both take the older copy.
				await withLocks([`${client.apiUrl} folder ${key}`], async () => {
					await intoFolder(batch, client, key, members);
				});
			});
		}
	},
});

interface Looked extends PreparedFile {
	same: StorageItem | undefined;
	others: number;
}

async function intoFolder(
	batch: Batch,
	client: EncordClient,
	folderUuid: string,
	members: readonly NewFileItem[],
): Promise<void> {
	const prepared: PreparedFile[] = [];
	await batch.each(
		members,
		async (asked) => void prepared.push(await preparedFile(batch, asked)),
		PARALLEL,
	);
	const names = [...new Set(prepared.map(({ name }) => name))];
	let listed = new Map<string, NamedItems>();
	await batch.together(
		prepared,
		async () => void (listed = await itemsNamed(client, folderUuid, names)),
	);
	if (listed.size === 0) return;
	const looked: Looked[] = [];
	await batch.each(
		prepared,
		async (one) => void looked.push(await look(batch, client, one, listed.get(one.name)!)),
		PARALLEL,
	);
	looked.sort((a, b) => a.index - b.index);
	const isNew = ({ same, file }: Looked) => same === undefined && !file.dryRun;
	const missing = looked.filter(({ same }) => same === undefined);
	for (const one of looked.filter((each) => !isNew(each))) {
		const isAgain = missing.some(({ key, index }) => key === one.key && index < one.index);
		report(batch, one, { now: false, isAgain });
	}
	// Of several items with the same file, the first one uploads it.
	const groups = groupBy(looked.filter(isNew), ({ key }) => key);
	const jobs = groupBy(groups, ({ members: [{ file }] }) =>
		'url' in file.source ? file.source.integrationUuid : '',
	);
	for (const { key: integrationUuid, members: all } of jobs)
		for (let at = 0; at < all.length; at += PER_JOB)
			await runJob(
				batch,
				client,
				folderUuid,
				integrationUuid || undefined,
				all.slice(at, at + PER_JOB),
			);
}

/** @param first what the folder has under the name of the file; it is asked again while a file is on its way */
async function look(
	batch: Batch,
	client: EncordClient,
	one: PreparedFile,
	first: NamedItems,
): Promise<Looked> {
	const { source, folderUuid, waitMs, dryRun } = one.file;
	const known = async (named: NamedItems): Promise<Known> =>
		'url' in source
			? knownObject(named, source.url)
			: await knownUpload(batch, client, named, one.upload!.digest);
	const waiting = { waitMs: dryRun ? 0 : waitMs, signal: batch.signal };
	const listings = listingsOf(client, folderUuid, one.name, first);
	return { ...one, ...(await onceTakenIn(async () => await known(await listings()), waiting)) };
}

type Group = { members: [Looked, ...Looked[]] };

async function runJob(
	batch: Batch,
	client: EncordClient,
	folderUuid: string,
	integrationUuid: string | undefined,
	groups: readonly Group[],
): Promise<void> {
	const sent: Array<{ group: Group; wanted: NewFile }> = [];
	await batch.each(
		groups,
		async (group) => {
			sent.push({ group, wanted: await sentFile(batch, client, folderUuid, group.members[0]) });
		},
		PARALLEL,
	);
	if (sent.length === 0) return;
	const members = sent.flatMap(({ group }) => group.members);
	await batch.together(members, async () => {
		const waiting = {
			waitMs: Math.max(...members.map(({ file }) => file.waitMs)),
			signal: batch.signal,
		};
		const outcomes = await takeIn(
			client,
			folderUuid,
			sent.map(({ wanted }) => wanted),
			integrationUuid,
			waiting,
			() => {
				for (const { group } of sent)
					for (const [at, { index }] of group.members.entries())
						batch.firstDone(index, { uploaded: at === 0 });
			},
		);
		await reportTaken(batch, { client, folderUuid, waiting }, sent, outcomes);
	});
}

async function reportTaken(
	batch: Batch,
	taking: Taking,
	sent: ReadonlyArray<{ group: Group; wanted: NewFile }>,
	outcomes: readonly Taken[],
): Promise<void> {
	const { client, folderUuid } = taking;
	const there = sent.filter((_one, at) => !('error' in outcomes[at]!));
	const names = [...new Set(there.map(({ wanted }) => wanted.title))];
	const listed = await itemsNamed(client, folderUuid, names);
	for (const [at, { group, wanted }] of sent.entries()) {
		await batch.together(group.members, async () => {
			const outcome = outcomes[at]!;
			if ('error' in outcome) throw outcome.error;
			const named = listed.get(wanted.title)!;
			const [{ upload }] = group.members;
			const { item, unused } =
				outcome.itemUuid === undefined || upload === undefined
					? { item: await foundObject(client, folderUuid, wanted, named) }
					: await usedCopy(taking, outcome.itemUuid, { ...upload, name: wanted.title }, named);
			for (const [nth, member] of group.members.entries())
				report(batch, { ...member, same: item }, { now: nth === 0, unused });
		});
	}
}

/**
 * Sets the result of an item. `same` is the file in Encord; undefined in a dry run that would upload it.
 * @param now whether this run has put it there
 * @param isAgain of a file that is not there, whether an item before this one has the same
 * @param unused ID of the copy that this run has put there beside an older one
 */
function report(
	batch: Batch,
	{ index, name, fileType, upload, file, same, others }: Looked,
	{ now, isAgain = false, unused }: { now: boolean; isAgain?: boolean; unused?: string },
): void {
	// A job skips an address that the folder has already. An item with another name was there before, and keeps what it has.
	const skipped =
		unused !== undefined || (upload === undefined && same !== undefined && same.name !== name);
	const uploaded =
		same !== undefined && !skipped && batch.firstDone(index, { uploaded: now }).uploaded === true;
	const alreadyThere = same === undefined ? isAgain : !uploaded;
	const facts: IDataObject =
		same === undefined
			? {
					name,
					itemType: fileType,
					fileSize: upload?.digest.size ?? null,
					folderUuid: file.folderUuid,
				}
			: withoutTimes(storageItemSummary({ ...same, signedUrl: null }));
	batch.ok(index, {
		summary: summaryOf(
			{ name: same?.name ?? name, inBucket: upload === undefined, alreadyThere, others, unused },
			file.dryRun,
		),
		...facts,
		...(file.dryRun ? { dryRun: true } : {}),
		uploaded,
		alreadyThere,
		othersWithName: others,
		...(unused === undefined ? {} : { unusedCopyUuid: unused }),
	});
}

function summaryOf(
	file: {
		name: string;
		inBucket: boolean;
		alreadyThere: boolean;
		others: number;
		unused?: string;
	},
	dryRun: boolean,
): string {
	const { name, inBucket, alreadyThere, others, unused } = file;
	const equal = inBucket ? 'address' : 'name and content';
	const copy =
		unused === undefined
			? ''
			: '; somebody uploaded it at the same moment, and our copy is not used';
	if (alreadyThere)
		return alreadySo(`the folder has ${named(name)}, with the same ${equal}${copy}`);
	const verb = inBucket ? 'register' : 'upload';
	const beside = `the folder has ${counted(others, 'other file')} with this name`;
	return sentence([{ verb, what: named(name) }, ...(others > 0 ? [beside] : [])], dryRun);
}

/** The second try of a node gives what the first one did. */
function withoutTimes(facts: IDataObject): IDataObject {
	const isTime = (key: string) => key === 'createdAt' || key === 'lastEditedAt';
	return Object.fromEntries(Object.entries(facts).filter(([key]) => !isTime(key)));
}
