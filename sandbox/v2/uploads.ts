/** Uploads: addresses for files, and jobs that make storage items of them or of files in a bucket (protocol §9.1). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { EncordJson } from '../../src/encord/wire/json';
import { folderOf } from '../calls/context';
import { linkItem } from '../calls/dataUnits';
import { Refusal, found } from '../calls/refusal';
import { typeByName } from '../media/facts';
import type { MediaFacts, StorageFolder, StorageItem, StorageItemType } from '../state/entities';
import { stableUuid } from '../state/ids';
import type { V2Call, V2Route } from './router';
import { syncedDataset } from './storageFolders';

const uploadable = z.enum(['image', 'video', 'audio', 'plainText', 'pdf']);

const unitSchema = z.object({
	objectUrl: z.string(),
	title: z.string().nullish(),
	clientMetadata: z.record(z.unknown()).default({}),
	externalFileType: z.enum(['IMAGE', 'VIDEO', 'AUDIO', 'PLAIN_TEXT', 'PDF']),
	placeholderItemUuid: z.string().uuid().nullish(),
});
type Unit = z.infer<typeof unitSchema>;

const units = z.array(unitSchema).default([]);

const jobSchema = z.object({
	dataItems: z
		.object({
			videos: units,
			images: units,
			audio: units,
			text: units,
			pdf: units,
			skipDuplicateUrls: z.boolean().default(false),
		})
		.nullish(),
	externalFiles: z.null().optional(),
	integrationHash: z.string().uuid().nullish(),
	ignoreErrors: z.boolean().default(false),
	fileName: z.string().nullish(),
});

const ITEM_TYPES: Record<Unit['externalFileType'], StorageItemType> = {
	IMAGE: 'image',
	VIDEO: 'video',
	AUDIO: 'audio',
	PLAIN_TEXT: 'plainText',
	PDF: 'pdf',
};

/** The folder, for somebody who may put files into it. @throws Refusal 403 */
function ownFolder(call: V2Call): StorageFolder {
	const folder = folderOf(call, call.params.folder ?? '');
	if (folder.owner !== call.user)
		throw new Refusal(403, `Only the owner may put files into folder ${folder.uuid}`);
	return folder;
}

function addresses(call: V2Call) {
	const folder = ownFolder(call);
	const { itemType, count } = call.body(
		z.object({
			itemType: uploadable,
			count: z.number().int().min(1).max(1000),
			framesSubfolderName: z.string().nullish(),
		}),
	);
	return {
		results: Array.from({ length: count }, () => {
			const uuid = stableUuid('upload', folder.uuid, call.store.uploadSlots.size);
			const { uuid: itemUuid } = call.store.uploadSlots.put(uuid, {
				uuid,
				folderUuid: folder.uuid,
				itemType,
				media: null,
				facts: null,
			});
			const objectKey = `uploads/${folder.uuid}/${uuid}`;
			return { itemUuid, objectKey, signedUrl: call.uploadUrl(uuid) };
		}),
	};
}

type Source = Pick<StorageItem, 'media' | 'cloud'> & { uuid: string; facts: MediaFacts };

class UnitFault extends Error {}

function uploaded(call: V2Call, folder: StorageFolder, unit: Unit): Source {
	const slot = call.store.uploadSlots.get(unit.placeholderItemUuid ?? '');
	if (slot?.folderUuid !== folder.uuid)
		throw new UnitFault('There is no such upload in this folder');
	if (slot.media === null || slot.facts === null) throw new UnitFault('The file was not uploaded');
	if (call.store.items.get(slot.uuid)) throw new UnitFault('The upload was used already');
	if (slot.itemType !== ITEM_TYPES[unit.externalFileType])
		throw new UnitFault(`The upload is for files of type ${slot.itemType}`);
	if ('fault' in slot.facts) throw new UnitFault(slot.facts.fault);
	return { uuid: slot.uuid, media: slot.media, facts: slot.facts };
}

function inBucket(
	call: V2Call,
	folder: StorageFolder,
	integrationUuid: string,
	unit: Unit,
): Source {
	const integration = call.store.integrations.get(integrationUuid);
	if (integration?.owner !== call.user) throw new Refusal(403, 'You have no such integration');
	const object = integration.objects[unit.objectUrl];
	if (object === undefined) throw new UnitFault('There is no object at this address');
	const cloud = { url: unit.objectUrl, integrationUuid };
	const sameUrl = call.store.items.all().filter(({ cloud }) => cloud?.url === unit.objectUrl);
	const uuid = stableUuid('item', folder.uuid, unit.objectUrl, sameUrl.length);
	return { uuid, media: object.media, facts: object.facts, cloud };
}

