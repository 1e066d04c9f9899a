/** Puts files into storage folders: uploads, and files that lie in somebody's own bucket (protocol §9.1). */
import { z } from 'zod';
import { pagesOf } from '../http/paging';
import { pageOf, parseReply, wireObject } from '../http/reply';
import type { Transport } from '../http/transport';
import { ProtocolError } from '../wire/errors';
import { uuid } from '../wire/identifiers';
import type { EncordJson } from '../wire/json';
import { storageItemSchema, type StorageItem } from './storage';

const text = z.string();

const folderSchema = wireObject({
	uuid: text,
	/** Null at the top. */
	parent: text.nullish(),
	name: text,
	/** The dataset that mirrors the folder, if one does. */
	syncedDatasetHash: text.nullish(),
	pathToRoot: z.array(wireObject({ name: text })).nullish(),
});

const integrationSchema = wireObject({ integrationUuid: text, title: text });

const addressSchema = wireObject({ itemUuid: text, objectKey: text, signedUrl: text });

const jobSchema = wireObject({
	/** `PENDING`, `DONE`, `ERROR`, `CANCELLED`, or a newer one. */
	status: text,
	itemsWithNames: z.array(wireObject({ itemUuid: text, name: text })),
	errors: z.array(text),
	unitErrors: z.array(wireObject({ objectUrls: z.array(text), error: text })).nullish(),
});

export type StorageFolder = z.infer<typeof folderSchema>;
export type Integration = z.infer<typeof integrationSchema>;
/** A place for a file. `signedUrl` takes the bytes by PUT without other authentication. */
export type UploadAddress = z.infer<typeof addressSchema>;
export type UploadJob = z.infer<typeof jobSchema>;

/** The kinds of single files. Groups of images and DICOM series have calls of their own. */
export type FileType = 'image' | 'video' | 'audio' | 'plainText' | 'pdf';

/** For each kind, the list of a job that it belongs to, and its name there. */
const IN_JOB: Record<FileType, { list: string; externalFileType: string }> = {
	image: { list: 'images', externalFileType: 'IMAGE' },
	video: { list: 'videos', externalFileType: 'VIDEO' },
	audio: { list: 'audio', externalFileType: 'AUDIO' },
	plainText: { list: 'text', externalFileType: 'PLAIN_TEXT' },
	pdf: { list: 'pdf', externalFileType: 'PDF' },
};

export interface NewFile {
	fileType: FileType;
	/** The key of an upload, or the address in the bucket. */
	objectUrl: string;
	title: string;
	clientMetadata: EncordJson;
	/** `itemUuid` of the upload. */
	placeholderItemUuid?: string;
}

export interface UploadCalls {
	/** The folders that the key can see, on all levels, whose name contains the text. */
	searchFolders(search?: string): AsyncIterable<StorageFolder>;
	/** The items directly in a folder whose name contains the text, in the order of their names. */
	listFolderItems(folderUuid: string, search?: string): AsyncIterable<StorageItem>;
	/** The items in all folders that the key can see whose name contains the text, in the order of their names. */
	searchItems(search: string): AsyncIterable<StorageItem>;
	listIntegrations(): Promise<Integration[]>;
	/** Addresses for `count` files of one kind, at most 1000. */
	uploadAddresses(folderUuid: string, fileType: FileType, count: number): Promise<UploadAddress[]>;
	/**
	 * Starts a job that makes storage items of files. Files with faults do not stop the others. A request whose reply was lost is not
	 * repeated, because its files could be there twice.
	 * @param integrationUuid for files in a bucket; files whose address is in the folder already are skipped
	 * @returns the ID of the job
	 */
	startUploadJob(folderUuid: string, files: NewFile[], integrationUuid?: string): Promise<string>;
	/** The state of a job. Encord answers when it has ended, or after `timeoutSeconds`. */
	uploadJob(folderUuid: string, jobUuid: string, timeoutSeconds: number): Promise<UploadJob>;
}

