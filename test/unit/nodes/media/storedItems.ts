/** Storage items of one folder, and a client that lists them as Encord does. */
import type { EncordClient } from '../../../../src/encord/client';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import { item } from '../../encord/calls/wireSamples';
import { fakeClient, id } from '../fakeN8n';

export const FOLDER = id(900);

/** A file of the folder. Those with a larger number are younger. */
export function stored(number: number, more: Partial<StorageItem> = {}): StorageItem {
	return {
		...item(id(number)),
		parent: FOLDER,
		name: 'a.jpg',
		createdAt: `2026-01-01T00:00:0${number % 10}Z`,
		...more,
	};
}

/** The client, and its calls. Encord finds names that contain the text. */
export function folderOf(items: StorageItem[], methods: Partial<EncordClient> = {}) {
	return fakeClient({
		async *listFolderItems(_folder: string, search = '') {
			for (const one of items) if (one.name.includes(search)) yield one;
		},
		...methods,
	});
}
