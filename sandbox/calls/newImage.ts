/** A new image in a dataset: its storage item, its data unit, and a label row and a task in each project with the dataset. */
import { randomUUID } from 'node:crypto';
import { UNKNOWN_FACTS } from '../media/facts';
import { keepMedia } from '../seeds/mediaFiles';
import type { DataUnit, Dataset } from '../state/entities';
import type { Context } from './context';
import { linkItem } from './dataUnits';

export interface NewImage {
	title: string;
	file: Buffer;
	mimeType: string;
	/** Pixels. */
	width: number;
	height: number;
}

/** The task begins in the first stage of each project, as tasks of new data do. */
export function addImage(context: Context, dataset: Dataset, image: NewImage): DataUnit {
	const { store, user, now } = context;
	const at = now.toISOString();
	const times = { createdAt: at, lastEditedAt: at };
	const { title, file, mimeType, width, height } = image;
	const uuid = randomUUID();
	const item = store.items.put(uuid, {
		...times,
		uuid,
		parent: folderFor(context, dataset),
		itemType: 'image',
		name: title,
		description: '',
		clientMetadata: {},
		owner: user,
		media: keepMedia(store.dataDir, uuid, title, file, at),
		...UNKNOWN_FACTS,
		mimeType,
		width,
		height,
		childUuids: [],
	});
	return linkItem(store, dataset, item, 1, now);
}

/** The folder that the dataset mirrors, or the one with its name. */
function folderFor({ store }: Context, { title, backingFolderUuid }: Dataset): string {
	const named = store.folders.all().find(({ name }) => name === title);
	return backingFolderUuid ?? named?.uuid ?? '';
}
