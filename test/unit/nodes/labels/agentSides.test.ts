/** Where the labels of an agent are read from, for a comparison with those of people. */
import { describe, expect, it } from '@jest/globals';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { EncordClient } from '../../../../src/encord/client';
import { NotFoundError } from '../../../../src/encord/wire/errors';
import { NotComparable } from '../../../../src/labels/comparing/refused';
import {
	agentSides,
	WholeListings,
	type AgentSource,
	type SideWanted,
} from '../../../../nodes/shared/labels/agentSides';
import { imageRow, ontology, ontologyJson } from '../../labels/fixtures';
import { fakeClient, id } from '../fakeN8n';
import { labelRow, petsProject } from '../fixtures';

const OWN = id(1);
const AGENT = id(2);
const UNIT = id(31);

const labelsOf = (dataHash: string, label = `label of ${dataHash}`) => ({
	...imageRow,
	data_hash: dataHash,
	label_hash: label,
});

function wanted(
	index: number,
	source: AgentSource,
	row: Partial<LabelRowMetadata> = {},
	projectHash = OWN,
): SideWanted {
	const metadata = labelRow(row);
	const labels = labelsOf(metadata.data_hash);
	return { index, source, unit: { projectHash, row: metadata, labels, ontology } };
}
const inProject = { option: 'project', value: AGENT } as const;
const onBranch = { option: 'branch', value: 'model-7' } as const;
const kept = (value: unknown) => ({ option: 'kept', value }) as const;

/** An account where listings give `rows` by project, or by project and branch. */
function account(rows: Record<string, LabelRowMetadata[]>, methods: Partial<EncordClient> = {}) {
	const { client, calls } = fakeClient({
		getProject: async (projectHash) => petsProject({ projectHash, editorOntology: ontologyJson }),
		listLabelRows: async (project, { dataHashes, branchName } = {}) =>
			(rows[branchName === undefined ? project : `${project} ${branchName}`] ?? []).filter(
				({ data_hash: hash }) => dataHashes?.includes(hash) ?? true,
			),
		readOrCreateLabels: async (_project, some) =>
			some.map((row) => ({
				ok: true,
				value: labelsOf(row.data_hash, `agent's ${row.branch_name}`),
			})),
		...methods,
	});
	const listings = new WholeListings(client);
	const sides = async (...all: SideWanted[]) => await agentSides(client, all, listings);
	return { sides, calls, client };
}
const names = (calls: Array<[string, ...unknown[]]>) => calls.map(([name]) => name);

describe('labels of the agent in another project', () => {
	it('are those of the same data unit, with the ontology of that project', async () => {
		const other = labelRow({ branch_name: 'of the agent' });
		const { sides, calls } = account({ [AGENT]: [other] });
		const found = await sides(wanted(4, inProject));
		expect([...found.keys()]).toEqual([4]);
		const side = found.get(4)!();
		expect(side.metadata).toBe(other);
		expect(side.labels.label_hash).toBe("agent's of the agent");
		expect(side.ontology.json).toBe(ontologyJson);
		expect(calls).toMatchObject([
			['getProject', AGENT],
			['listLabelRows', AGENT, { dataHashes: [UNIT], includeChildren: true }],
			['readOrCreateLabels', AGENT, [other], undefined],
		]);
	});

	it('are read with a few calls for all items of a project', async () => {
		const rows = [labelRow(), labelRow({ data_hash: id(35), data_title: 'b.jpg' })];
		const { sides, calls } = account({ [AGENT]: rows });
		const found = await sides(
			wanted(0, inProject),
			wanted(1, inProject, { data_hash: id(35) }),
			wanted(2, inProject),
		);
		expect([0, 1, 2].map((index) => found.get(index)!().labels.data_hash)).toEqual([
			UNIT,
			id(35),
			UNIT,
		]);
		expect(names(calls)).toEqual(['getProject', 'listLabelRows', 'readOrCreateLabels']);
		expect(calls[1]![2]).toMatchObject({ dataHashes: [UNIT, id(35)] });
	});

	it('are those of the same file under another data unit, which takes both whole listings', async () => {
		const twin = labelRow({ data_hash: id(77) });
		const { sides, calls } = account({ [AGENT]: [twin], [OWN]: [labelRow()] });
		const found = await sides(wanted(0, inProject));
		expect(found.get(0)!().labels.data_hash).toBe(id(77));
		expect(calls.slice(2, 4)).toEqual([
			['listLabelRows', AGENT, { includeChildren: true, includeClientMetadata: true }],
			['listLabelRows', OWN, { includeChildren: true, includeClientMetadata: true }],
		]);
	});

	it('that has not seen the file are missing for that item only', async () => {
		const rows = [
			labelRow(),
			labelRow({ data_hash: id(35), data_title: 'b.jpg', label_hash: null }),
		];
		const { sides } = account({ [AGENT]: rows, [OWN]: rows });
		const found = await sides(
			wanted(0, inProject),
			wanted(1, inProject, { data_hash: id(35) }),
			wanted(2, inProject, {
				data_hash: id(36),
				data_title: 'c.jpg',
				backing_item_uuid: null,
			}),
		);
		expect(found.get(0)!().labels.data_hash).toBe(UNIT);
		expect(found.get(1)!).toThrow(NotComparable);
		expect(found.get(1)!).toThrow('The agent has no label row of "b.jpg"');
		expect(found.get(2)!).toThrow('The other project does not have the file "c.jpg"');
	});

	it('is no project that labels would agree with themselves', async () => {
		const { sides, calls } = account({});
		const found = await sides(wanted(0, { option: 'project', value: OWN }));
		expect(found.get(0)!).toThrow("Agent's Project is the project of the labels themselves");
		expect(calls).toEqual([]);
	});

	it('that cannot be read concern the items of that project only', async () => {
		const { sides } = account(
			{ [AGENT]: [labelRow()] },
			{
				getProject: async (projectHash) => {
					if (projectHash === id(3)) throw new NotFoundError('gone');
					return petsProject({ editorOntology: ontologyJson });
				},
			},
		);
		const found = await sides(wanted(0, { option: 'project', value: id(3) }), wanted(1, inProject));
		expect(found.get(0)!).toThrow('gone');
		expect(found.get(1)!().labels.data_hash).toBe(UNIT);
	});

	it('of a row that cannot be read are an error of that row', async () => {
		const { sides } = account(
			{ [AGENT]: [labelRow()] },
			{ readOrCreateLabels: async () => [{ ok: false, error: new NotFoundError('gone') }] },
		);
		expect((await sides(wanted(0, inProject))).get(0)!).toThrow('gone');
	});
});

