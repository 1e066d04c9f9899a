/**
 * Whether a folder has a file already. Encord knows no content hashes, so a file that is uploaded gets its SHA-256 into its client
 * metadata. A name alone never makes two files one: where only the name and the size are equal, the file in Encord is read.
 */
import { LISTED_PER_PAGE } from '../../../src/encord/calls/uploads';
import type { EncordClient } from '../../../src/encord/client';
import type { StorageItem } from '../../../src/encord/calls/storage';
import { take } from '../../../src/encord/http/paging';
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

/** The items of a folder with one name: those that are there, the oldest first, and one that Encord has not taken in yet. */
export interface NamedItems {
	items: StorageItem[];
	unfinished?: StorageItem;
}

/**
 * The items of a folder with exactly these names. For several names the whole folder is listed where that takes at most half as many
 * requests as a search for each name; of a folder that turns out to be larger, each name is searched for.
 */
export async function itemsNamed(
	client: EncordClient,
	folderUuid: string,
	names: readonly string[],
): Promise<Map<string, NamedItems>> {
	const found = new Map(names.map((name): [string, StorageItem[]] => [name, []]));
	const pages = Math.floor(found.size / 2);
	const whole = pages > 0 ? await wholeFolder(client, folderUuid, pages) : undefined;
	for (const item of whole ?? []) found.get(item.name)?.push(item);
	if (whole === undefined)
		for (const [name, items] of found)
			for await (const item of client.listFolderItems(folderUuid, name))
				if (item.name === name) items.push(item);
	return new Map([...found].map(([name, items]) => [name, namedItems(items)]));
}

/** All items of a folder; undefined when they are on more than so many pages. */
async function wholeFolder(
	client: EncordClient,
	folderUuid: string,
	pages: number,
): Promise<StorageItem[] | undefined> {
	const most = pages * LISTED_PER_PAGE;
	const items = await take(client.listFolderItems(folderUuid), most + 1);
	return items.length > most ? undefined : items;
}

function namedItems(all: readonly StorageItem[]): NamedItems {
	const kept = all.filter(({ isTombstone }) => isTombstone !== true);
	const unfinished = kept.find(({ isPlaceholder }) => isPlaceholder === true);
	return {
		items: kept.filter(({ isPlaceholder }) => isPlaceholder !== true).sort(byAge),
		...(unfinished && { unfinished }),
	};
}

/** The same order for everybody who asks: of several equal files, each process takes the oldest one. */
function byAge(a: StorageItem, b: StorageItem): number {
	const created = ({ createdAt }: StorageItem) => Date.parse(createdAt ?? '') || 0;
	return created(a) - created(b) || (a.uuid.toLowerCase() < b.uuid.toLowerCase() ? -1 : 1);
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
 * Looks for an upload with the same content among the items with its name.
 * @throws StillTakenIn when Encord is still taking in a file with the name
 */
export async function knownUpload(
	access: StorageAccess,
	client: EncordClient,
	{ items, unfinished }: NamedItems,
	digest: Digest,
): Promise<Known> {
	for (const item of items)
		if (await isSame(access, client, item, digest)) return { same: item, others: items.length - 1 };
	requireTakenIn(unfinished);
	return { same: undefined, others: items.length };
}

/**
 * The file that everybody uses, of an upload that has just ended and the same file that another process has uploaded at the same
 * moment: neither had found the other one. The files of uploads have their SHA-256 noted, so none is read.
 * @throws StillTakenIn while another file with the name is on its way, which may be the same
 */
export function oldestCopy(
	own: StorageItem,
	{ items, unfinished }: NamedItems,
	{ sha256 }: Digest,
): StorageItem {
	requireTakenIn(unfinished);
	const isCopy = (item: StorageItem) => {
		const noted = knownMetadata(item)?.[HASH_FIELD];
		return item.uuid === own.uuid || (typeof noted === 'string' && noted.toLowerCase() === sha256);
	};
	return items.find(isCopy) ?? own;
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
 * Looks for a file with this address in a bucket among the items with its name.
 * @throws StillTakenIn when Encord is still taking in a file with the name
 */
export function knownObject({ items, unfinished }: NamedItems, url: string): Known {
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
