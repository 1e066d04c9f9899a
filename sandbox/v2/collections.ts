/** Collections of storage items (Index) and of frames or labels of a project (Active) (protocol §16.3). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { folderOf, mayReadFolder, mayReadItem, projectOf } from '../calls/context';
import { pageOf } from '../calls/pages';
import { visible } from '../calls/refusal';
import { labelRowFacts } from '../calls/rowFacts';
import { framesOf } from '../labels/frames';
import { labelRowId } from '../state/entities';
import type { ItemCollection, ProjectCollection, Spot } from '../state/collections';
import type { Project } from '../state/entities';
import { laterThan } from '../state/times';
import { refuseToFilter } from './presets';
import { anyOf, flag, pageSizeOf, type V2Call, type V2Route } from './router';
import { itemJson } from './storageItems';

const newSchema = z.object({ name: z.string(), description: z.string().nullish() });
const patchSchema = z.object({ name: z.string().nullish(), description: z.string().nullish() });

type Named = Pick<ItemCollection, 'name' | 'description' | 'lastEditedAt'>;

function patched<T extends Named>(call: V2Call, collection: T): T {
	const { name, description } = call.body(patchSchema);
	return {
		...collection,
		name: name ?? collection.name,
		description: description ?? collection.description,
		lastEditedAt: laterThan(collection.lastEditedAt, call.now),
	};
}

/** A collection lies in a folder: whoever may read the folder may use it. */
function collectionOf(call: V2Call): ItemCollection {
	const uuid = call.params.itemCollection ?? '';
	return visible(
		call.store.itemCollections.get(uuid),
		({ topLevelFolderUuid }) => mayReadFolder(call, topLevelFolderUuid),
		`Collection ${uuid}`,
	);
}

function listCollections(call: V2Call) {
	const { query } = call;
	const [byFolder, byUuid] = [anyOf(query, 'topLevelFolderUuid'), anyOf(query, 'uuids')];
	const seen = call.store.itemCollections
		.all()
		.filter(
			({ uuid, topLevelFolderUuid }) =>
				byUuid(uuid) && byFolder(topLevelFolderUuid) && mayReadFolder(call, topLevelFolderUuid),
		);
	const page = pageOf(
		seen,
		({ createdAt, uuid }) => [createdAt, uuid],
		query.get('pageToken'),
		pageSizeOf(call),
	);
	return { ...page, results: page.results.map((each) => withoutKey(each, 'itemUuids')) };
}

function createCollection(call: V2Call): string {
	const folder = folderOf(call, (call.query.get('topLevelFolderUuid') ?? '').toLowerCase());
	const { name, description } = call.body(newSchema);
	const at = call.now.toISOString();
	const uuid = randomUUID();
	call.store.itemCollections.put(uuid, {
		uuid,
		topLevelFolderUuid: folder.uuid,
		name,
		description: description ?? '',
		createdAt: at,
		lastEditedAt: at,
		itemUuids: [],
	});
	return uuid;
}

/** Both listings are the same here but for the items that the caller may not read. */
function listItems(call: V2Call, withHidden: boolean) {
	const all = collectionOf(call).itemUuids.flatMap((uuid) => {
		const item = call.store.items.get(uuid);
		if (item && mayReadItem(call, item)) return itemJson(call, item, false);
		return withHidden ? { uuid } : [];
	});
	return pageOf(all, ({ uuid }) => [uuid], call.query.get('pageToken'), pageSizeOf(call));
}

/** Items that the caller may not read or that do not exist fail; the others are done. */
function changeItems(call: V2Call, change: (had: string[], uuids: string[]) => string[]) {
	const collection = collectionOf(call);
	const { itemUuids } = call.body(z.object({ itemUuids: z.array(z.string()) }));
	const isThere = (uuid: string) => {
		const item = call.store.items.get(uuid);
		return item !== undefined && mayReadItem(call, item);
	};
	const uuids = itemUuids.map((uuid) => uuid.toLowerCase());
	call.store.itemCollections.put(collection.uuid, {
		...collection,
		itemUuids: change(collection.itemUuids, uuids.filter(isThere)),
		lastEditedAt: laterThan(collection.lastEditedAt, call.now),
	});
	return { failedItems: uuids.filter((uuid) => !isThere(uuid)) };
}

