/** Filter presets of Index and of projects (protocol §16.3). They are kept as they were sent; the sandbox does not evaluate filters. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { EncordJson } from '../../src/encord/wire/json';
import { projectOf } from '../calls/context';
import { pageOf } from '../calls/pages';
import { Refusal, visible } from '../calls/refusal';
import type { Preset } from '../state/collections';
import { laterThan } from '../state/times';
import { anyOf, pageSizeOf, type V2Call, type V2Route } from './router';

/** The language of filters is not public, so a collection is not filled by a guess. @throws Refusal 400 */
export function refuseToFilter(collectionUuid: string): never {
	throw new Refusal(
		400,
		`The sandbox does not evaluate filter presets: add items to collection ${collectionUuid} by uuid`,
	);
}

const filters = z.record(z.unknown());
const newSchema = z.object({
	name: z.string(),
	description: z.string().nullish(),
	filterPresetJson: filters,
});
const patchSchema = z.object({
	name: z.string().nullish(),
	description: z.string().nullish(),
	filterPreset: filters.nullish(),
});

/** The project of the path, or null for a preset of Index. */
function projectHashOf(call: V2Call): string | null {
	return call.params.project === undefined
		? null
		: projectOf(call, call.params.project).projectHash;
}

/** A preset of Index belongs to its owner, one of a project to all who may use the project. */
function isMine(call: V2Call, projectHash: string | null, preset: Preset): boolean {
	return preset.projectHash === projectHash && (projectHash !== null || preset.owner === call.user);
}

function presetOf(call: V2Call): Preset {
	const projectHash = projectHashOf(call);
	const uuid = call.params.preset ?? '';
	return visible(
		call.store.presets.get(uuid),
		(preset) => isMine(call, projectHash, preset),
		`Preset ${uuid}`,
	);
}

function presetJson({ uuid, name, description, createdAt, lastEditedAt, projectHash }: Preset) {
	return projectHash === null
		? { uuid, name, description, createdAt, lastUpdatedAt: lastEditedAt }
		: { presetUuid: uuid, name, createdAt, updatedAt: lastEditedAt };
}

function listPresets(call: V2Call, uuids: string) {
	const projectHash = projectHashOf(call);
	const byUuid = anyOf(call.query, uuids);
	const page = pageOf(
		call.store.presets
			.all()
			.filter((preset) => isMine(call, projectHash, preset) && byUuid(preset.uuid)),
		({ createdAt, uuid }) => [createdAt, uuid],
		call.query.get('pageToken'),
		pageSizeOf(call),
	);
	return { ...page, results: page.results.map(presetJson) };
}

function createPreset(call: V2Call): string {
	const projectHash = projectHashOf(call);
	const { name, description, filterPresetJson } = call.body(newSchema);
	const uuid = randomUUID();
	const at = call.now.toISOString();
	call.store.presets.put(uuid, {
		uuid,
		projectHash,
		owner: call.user,
		name,
		description: description ?? '',
		filters: filterPresetJson as EncordJson,
		createdAt: at,
		lastEditedAt: at,
	});
	return uuid;
}

function patchPreset(call: V2Call): undefined {
	const preset = presetOf(call);
	const { name, description, filterPreset } = call.body(patchSchema);
	call.store.presets.put(preset.uuid, {
		...preset,
		name: name ?? preset.name,
		// The official client sends an empty description when it is given none.
		description: description || preset.description,
		filters: (filterPreset as EncordJson | null | undefined) ?? preset.filters,
		lastEditedAt: laterThan(preset.lastEditedAt, call.now),
	});
	return undefined;
}

const routesBelow = (place: string, name: string, uuids: string, raw: string): V2Route[] => [
	{
		method: 'GET',
		path: place,
		call: `${name}.list`,
		handle: (call) => listPresets(call, uuids),
	},
	{ method: 'POST', path: place, call: `${name}.create`, handle: createPreset },
	{
		method: 'GET',
		path: `${place}/:preset${raw}`,
		call: `${name}.get`,
		handle: (call) => presetOf(call).filters,
	},
	{ method: 'PATCH', path: `${place}/:preset`, call: `${name}.patch`, handle: patchPreset },
	{
		method: 'DELETE',
		path: `${place}/:preset`,
		call: `${name}.delete`,
		handle: (call): undefined => {
			call.store.presets.delete(presetOf(call).uuid);
		},
	},
];

export const presetRoutes: V2Route[] = [
	...routesBelow('index/presets', 'presets', 'uuids', ''),
	...routesBelow('active/:project/presets', 'projectPresets', 'presetUuids', '/raw'),
];
