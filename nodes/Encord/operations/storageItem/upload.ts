import type { IDataObject } from 'n8n-workflow';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import type { FileType } from '../../../../src/encord/calls/uploads';
import type { EncordClient } from '../../../../src/encord/client';
import { putFile } from '../../../../src/encord/http/putFile';
import { withLocks } from '../../../../src/encord/wire/locks';
import { InputError } from '../../../shared/fields/form/inputError';
import { newFileFields, type NewFileInput } from '../../../shared/fields/newFiles';
import {
	binaryFile,
	digestOf,
	type BinaryFile,
	type Digest,
} from '../../../shared/media/binaryFile';
import {
	HASH_FIELD,
	itemWithUrl,
	knownObject,
	knownUpload,
} from '../../../shared/media/knownFiles';
import { takeIn, type Taken, type Wanted } from '../../../shared/media/takeIn';
import { storageItemExample, storageItemSummary } from '../../../shared/output/storageItem';
import { groupBy, type Batch, type ItemInputs } from '../../../shared/runtime/batch';
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
		'Put a file into a folder of Encord storage: the file of the item, or one in your own bucket. A file that the folder has already, with the same name and content, is not uploaded again',
	inputs: { file: newFileFields },
	readOnly: false,
	example: {
		...withoutTimes(storageItemExample),
		uploaded: true,
		alreadyThere: false,
		othersWithName: 0,
		summary: 'Uploaded "cat_01.jpg".',
	},
	async run(batch, items) {
		const client = await batch.client();
		for (const { key, members } of groupBy(items, ({ file }) => file.folderUuid)) {
			await batch.together(members, async () => {
				// Two workflows that find the same new file must not both upload it.
				await withLocks([`${client.apiUrl} folder ${key}`], async () => {
					await intoFolder(batch, client, key, members);
				});
			});
		}
	},
});

type Asked = ItemInputs<{ file: NewFileInput }>;

/** A file with what is known about it. */
interface Prepared extends Asked {
	name: string;
	fileType: FileType;
	/** Absent for a file in a bucket. */
	upload?: { digest: Digest; binary: BinaryFile };
	/** Two files with the same key are one. */
	key: string;
}

interface Looked extends Prepared {
	same: StorageItem | undefined;
	others: number;
}

