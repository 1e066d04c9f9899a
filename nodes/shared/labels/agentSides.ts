/** Reads the labels of an agent that are compared with those of people: from another project, a branch, or kept ones. */
import type { EncordClient } from '../../../src/encord/client';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabeledSide } from '../../../src/labels/comparing/compareRows';
import { NotComparable } from '../../../src/labels/comparing/refused';
import { Twins } from '../../../src/labels/comparing/twins';
import { indexOntology, type OntologyIndex } from '../../../src/labels/ontology/ontology';
import { InputError } from '../fields/form/inputError';
import { groupBy } from '../runtime/batch';
import { readLabels, valueOf, type LabeledUnit } from './reading';

/** Where the labels of the agent are for one item. */
export type AgentSource =
	| { option: 'project'; value: string }
	| { option: 'branch'; value: string }
	| { option: 'kept'; value: unknown };

export interface SideWanted {
	index: number;
	unit: LabeledUnit;
	source: AgentSource;
}

/** Gives the labels of the agent, or throws why there are none. */
export type AgentSide = () => LabeledSide;

/** All label rows of a project with their client metadata, listed once in a run however many chunks of files ask for them. */
export class WholeListings {
	private readonly listed = new Map<string, Promise<LabelRowMetadata[]>>();

	constructor(private readonly client: EncordClient) {}

	async of(projectHash: string): Promise<LabelRowMetadata[]> {
		const known = this.listed.get(projectHash);
		if (known !== undefined) return await known;
		const listing = this.client.listLabelRows(projectHash, {
			includeChildren: true,
			includeClientMetadata: true,
		});
		this.listed.set(projectHash, listing);
		// The next chunk may have more luck.
		listing.catch(() => this.listed.delete(projectHash));
		return await listing;
	}
}

/**
 * The labels of the agent for each item, by its index. It makes a few calls per project or branch for any number of items.
 * @param listings of the whole run, for files that other projects have under another data unit
 */
export async function agentSides(
	client: EncordClient,
	wanted: readonly SideWanted[],
	listings: WholeListings,
): Promise<Map<number, AgentSide>> {
	const sides = new Map<number, AgentSide>();
	for (const { members } of groupBy(wanted, ({ source, unit }) =>
		JSON.stringify([source.option, source.option === 'kept' || source.value, unit.projectHash]),
	)) {
		const [{ source, unit }] = members;
		try {
			const found = await sidesFrom(client, source, unit.projectHash, members, listings);
			members.forEach(({ index }, at) => sides.set(index, found[at]!));
		} catch (error) {
			// Items that read from elsewhere are not concerned.
			for (const { index } of members) sides.set(index, fails(error));
		}
	}
	return sides;
}

function fails(error: unknown): AgentSide {
	return () => {
		throw error;
	};
}

async function sidesFrom(
	client: EncordClient,
	{ option, value }: AgentSource,
	projectHash: string,
	members: readonly SideWanted[],
	listings: WholeListings,
): Promise<AgentSide[]> {
	if (option === 'project') return await inProject(client, projectHash, value, members, listings);
	if (option === 'branch') return await onBranch(client, projectHash, value, members);
	return members.map((member) => () => keptSide(member));
}

async function inProject(
	client: EncordClient,
	ownProject: string,
	agentProject: string,
	members: readonly SideWanted[],
	listings: WholeListings,
): Promise<AgentSide[]> {
	if (ownProject === agentProject)
		throw new InputError(
			"Agent's Project is the project of the labels themselves",
			'They would agree wholly with themselves. Choose the project in which the agent labeled the files.',
		);
	const { editorOntology } = await client.getProject(agentProject);
	const twins = await twinRows(client, ownProject, agentProject, members, listings);
	return await sidesOf(client, agentProject, indexOntology(editorOntology), twins);
}

/** A row, or throws why there is none. */
type FindRow = () => LabelRowMetadata;

async function twinRows(
	client: EncordClient,
	ownProject: string,
	agentProject: string,
	members: readonly SideWanted[],
	listings: WholeListings,
): Promise<FindRow[]> {
	const dataHashes = [...new Set(members.map(({ unit }) => unit.row.data_hash))];
	const sameUnits = await client.listLabelRows(agentProject, { dataHashes, includeChildren: true });
	const known = new Set(sameUnits.map(({ data_hash: hash }) => hash));
	const twins = dataHashes.every((hash) => known.has(hash))
		? new Twins(sameUnits)
		: new Twins(await listings.of(agentProject), await listings.of(ownProject));
	return members.map(
		({ unit }) =>
			() =>
				twins.of(unit.row)!,
	);
}

async function onBranch(
	client: EncordClient,
	projectHash: string,
	branchName: string,
	members: readonly SideWanted[],
): Promise<AgentSide[]> {
	const rows = await client.listLabelRows(projectHash, {
		dataHashes: [...new Set(members.map(({ unit }) => unit.row.data_hash))],
		includeChildren: true,
		branchName,
	});
	const ontology = members[0]!.unit.ontology;
	const found = members.map(({ unit }) => () => {
		if (unit.row.branch_name === branchName)
			throw new InputError(
				`Branch is "${branchName}", the branch of the labels themselves`,
				'They would agree wholly with themselves. Give the branch that the agent wrote to.',
			);
		const row = rows.find(({ data_hash: hash }) => hash === unit.row.data_hash);
		if (row !== undefined) return row;
		throw notLabeled(unit.row, ` on the branch "${branchName}"`);
	});
	return await sidesOf(client, projectHash, ontology, found);
}

async function sidesOf(
	client: EncordClient,
	projectHash: string,
	ontology: OntologyIndex,
	found: readonly FindRow[],
): Promise<AgentSide[]> {
	const rows = new Map<string, LabelRowMetadata>();
	for (const find of found) {
		const row = rowOrNothing(find);
		if (row !== undefined) rows.set(row.data_hash, row);
	}
	const labels = await readLabels(client, projectHash, [...rows.values()]);
	return found.map((find) => () => {
		const row = find();
		// An agent that found nothing leaves an empty label row. One without any was never worked on.
		if (row.label_hash === null) throw notLabeled(row, '');
		return { labels: valueOf(labels.get(row.data_hash)!), ontology, metadata: row };
	});
}

function rowOrNothing(find: FindRow): LabelRowMetadata | undefined {
	try {
		return find();
	} catch {
		return undefined;
	}
}

function notLabeled({ data_title: title }: LabelRowMetadata, where: string): NotComparable {
	return new NotComparable(
		`The agent has no label row of "${title}"${where}`,
		'Let the agent work on the file first. What it has not seen is not counted as missed.',
	);
}

function keptSide({ unit, source: { value } }: SideWanted): LabeledSide {
	const labels = labelRowIn(value);
	if (labels.data_hash !== unit.row.data_hash)
		throw new InputError(
			'Kept Labels are those of another file',
			`They must be the labels of "${unit.row.data_title}" (${unit.row.data_hash}).`,
		);
	return { labels, ontology: unit.ontology, metadata: unit.row };
}

/** @throws InputError when it is no label row, such as one in simplified form */
function labelRowIn(value: unknown): LabelRowJson {
	const row = value as Partial<LabelRowJson>;
	const isObject = (json: unknown) => typeof json === 'object' && json !== null;
	const has = ['data_units', 'object_answers', 'classification_answers'].every((key) =>
		isObject(row[key]),
	);
	if (has && typeof row.data_hash === 'string') return row as LabelRowJson;
	throw new InputError(
		'Kept Labels are not a label row',
		'Read them with Label Row: Get and Simplify turned off, and give the field labelRow of its output.',
	);
}
