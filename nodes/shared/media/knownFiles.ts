/**
 * Whether a folder has a file already. Encord knows no content hashes, so a file that is uploaded gets its SHA-256 into its client
 * metadata. A name alone never makes two files one: where only the name and the size are equal, the file in Encord is read.
 */
import type { EncordClient } from '../../../src/encord/client';
import type { StorageItem } from '../../../src/encord/calls/storage';
import { HASH_FIELD } from '../../../src/encord/wire/contentHash';
import { InputError } from '../fields/form/inputError';
import { knownMetadata } from '../output/storageItem';
import { digestOf, type Digest } from './binaryFile';
import { signedUrls, type StorageAccess } from './storageFiles';

/** Files larger than this are not read for a comparison. */
const MAX_COMPARED_BYTES = 16 * 1024 * 1024 * 1024;

export interface Known {
	/** The same file; undefined when the folder does not have it. */
	same: StorageItem | undefined;
	/** Number of other files with the name. */
	others: number;
}

/** The items of a folder with exactly this name: those that are there, and one that Encord has not taken in yet. */
async function itemsNamed(
	client: EncordClient,
	folderUuid: string,
	name: string,
): Promise<{ items: StorageItem[]; unfinished: StorageItem | undefined }> {
	const items: StorageItem[] = [];
	let unfinished: StorageItem | undefined;
	for await (const item of client.listFolderItems(folderUuid, name)) {
		if (item.name !== name || item.isTombstone === true) continue;
		if (item.isPlaceholder === true) unfinished = item;
		else items.push(item);
	}
	return { items, unfinished };
}

/** A file that Encord is still taking in may be the same one: sent again, it would be there twice. */
export class StillTakenIn extends InputError {
	constructor(name: string) {
		super(
			`The file "${name}" is still being taken in by Encord`,
			'Nothing was sent for this item. Run the node again when Encord shows the file in the folder. If an earlier upload was broken off and Encord never finishes it, delete it in Encord.',
		);
	}
}

/** @throws StillTakenIn */
function requireTakenIn(item: StorageItem | undefined): void {
	if (item?.isPlaceholder === true) throw new StillTakenIn(item.name);
}

/**
 * Looks for an upload with the same name and the same content.
 * @throws StillTakenIn when Encord is still taking in a file with the name
 */
export async function knownUpload(
	access: StorageAccess,
	client: EncordClient,
	folderUuid: string,
	file: Digest & { name: string },
): Promise<Known> {
	const { items, unfinished } = await itemsNamed(client, folderUuid, file.name);
	for (const item of items)
		if (await isSame(access, client, item, file)) return { same: item, others: items.length - 1 };
	requireTakenIn(unfinished);
	return { same: undefined, others: items.length };
}

async function isSame(
	access: StorageAccess,
	client: EncordClient,
	item: StorageItem,
	{ size, sha256 }: Digest,
): Promise<boolean> {
	const noted = knownMetadata(item)?.[HASH_FIELD];
	if (typeof noted === 'string') return noted.toLowerCase() === sha256;
	if (item.fileSize !== size) return false;
	const { download } = await import('../../../src/media/bytes/download');
	const { bytes } = await download(signedUrls(client, item), {
		send: access.send,
		signal: access.signal,
		maxBytes: MAX_COMPARED_BYTES,
	});
	return (await digestOf(bytes)).sha256 === sha256;
}

/**
 * Looks for a file with this address in a bucket.
 * @throws StillTakenIn when Encord is still taking in a file with the name
 */
export async function knownObject(
	client: EncordClient,
	folderUuid: string,
	{ name, url }: { name: string; url: string },
): Promise<Known> {
	const { items, unfinished } = await itemsNamed(client, folderUuid, name);
	const same = items.find((item) => item.url === url);
	if (same === undefined) requireTakenIn(unfinished);
	return { same, others: items.length - (same === undefined ? 0 : 1) };
}

/**
 * The item with this address, whatever its name. It reads the whole listing of the folder.
 * @throws StillTakenIn when Encord is still taking it in
 */
export async function itemWithUrl(
	client: EncordClient,
	folderUuid: string,
	url: string,
): Promise<StorageItem | undefined> {
	for await (const item of client.listFolderItems(folderUuid)) {
		if (item.url !== url || item.isTombstone === true) continue;
		requireTakenIn(item);
		return item;
	}
	return undefined;
}