const added = (had: string[], more: string[]) => [...new Set([...had, ...more])];
const removed = (had: string[], less: string[]) => had.filter((uuid) => !less.includes(uuid));

const INDEX = 'index/collections';

const indexRoutes: V2Route[] = [
	{ method: 'GET', path: INDEX, call: 'collections.list', handle: listCollections },
	{ method: 'POST', path: INDEX, call: 'collections.create', handle: createCollection },
	{
		method: 'PATCH',
		path: `${INDEX}/:itemCollection`,
		call: 'collections.patch',
		handle: (call): undefined => {
			const collection = patched(call, collectionOf(call));
			call.store.itemCollections.put(collection.uuid, collection);
		},
	},
	{
		method: 'DELETE',
		path: `${INDEX}/:itemCollection`,
		call: 'collections.delete',
		handle: (call): undefined => {
			call.store.itemCollections.delete(collectionOf(call).uuid);
		},
	},
	{
		method: 'GET',
		path: `${INDEX}/:itemCollection/accessible-items`,
		call: 'collections.items',
		handle: (call) => listItems(call, false),
	},
	{
		method: 'GET',
		path: `${INDEX}/:itemCollection/all-items`,
		call: 'collections.allItems',
		handle: (call) => listItems(call, true),
	},
	{
		method: 'POST',
		path: `${INDEX}/:itemCollection/add-items`,
		call: 'collections.addItems',
		handle: (call) => changeItems(call, added),
	},
	{
		method: 'POST',
		path: `${INDEX}/:itemCollection/remove-items`,
		call: 'collections.removeItems',
		handle: (call) => changeItems(call, removed),
	},
	...['add-preset-items', 'remove-preset-items'].map(
		(path): V2Route => ({
			method: 'POST',
			path: `${INDEX}/:itemCollection/${path}`,
			call: 'collections.presetItems',
			handle: (call) => refuseToFilter(collectionOf(call).uuid),
		}),
	),
];

function projectCollectionOf(call: V2Call): { project: Project; collection: ProjectCollection } {
	const project = projectOf(call, call.params.project ?? '');
	const uuid = call.params.collection ?? '';
	const collection = visible(
		call.store.projectCollections.get(uuid),
		({ projectUuid }) => projectUuid === project.projectHash,
		`Collection ${uuid}`,
	);
	return { project, collection };
}

function listProjectCollections(call: V2Call) {
	const project = projectOf(call, call.params.project ?? '');
	const byUuid = anyOf(call.query, 'uuids');
	const page = pageOf(
		call.store.projectCollections
			.all()
			.filter(
				({ projectUuid, collectionUuid }) =>
					projectUuid === project.projectHash && byUuid(collectionUuid),
			),
		({ createdAt, collectionUuid }) => [createdAt, collectionUuid],
		call.query.get('pageToken'),
		pageSizeOf(call),
	);
	return { ...page, results: page.results.map((each) => withoutKey(each, 'spots')) };
}

function createProjectCollection(call: V2Call): string {
	const project = projectOf(call, call.params.project ?? '');
	const { name, description, collectionType } = call.body(
		newSchema.extend({ collectionType: z.enum(['FRAME', 'LABEL']) }),
	);
	const at = call.now.toISOString();
	const collectionUuid = randomUUID();
	call.store.projectCollections.put(collectionUuid, {
		collectionUuid,
		projectUuid: project.projectHash,
		name,
		description: description ?? '',
		collectionType,
		createdAt: at,
		lastEditedAt: at,
		spots: [],
	});
	return collectionUuid;
}

const spotSchema = z.object({
	dataUuid: z.string().transform((uuid) => uuid.toLowerCase()),
	frame: z.number().int(),
	annotationId: z.string().optional(),
});

/** Whether the project has the frame and, for a collection of labels, the label on it. */
function isSpot(call: V2Call, { projectUuid, collectionType }: ProjectCollection, spot: Spot) {
	const row = call.store.labelRows.get(labelRowId(projectUuid, spot.dataUuid, 'main'));
	const unit = call.store.dataUnits.get(spot.dataUuid);
	if (!row || !unit || spot.frame < 0 || spot.frame >= unit.numberOfFrames) return false;
	if (collectionType === 'FRAME') return spot.annotationId === undefined;
	if (!row.content || spot.annotationId === undefined) return false;
	return framesOf(unit, row.content).some(
		({ frame, objects, classifications }) =>
			frame === spot.frame &&
			(objects.some(({ objectHash }) => objectHash === spot.annotationId) ||
				classifications.some(({ classificationHash }) => classificationHash === spot.annotationId)),
	);
}