async function intoFolder(
	batch: Batch,
	client: EncordClient,
	folderUuid: string,
	members: readonly Asked[],
): Promise<void> {
	const looked: Looked[] = [];
	await batch.each(
		members,
		async (asked) => void looked.push(await look(batch, client, await prepared(batch, asked))),
		PARALLEL,
	);
	looked.sort((a, b) => a.index - b.index);
	const isNew = ({ same, file }: Looked) => same === undefined && !file.dryRun;
	for (const one of looked.filter((each) => !isNew(each))) report(batch, one, false);
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

/** @throws InputError for a file whose kind nothing tells */
async function prepared(batch: Batch, asked: Asked): Promise<Prepared> {
	const { source } = asked.file;
	if ('url' in source) {
		const name = asked.file.name || nameIn(source.url);
		return { ...asked, name, fileType: await typeOf(asked, name), key: source.url };
	}
	const binary = binaryFile(batch.n8n, asked.index, source.binaryField);
	const name = asked.file.name || binary.name;
	if (name === '')
		throw new InputError(
			'The file in the binary field has no name',
			'Give it one with the option Name.',
		);
	const fileType = await typeOf(asked, name, binary);
	const digest = await digestOf(await binary.bytes());
	if (digest.size === 0) throw new InputError(`The file "${name}" is empty`);
	const given = asked.file.clientMetadata[HASH_FIELD];
	if (given !== undefined && given !== digest.sha256)
		throw new InputError(
			`The client metadata has a field ${HASH_FIELD}, which is not the SHA-256 of "${name}"`,
			`Leave the field ${HASH_FIELD} out.`,
		);
	return {
		...asked,
		name,
		fileType,
		upload: { digest, binary },
		key: `${name} ${digest.sha256}`,
	};
}

function nameIn(url: string): string {
	const path = url.split(/[?#]/, 1)[0]!;
	const name = path.split('/').at(-1) ?? '';
	if (name === '') throw new InputError(`The URL ends with a folder, not with a file`);
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

async function typeOf({ file }: Asked, name: string, binary?: BinaryFile): Promise<FileType> {
	if (file.fileType !== undefined) return file.fileType;
	const { fileTypeOf } = await import('../../../../src/media/bytes/uploadType');
	const found = fileTypeOf(binary?.name || name, binary?.mimeType) ?? fileTypeOf(name, undefined);
	if (found !== undefined) return found;
	throw new InputError(
		`Nothing tells what kind of file "${name}" is`,
		'Choose it under File Type, or give the file a name with an ending such as .jpg.',
	);
}

async function look(batch: Batch, client: EncordClient, one: Prepared): Promise<Looked> {
	const { source, folderUuid } = one.file;
	if ('url' in source)
		return {
			...one,
			...(await knownObject(client, folderUuid, { name: one.name, url: source.url })),
		};
	const file = { name: one.name, ...one.upload!.digest };
	return { ...one, ...(await knownUpload(batch, client, folderUuid, file)) };
}

type Group = { members: [Looked, ...Looked[]] };

async function runJob(
	batch: Batch,
	client: EncordClient,
	folderUuid: string,
	integrationUuid: string | undefined,
	groups: readonly Group[],
): Promise<void> {
	const sent: Array<{ group: Group; wanted: Wanted }> = [];
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
		await reportTaken(batch, client, folderUuid, sent, outcomes);
	});
}

/** Sends the file, unless it lies in a bucket, and returns what the job is told about it. */
async function sentFile(
	batch: Batch,
	client: EncordClient,
	folderUuid: string,
	{ index, name, fileType, file, upload }: Looked,
): Promise<Wanted> {
	const common = { index, fileType, title: name };
	if (upload === undefined) {
		const { url } = file.source as { url: string };
		return { ...common, objectUrl: url, clientMetadata: file.clientMetadata };
	}
	const { digest, binary } = upload;
	const { uploadContentType } = await import('../../../../src/media/bytes/uploadType');
	// The address is asked for right before it is used, because it expires.
	const [address] = await client.uploadAddresses(folderUuid, fileType, 1);
	await putFile(
		address!.signedUrl,
		{
			name,
			contentType: uploadContentType(fileType, binary.name || name, binary.mimeType),
			size: digest.size,
			bytes: async () => await binary.bytes(),
		},
		batch,
	);
	return {
		...common,
		objectUrl: address!.objectKey,
		placeholderItemUuid: address!.itemUuid,
		clientMetadata: { ...file.clientMetadata, [HASH_FIELD]: digest.sha256 },
	};
}

async function reportTaken(
	batch: Batch,
	client: EncordClient,
	folderUuid: string,
	sent: ReadonlyArray<{ group: Group; wanted: Wanted }>,
	outcomes: readonly Taken[],
): Promise<void> {
	for (const [at, { group, wanted }] of sent.entries()) {
		await batch.together(group.members, async () => {
			const outcome = outcomes[at]!;
			if ('error' in outcome) throw outcome.error;
			const item =
				outcome.itemUuid === undefined
					? await foundObject(client, folderUuid, wanted)
					: await client.getStorageItem(outcome.itemUuid);
			for (const [nth, member] of group.members.entries())
				report(batch, { ...member, same: item }, nth === 0);
		});
	}
}

/** The job does not say which item is of which address, so the item is looked up. It may have been there under another name. */
async function foundObject(
	client: EncordClient,
	folderUuid: string,
	{ title, objectUrl }: Wanted,
): Promise<StorageItem> {
	const { same } = await knownObject(client, folderUuid, { name: title, url: objectUrl });
	const item = same ?? (await itemWithUrl(client, folderUuid, objectUrl));
	if (item === undefined)
		throw new InputError(
			`Encord took "${title}" in, but the folder does not list it`,
			'Look into the folder in Encord, and run the node again.',
		);
	return item;
}

/**
 * Sets the result of an item. `same` is the file in Encord; undefined in a dry run that would upload it.
 * @param now whether this run has put it there
 */
function report(
	batch: Batch,
	{ index, name, fileType, upload, file, same, others }: Looked,
	now: boolean,
): void {
	const uploaded =
		same !== undefined && batch.firstDone(index, { uploaded: now }).uploaded === true;
	const alreadyThere = same !== undefined && !uploaded;
	const facts: IDataObject =
		same === undefined
			? {
					name,
					itemType: fileType,
					fileSize: upload?.digest.size ?? null,
					folderUuid: file.folderUuid,
				}
			: withoutTimes(storageItemSummary({ ...same, signedUrl: null }));
	const verbs = upload === undefined ? ['register', 'Registered'] : ['upload', 'Uploaded'];
	const equal = upload === undefined ? 'address' : 'name and content';
	const sentence = alreadyThere
		? `"${name}" is in the folder already, with the same ${equal}.`
		: `${same === undefined ? `Would ${verbs[0]}` : verbs[1]} "${name}".`;
	const beside =
		others > 0 && !alreadyThere
			? ` The folder has ${others === 1 ? 'another file' : `${others} other files`} with this name.`
			: '';
	batch.ok(index, {
		...facts,
		uploaded,
		alreadyThere,
		othersWithName: others,
		summary: `${sentence}${beside}`,
	});
}

/** The second try of a node gives what the first one did. */
function withoutTimes({ createdAt: _created, lastEditedAt: _edited, ...facts }: IDataObject) {
	return facts;
}
