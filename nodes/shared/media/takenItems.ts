/** The items that uploads have become, and what else the folder has under their names. */
import type { StorageItem } from '../../../src/encord/calls/storage';
import type { NewFile } from '../../../src/encord/calls/uploads';
import type { EncordClient } from '../../../src/encord/client';
import { InputError } from '../fields/form/inputError';
import type { Digest } from './binaryFile';
import {
	itemsNamed,
	itemWithUrl,
	knownObject,
	oldestCopy,
	StillTakenIn,
	type NamedItems,
} from './knownFiles';
import { onceTakenIn, type Waiting } from './takeIn';

export interface Taking {
	client: EncordClient;
	folderUuid: string;
	waiting: Waiting;
}

/** What the folder has under a name: the first time what was listed before, then what it has by then. */
export function listingsOf(
	client: EncordClient,
	folderUuid: string,
	name: string,
	first?: NamedItems,
): () => Promise<NamedItems> {
	let given = first;
	return async () => {
		const listed = given ?? (await itemsNamed(client, folderUuid, [name])).get(name)!;
		given = undefined;
		return listed;
	};
}

/**
 * The item of an upload, or the older one that another process has made of the same file at the same moment; then `unused` is the ID
 * of our own.
 */
export async function usedCopy(
	{ client, folderUuid, waiting }: Taking,
	itemUuid: string,
	{ name, digest }: { name: string; digest: Digest },
	first: NamedItems,
): Promise<{ item: StorageItem; unused?: string }> {
	const isOwn = ({ uuid }: StorageItem) => uuid.toLowerCase() === itemUuid.toLowerCase();
	const own = first.items.find(isOwn) ?? (await client.getStorageItem(itemUuid));
	const listings = listingsOf(client, folderUuid, name, first);
	const item = await onceTakenIn(
		async () => oldestCopy(own, await listings(), digest),
		waiting,
	).catch((error: unknown) => {
		throw error instanceof StillTakenIn ? maybeTwice(name) : error;
	});
	return isOwn(item) ? { item } : { item, unused: own.uuid };
}

function maybeTwice(name: string): InputError {
	return new InputError(
		`"${name}" was uploaded, but another upload of a file with this name has not ended, which may be the same file`,
		'Run the node again when Encord shows both files in the folder: it takes the older one if they are the same.',
	);
}

/** The job does not say which item is of which address, so the item is looked up. It may have been there under another name. */
export async function foundObject(
	client: EncordClient,
	folderUuid: string,
	{ title, objectUrl }: NewFile,
	named: NamedItems,
): Promise<StorageItem> {
	const { same } = knownObject(named, objectUrl);
	const item = same ?? (await itemWithUrl(client, folderUuid, objectUrl));
	if (item === undefined)
		throw new InputError(
			`Encord took "${title}" in, but the folder does not list it`,
			'Look into the folder in Encord, and run the node again.',
		);
	return item;
}