const nameOf = ({ dataUuid, frame, annotationId }: Spot) =>
	JSON.stringify([dataUuid, frame, annotationId ?? null]);

function changeSpots(call: V2Call, change: (had: Spot[], spots: Spot[]) => Spot[]) {
	const { collection } = projectCollectionOf(call);
	const { items } = call.body(z.object({ items: z.array(spotSchema) }));
	const good = items.filter((spot) => isSpot(call, collection, spot));
	call.store.projectCollections.put(collection.collectionUuid, {
		...collection,
		spots: change(collection.spots, good),
		lastEditedAt: laterThan(collection.lastEditedAt, call.now),
	});
	return { failedItems: items.filter((spot) => !good.includes(spot)) };
}

function addSpots(had: Spot[], more: Spot[]): Spot[] {
	return [...new Map([...had, ...more].map((spot) => [nameOf(spot), spot])).values()];
}

function removeSpots(had: Spot[], less: Spot[]): Spot[] {
	const names = new Set(less.map(nameOf));
	return had.filter((spot) => !names.has(nameOf(spot)));
}

/** One entry for each data unit, with its frames or labels. */
function listSpots(call: V2Call) {
	const { project, collection } = projectCollectionOf(call);
	const withLabels = flag(call.query, 'getLabels');
	const units = new Map<string, Spot[]>();
	for (const spot of collection.spots)
		units.set(spot.dataUuid, [...(units.get(spot.dataUuid) ?? []), spot]);
	const page = pageOf(
		[...units],
		([dataUuid]) => [dataUuid],
		call.query.get('pageToken'),
		pageSizeOf(call),
	);
	return {
		...page,
		results: page.results.map(([dataUuid, spots]) => ({
			labelRowMetadata: labelRowFacts(call, project, dataUuid),
			instances: spots.map(({ frame, annotationId }) =>
				withLabels ? { frame, annotationId: annotationId ?? '' } : { frame },
			),
		})),
	};
}

const ACTIVE = 'active/:project/collections';

const activeRoutes: V2Route[] = [
	{ method: 'GET', path: ACTIVE, call: 'projectCollections.list', handle: listProjectCollections },
	{
		method: 'POST',
		path: ACTIVE,
		call: 'projectCollections.create',
		handle: createProjectCollection,
	},
	{
		method: 'PATCH',
		path: `${ACTIVE}/:collection`,
		call: 'projectCollections.patch',
		handle: (call): undefined => {
			const collection = patched(call, projectCollectionOf(call).collection);
			call.store.projectCollections.put(collection.collectionUuid, collection);
		},
	},
	{
		method: 'DELETE',
		path: `${ACTIVE}/:collection`,
		call: 'projectCollections.delete',
		handle: (call): undefined => {
			call.store.projectCollections.delete(projectCollectionOf(call).collection.collectionUuid);
		},
	},
	{
		method: 'GET',
		path: `${ACTIVE}/:collection/items`,
		call: 'projectCollections.items',
		handle: listSpots,
	},
	{
		method: 'POST',
		path: `${ACTIVE}/:collection/add-items`,
		call: 'projectCollections.addItems',
		handle: (call) => changeSpots(call, addSpots),
	},
	{
		method: 'POST',
		path: `${ACTIVE}/:collection/remove-items`,
		call: 'projectCollections.removeItems',
		handle: (call) => changeSpots(call, removeSpots),
	},
	...['add-preset-items', 'remove-preset-items'].map(
		(path): V2Route => ({
			method: 'POST',
			path: `${ACTIVE}/:collection/${path}`,
			call: 'projectCollections.presetItems',
			handle: (call) => refuseToFilter(projectCollectionOf(call).collection.collectionUuid),
		}),
	),
];

export const collectionRoutes: V2Route[] = [...indexRoutes, ...activeRoutes];

/** The facts without what the collection holds. */
const withoutKey = (each: object, key: string) =>
	Object.fromEntries(Object.entries(each).filter(([name]) => name !== key));