function newItem(
	call: V2Call,
	folder: StorageFolder,
	{ unit, source, jobUuid }: { unit: Unit; source: Source; jobUuid: string },
): StorageItem {
	const { length, ...facts } = source.facts;
	const name = unit.title ?? unit.objectUrl.split('/').at(-1) ?? '';
	const itemType = ITEM_TYPES[unit.externalFileType];
	const byName = typeByName(name);
	const at = call.now.toISOString();
	const item = call.store.items.put(source.uuid, {
		...facts,
		// The bytes of an image tell; of the others, the name says more.
		mimeType:
			itemType !== 'image' && byName?.itemType === itemType ? byName.mimeType : facts.mimeType,
		uuid: source.uuid,
		parent: folder.uuid,
		itemType,
		name,
		description: '',
		clientMetadata: unit.clientMetadata as EncordJson,
		owner: call.user,
		createdAt: at,
		lastEditedAt: at,
		media: source.media,
		childUuids: [],
		...(source.cloud && { cloud: source.cloud }),
		jobUuid,
	});
	const mirror = syncedDataset(call, folder);
	if (mirror) linkItem(call.store, mirror, item, length, call.now);
	return item;
}

function startJob(call: V2Call) {
	const folder = ownFolder(call);
	const { dataItems, integrationHash, ignoreErrors, fileName } = call.body(jobSchema);
	const { videos = [], images = [], audio = [], text = [], pdf = [] } = dataItems ?? {};
	const all = [...videos, ...images, ...audio, ...text, ...pdf];
	if (all.length === 0) throw new Refusal(400, 'dataItems: there is nothing to add');
	const sources: Array<{ unit: Unit; source: Source }> = [];
	const unitErrors: Array<{ objectUrls: string[]; error: string }> = [];
	const known = new Set(call.store.itemsOfFolder(folder.uuid).map(({ cloud }) => cloud?.url));
	for (const unit of all) {
		if (dataItems?.skipDuplicateUrls && known.has(unit.objectUrl)) continue;
		try {
			const source = integrationHash
				? inBucket(call, folder, integrationHash.toLowerCase(), unit)
				: uploaded(call, folder, unit);
			sources.push({ unit, source });
			known.add(unit.objectUrl);
		} catch (error) {
			if (!(error instanceof UnitFault)) throw error;
			unitErrors.push({ objectUrls: [unit.objectUrl], error: error.message });
		}
	}
	const uuid = randomUUID();
	const failed = unitErrors.length > 0 && !ignoreErrors;
	const items = failed
		? []
		: sources.map((one) => newItem(call, folder, { ...one, jobUuid: uuid }));
	call.store.uploadJobs.put(uuid, {
		uuid,
		folderUuid: folder.uuid,
		polls: 0,
		startedAt: call.now.getTime(),
		status: failed ? 'ERROR' : 'DONE',
		items: items.map((item) => ({ itemUuid: item.uuid, name: item.name })),
		unitErrors,
		fileName: fileName ?? null,
	});
	return uuid;
}

/** The first answer is that the job is not done, as when the time of a long poll is over. */
function jobState(call: V2Call) {
	const folder = folderOf(call, call.params.folder ?? '');
	const job = found(call.store.uploadJobs.get(call.params.job ?? ''), 'The upload job');
	if (job.folderUuid !== folder.uuid)
		throw new Refusal(404, 'The upload job is one of another folder');
	call.store.uploadJobs.put(job.uuid, { ...job, polls: job.polls + 1 });
	const isDone = job.polls > 0;
	const count = job.items.length + job.unitErrors.length;
	return {
		status: isDone ? job.status : 'PENDING',
		itemsWithNames: isDone ? job.items : [],
		errors: isDone ? job.unitErrors.map(({ error }) => error) : [],
		unitsPendingCount: isDone ? 0 : count,
		unitsDoneCount: isDone ? job.items.length : 0,
		unitsErrorCount: isDone ? job.unitErrors.length : 0,
		unitsCancelledCount: 0,
		unitErrors: isDone
			? job.unitErrors.map((error) => ({
					...error,
					subtaskUuid: job.uuid,
					actionDescription: 'Adding a file',
				}))
			: [],
		fileName: job.fileName,
	};
}

function listIntegrations(call: V2Call) {
	const own = call.store.integrations.all().filter(({ owner }) => owner === call.user);
	return { result: own.map(({ integrationUuid, title }) => ({ integrationUuid, title })) };
}

const FOLDER = 'storage/folders/:folder';

export const uploadRoutes: V2Route[] = [
	{
		method: 'POST',
		path: `${FOLDER}/upload-signed-urls`,
		call: 'uploads.addresses',
		handle: addresses,
	},
	{ method: 'POST', path: `${FOLDER}/data-upload-jobs`, call: 'uploads.start', handle: startJob },
	{ method: 'GET', path: `${FOLDER}/data-upload-jobs/:job`, call: 'uploads.get', handle: jobState },
	{
		method: 'GET',
		path: 'cloud-integrations',
		call: 'integrations.list',
		handle: listIntegrations,
	},
];
