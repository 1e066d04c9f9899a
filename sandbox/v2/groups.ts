/** Groups with access to ontologies, datasets and folders (protocol §16.5). Those of projects are in `projects.ts`. */
import { z } from 'zod';
import { canReadDataset, folderOf, ontologyOf } from '../calls/context';
import { Refusal, visible } from '../calls/refusal';
import type { V2Call, V2Route } from './router';

/** What groups may have access to. */
interface Place {
	id: string;
	createdAt: string;
	/** Whether the caller may change who has access. */
	isAdmin: boolean;
}

interface Kind {
	path: string;
	call: string;
	role: z.ZodType<number | string>;
	/** @throws Refusal 403 */
	placeOf(call: V2Call): Place;
}

const kinds: Kind[] = [
	{
		path: 'ontologies/:ontology/groups',
		call: 'ontologies',
		role: z.union([z.literal(0), z.literal(1)]),
		placeOf: (call) => {
			const ontology = ontologyOf(call, call.params.ontology ?? '');
			const isAdmin = ontology.members[call.user] === 0;
			return { id: ontology.ontologyUuid, createdAt: ontology.createdAt, isAdmin };
		},
	},
	{
		path: 'datasets/:dataset/groups',
		call: 'datasets',
		role: z.union([z.literal(0), z.literal(1)]),
		placeOf: (call) => {
			const hash = call.params.dataset ?? '';
			const dataset = visible(
				call.store.datasets.get(hash),
				(candidate) => canReadDataset(call, candidate),
				`Dataset ${hash}`,
			);
			const isAdmin = dataset.members[call.user] === 0;
			return { id: dataset.datasetHash, createdAt: dataset.createdAt, isAdmin };
		},
	},
	{
		path: 'storage/folders/:folder/groups',
		call: 'folders',
		role: z.enum(['admin', 'user']),
		placeOf: (call) => {
			const folder = folderOf(call, call.params.folder ?? '');
			return { id: folder.uuid, createdAt: folder.createdAt, isAdmin: folder.owner === call.user };
		},
	},
];

function groupsOf(call: V2Call, { id }: Place) {
	return call.store.groupAccess.get(id)?.groups ?? [];
}

/** All groups are on one page, because the official client requests no second one. */
function listGroups(call: V2Call, kind: Kind) {
	const place = kind.placeOf(call);
	return {
		results: groupsOf(call, place).map(({ groupHash, userRole }) => ({
			groupHash,
			name: `Group ${groupHash.slice(0, 8)}`,
			description: '',
			createdAt: place.createdAt,
			isSameOrganisation: true,
			userRole,
		})),
	};
}

function changeable(call: V2Call, kind: Kind): Place {
	const place = kind.placeOf(call);
	if (!place.isAdmin) throw new Refusal(403, `Only admins may change the groups of ${place.id}`);
	return place;
}

function addGroups(call: V2Call, kind: Kind): undefined {
	const place = changeable(call, kind);
	const { groupHashList, userRole } = call.body(
		z.object({ groupHashList: z.array(z.string().uuid()), userRole: kind.role }),
	);
	const others = groupsOf(call, place).filter(
		({ groupHash }) => !groupHashList.includes(groupHash),
	);
	call.store.groupAccess.put(place.id, {
		groups: [...others, ...groupHashList.map((groupHash) => ({ groupHash, userRole }))],
	});
	return undefined;
}

function removeGroups(call: V2Call, kind: Kind): undefined {
	const place = changeable(call, kind);
	const gone = call.query.getAll('groupHashList');
	call.store.groupAccess.put(place.id, {
		groups: groupsOf(call, place).filter(({ groupHash }) => !gone.includes(groupHash)),
	});
	return undefined;
}

export const groupRoutes: V2Route[] = kinds.flatMap((kind): V2Route[] => [
	{
		method: 'GET',
		path: kind.path,
		call: `${kind.call}.groups`,
		handle: (call) => listGroups(call, kind),
	},
	{
		method: 'POST',
		path: kind.path,
		call: `${kind.call}.addGroups`,
		handle: (call) => addGroups(call, kind),
	},
	{
		method: 'DELETE',
		path: kind.path,
		call: `${kind.call}.removeGroups`,
		handle: (call) => removeGroups(call, kind),
	},
]);