describe('labels of the agent on a branch', () => {
	const branched = labelRow({ branch_name: 'model-7' });

	it('are those of the same data unit on it', async () => {
		const { sides, calls } = account({ [`${OWN} model-7`]: [branched] });
		const side = (await sides(wanted(0, onBranch), wanted(1, onBranch))).get(1)!();
		expect(side).toMatchObject({ labels: { label_hash: "agent's model-7" }, metadata: branched });
		expect(side.ontology).toBe(ontology);
		expect(calls).toMatchObject([
			['listLabelRows', OWN, { dataHashes: [UNIT], includeChildren: true, branchName: 'model-7' }],
			['readOrCreateLabels', OWN, [branched], undefined],
		]);
	});

	it('that the file is not on are missing', async () => {
		const { sides } = account({});
		const error = (await sides(wanted(0, onBranch))).get(0)!;
		expect(error).toThrow(NotComparable);
		expect(error).toThrow('The agent has no label row of "cat_01.jpg" on the branch "model-7"');
	});

	it('is not the branch of the labels themselves', async () => {
		const { sides } = account({ [`${OWN} model-7`]: [branched] });
		const found = await sides(wanted(0, onBranch, { branch_name: 'model-7' }), wanted(1, onBranch));
		expect(found.get(0)!).toThrow('Branch is "model-7", the branch of the labels themselves');
		expect(found.get(1)!().metadata).toBe(branched);
	});
});

describe('labels of the agent that were kept', () => {
	it('are taken as they are, each for its own item', async () => {
		const { sides, calls } = account({});
		const [first, second] = [labelsOf(UNIT, 'first'), labelsOf(UNIT, 'second')];
		const found = await sides(wanted(0, kept(first)), wanted(1, kept(second)));
		expect([0, 1].map((index) => found.get(index)!().labels)).toEqual([first, second]);
		expect(found.get(0)!()).toMatchObject({ ontology, metadata: labelRow() });
		expect(calls).toEqual([]);
	});

	it('are those of the same file', async () => {
		const found = await account({}).sides(wanted(0, kept(labelsOf(id(99)))));
		expect(found.get(0)!).toThrow('Kept Labels are those of another file');
	});

	it.each([
		[{}],
		[{ ...labelsOf(UNIT), data_units: undefined }],
		[{ ...labelsOf(UNIT), object_answers: null }],
		[{ ...labelsOf(UNIT), classification_answers: 'x' }],
		[{ ...labelsOf(UNIT), data_hash: 7 }],
	])('are a label row, which this is not: %j', async (value) => {
		const found = await account({}).sides(wanted(0, kept(value)));
		expect(found.get(0)!).toThrow('Kept Labels are not a label row');
	});
});

describe('the listing of a whole project', () => {
	it('is read once in a run, and again after a failure', async () => {
		let failures = 1;
		const { client, calls } = account(
			{},
			{
				listLabelRows: async () => {
					if (failures-- > 0) throw new NotFoundError('gone');
					return [labelRow()];
				},
			},
		);
		const listings = new WholeListings(client);
		const both = await Promise.allSettled([listings.of(OWN), listings.of(OWN)]);
		expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(await listings.of(OWN)).toEqual([labelRow()]);
		expect(await listings.of(OWN)).toEqual([labelRow()]);
		expect(calls).toHaveLength(2);
		await listings.of(AGENT);
		expect(calls).toHaveLength(3);
	});
});
