/** Finds the IDs of what forms name. A name that several things have is refused, as is one that nothing has. */
import type { EncordClient } from '../../../../src/encord/client';
import type { StorageFolder } from '../../../../src/encord/calls/uploads';
import { shortened } from '../../../../src/encord/wire/identifiers';
import { InputError } from '../form/inputError';
import { keyOf, type KnownNames, type Named, type NamedKind } from './knownNames';
import { withName } from './sameName';

interface Candidate {
	id: string;
	name: string;
	/** What tells it from others with its name. */
	about?: string;
}

interface Source {
	/** Words for messages. */
	one: string;
	many: string;
	/** How many names are asked for one by one; for more, everything is listed once. */
	oneByOne: number;
	/** The things with exactly this name; others may be among them. */
	named(client: EncordClient, name: string, projectHash: string): Promise<Candidate[]>;
	/** Everything; absent where that could be millions. */
	all?(client: EncordClient, projectHash: string): Promise<Candidate[]>;
	/** Whether everything is listed to find a name that differs in case, and to say which names there are. */
	suggests: boolean;
}

const titled = (filter?: string) => (filter === undefined ? {} : { titleEq: filter });

const listing = {
	project: async (client: EncordClient, name?: string) =>
		(await client.listProjects(titled(name))).map(({ projectHash, title }) => ({
			id: projectHash,
			name: title,
		})),
	dataset: async (client: EncordClient, name?: string) =>
		(await client.listDatasets(titled(name))).map(({ datasetUuid, title }) => ({
			id: datasetUuid,
			name: title,
		})),
	ontology: async (client: EncordClient, name?: string) =>
		(await client.listOntologies(titled(name))).map(({ ontologyUuid, title }) => ({
			id: ontologyUuid,
			name: title,
		})),
	integration: async (client: EncordClient) =>
		(await client.listIntegrations()).map(({ integrationUuid, title }) => ({
			id: integrationUuid,
			name: title,
		})),
};

/** Encord lists things with this title; a few names are a request each. */
const byTitle = (
	one: string,
	list: (client: EncordClient, name?: string) => Promise<Candidate[]>,
): Source => ({
	one,
	many: `${one.replace(/y$/, 'ie')}s`,
	oneByOne: 3,
	named: async (client, name) => await list(client, name),
	all: async (client) => await list(client),
	suggests: true,
});

const sources: Record<NamedKind, Source> = {
	project: byTitle('project', listing.project),
	dataset: byTitle('dataset', listing.dataset),
	// Of a project that the key works in, it may see no dataset by itself.
	projectDataset: {
		...byTitle('dataset of the project', async () => []),
		many: 'datasets',
		oneByOne: 0,
		all: async (client, projectHash) =>
			(await client.listProjectDatasets(projectHash)).map(({ datasetHash, title }) => ({
				id: datasetHash,
				name: title,
			})),
	},
	ontology: byTitle('ontology', listing.ontology),
	// Encord has no filter for them, and there are few.
	integration: { ...byTitle('integration', listing.integration), oneByOne: 0 },
	folder: {
		one: 'folder',
		many: 'folders',
		oneByOne: Infinity,
		named: namedFolders,
		suggests: false,
	},
	dataUnit: {
		one: 'data unit',
		many: 'data units',
		oneByOne: 10,
		named: async (client, name, projectHash) => await dataUnits(client, projectHash, name),
		all: dataUnits,
		suggests: false,
	},
	storageItem: {
		one: 'storage item',
		many: 'storage items',
		oneByOne: Infinity,
		named: namedItems,
		suggests: false,
	},
};

/** `Cars / Munich`: the folders that one lies in, and its own name. The list in the editor shows it. */
export function folderPath({ name, pathToRoot }: StorageFolder): string {
	return [...(pathToRoot ?? []).slice(1).map((above) => above.name)]
		.reverse()
		.concat(name)
		.join(' / ');
}