/** Members of a page of folders or items. */
export const LISTED_PER_PAGE = 1000;

export function uploadCalls({ v2 }: Transport): UploadCalls {
	return { ...listingCalls({ v2 }), ...jobCalls({ v2 }) };
}

const folderPath = (folderUuid: string) => `storage/folders/${uuid(folderUuid, 'Folder ID')}`;

type Listing = 'searchFolders' | 'listFolderItems' | 'searchItems' | 'listIntegrations';

function listingCalls({ v2 }: Pick<Transport, 'v2'>): Pick<UploadCalls, Listing> {
	const list = (what: string, path: string, params: object) => async (pageToken?: string) =>
		await v2({ what, method: 'GET', path, params: { ...params, pageToken } });
	const sorted = { order: 'name', desc: false, pageSize: LISTED_PER_PAGE };
	return {
		async *searchFolders(search) {
			const what = 'listing storage folders';
			const page = list(what, 'storage/search/folders', { search, isRecursive: false, ...sorted });
			yield* pagesOf(what, async (token) =>
				parseReply(pageOf(folderSchema), await page(token), what),
			);
		},

		async *listFolderItems(folderUuid, search) {
			const what = 'listing the files of the folder';
			const page = list(what, `${folderPath(folderUuid)}/items`, {
				search,
				isRecursive: false,
				...sorted,
				signUrls: false,
			});
			yield* pagesOf(what, async (token) =>
				parseReply(pageOf(storageItemSchema), await page(token), what),
			);
		},

		async *searchItems(search) {
			const what = 'looking for the file in storage';
			const page = list(what, 'storage/search/items', {
				search,
				isRecursive: true,
				...sorted,
				signUrls: false,
			});
			yield* pagesOf(what, async (token) =>
				parseReply(pageOf(storageItemSchema), await page(token), what),
			);
		},

		async listIntegrations() {
			const what = 'listing cloud integrations';
			const reply = await v2({ what, method: 'GET', path: 'cloud-integrations' });
			return parseReply(wireObject({ result: z.array(integrationSchema) }), reply, what).result;
		},
	};
}

function jobCalls({ v2 }: Pick<Transport, 'v2'>): Omit<UploadCalls, Listing> {
	return {
		async uploadAddresses(folderUuid, fileType, count) {
			const what = 'asking for an address for the upload';
			const reply = await v2({
				what,
				method: 'POST',
				path: `${folderPath(folderUuid)}/upload-signed-urls`,
				body: { itemType: fileType, count, framesSubfolderName: null },
			});
			const { results } = parseReply(pageOf(addressSchema), reply, what);
			if (results.length === count) return results;
			throw new ProtocolError(
				`Encord gave ${results.length} addresses for ${count} files (while ${what}).`,
			);
		},

		async startUploadJob(folderUuid, files, integrationUuid) {
			const what = 'adding files to the folder';
			const lists: Record<string, unknown[]> = {};
			for (const { list } of Object.values(IN_JOB)) lists[list] = [];
			for (const { fileType, ...file } of files) {
				const { list, externalFileType } = IN_JOB[fileType];
				lists[list]!.push({ ...file, externalFileType });
			}
			const reply = await v2({
				what,
				method: 'POST',
				path: `${folderPath(folderUuid)}/data-upload-jobs`,
				body: {
					dataItems: { ...lists, skipDuplicateUrls: integrationUuid !== undefined },
					externalFiles: null,
					integrationHash: integrationUuid ?? null,
					ignoreErrors: true,
					fileName: null,
				},
				safeToRepeat: false,
			});
			return parseReply(text, reply, what);
		},

		async uploadJob(folderUuid, jobUuid, timeoutSeconds) {
			const what = 'waiting for Encord to take the files in';
			const path = `${folderPath(folderUuid)}/data-upload-jobs/${uuid(jobUuid, 'Job ID')}`;
			const reply = await v2({ what, method: 'GET', path, params: { timeoutSeconds } });
			return parseReply(jobSchema, reply, what);
		},
	};
}