/** By the name alone, or by the whole path. */
async function namedFolders(client: EncordClient, name: string): Promise<Candidate[]> {
	const found: Candidate[] = [];
	for await (const folder of client.searchFolders(name.split(' / ').at(-1)!.trim())) {
		const path = folderPath(folder);
		const isPath = path.toLowerCase() === name.toLowerCase();
		found.push({ id: folder.uuid, name: isPath ? path : folder.name, about: path });
	}
	return found;
}

async function dataUnits(
	client: EncordClient,
	projectHash: string,
	title?: string,
): Promise<Candidate[]> {
	const rows = await client.listLabelRows(projectHash, {
		...(title === undefined ? {} : { dataTitleEq: title }),
		includeChildren: true,
	});
	// A file that is also a member of a data group has two rows.
	const byHash = new Map(rows.map((row) => [row.data_hash, row]));
	return [...byHash.values()].map((row) => ({
		id: row.data_hash,
		name: row.data_title,
		about: row.dataset_title,
	}));
}

async function namedItems(client: EncordClient, name: string): Promise<Candidate[]> {
	const found: Candidate[] = [];
	for await (const item of client.searchItems(name)) {
		if (item.isTombstone === true) continue;
		found.push({ id: item.uuid, name: item.name });
		// Many names may contain this one. Two that are the same decide it.
		if (found.filter((one) => one.name === name).length > 1) break;
	}
	return found;
}

/** Looks up what `wanted` names and notes an outcome for each. Names of one kind are looked up together. */
export async function lookUpNames(
	client: EncordClient,
	wanted: readonly Named[],
	names: KnownNames,
): Promise<void> {
	const distinct = new Map(wanted.map((named) => [keyOf(named), named]));
	const groups = new Map<string, Named[]>();
	for (const named of distinct.values()) {
		const group = `${named.kind} ${named.projectHash ?? ''}`;
		groups.set(group, [...(groups.get(group) ?? []), named]);
	}
	for (const group of groups.values()) await lookUpGroup(client, group, names);
}

/** The names are of one kind and, for data units, of one project. */
async function lookUpGroup(
	client: EncordClient,
	group: readonly Named[],
	names: KnownNames,
): Promise<void> {
	const [{ kind, projectHash = '' }] = group as [Named];
	const source = sources[kind];
	const isMany = new Set(group.map(({ name }) => name)).size > source.oneByOne;
	let all = isMany ? await source.all?.(client, projectHash) : undefined;
	for (const named of group) {
		const some = all ?? (await source.named(client, named.name, projectHash));
		let { matches } = withName(some, named.name, ({ name }) => name);
		if (matches.length === 0 && source.suggests) {
			all ??= await source.all?.(client, projectHash);
			({ matches } = withName(all ?? [], named.name, ({ name }) => name));
		}
		names.note(named, outcomeOf(source, named, matches, source.suggests ? all : undefined));
	}
}

/** How many names or IDs a message lists. */
const LISTED = 10;

function outcomeOf(
	{ one, many }: Source,
	{ name, label }: Named,
	matches: readonly Candidate[],
	all: readonly Candidate[] | undefined,
): string | InputError {
	const [only, ...others] = matches;
	const given = `${label} "${shortened(name)}"`;
	if (only === undefined) {
		const known = (all ?? []).map((each) => `"${each.name}"`);
		const more = known.length > LISTED ? `, and ${known.length - LISTED} more` : '';
		return new InputError(
			`${given} is neither an ID nor the name of a ${one} that the key can see`.replace(
				/ a (?=[aeiou])/,
				' an ',
			),
			known.length > 0
				? `The key can see the ${many} ${known.slice(0, LISTED).join(', ')}${more}.`
				: 'Check the spelling, choose it from the list, or give its ID.',
		);
	}
	if (others.length === 0) return only.id.toLowerCase();
	const ids = matches.map(({ id, about }) => (about === undefined ? id : `${id} ("${about}")`));
	return new InputError(
		`${given} is the name of several ${many}`,
		`Choose one from the list, or give its ID: ${ids.slice(0, LISTED).join(', ')}${ids.length > LISTED ? ', …' : ''}.`,
	);
}
