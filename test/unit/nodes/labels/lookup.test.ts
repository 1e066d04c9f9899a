/** Label rows, stages and pathways by their names and IDs. */
import { describe, expect, it } from '@jest/globals';
import type { LabelRowFilter } from '../../../../src/encord/calls/labelRows';
import {
	agentStage,
	listRows,
	pathwayOf,
	pathwaysOf,
	pathwayTitle,
	rowOf,
	rowsByDataHash,
	stageOf,
	stagesOf,
	unitIdentity,
} from '../../../../nodes/shared/labels/lookup';
import { fakeClient, id } from '../fakeN8n';
import { labelRow, petsProject } from '../fixtures';

const pets = petsProject();
const [agent, review] = pets.workflow!.stages;

describe('label rows by data unit', () => {
	it('are listed once; of a file that is also in a group, its own row counts', async () => {
		const [own, inGroup] = [labelRow(), labelRow({ group_hash: id(60) })];
		const { client, calls } = fakeClient({ listLabelRows: async () => [own, inGroup] });
		const rows = await rowsByDataHash(client, id(1), [id(31), id(32), id(31)], {
			includeImagesData: true,
		});
		expect([...rows]).toEqual([[id(31), own]]);
		expect(calls).toEqual([
			[
				'listLabelRows',
				id(1),
				{ dataHashes: [id(31), id(32)], includeChildren: true, includeImagesData: true },
			],
		]);
		expect(rowOf(rows, id(31))).toBe(own);
		expect(() => rowOf(rows, id(32))).toThrow(`The project has no data unit ${id(32)}`);
	});

	it('have the IDs that forms read from items', () => {
		const common = { dataTitle: 'cat_01.jpg', projectHash: id(1), dataHash: id(31) };
		expect(unitIdentity(id(1), labelRow())).toEqual({
			...common,
			labelHash: id(30),
			stageUuid: id(10),
			taskUuid: id(33),
		});
		const bare = labelRow({ label_hash: null, workflow_graph_node: null, task_uuid: null });
		expect(unitIdentity(id(1), bare)).toEqual({
			...common,
			labelHash: null,
			stageUuid: null,
			taskUuid: null,
		});
	});
});

describe('stages and pathways', () => {
	const without = petsProject({ workflow: null });

	it('are those of the workflow', () => {
		expect(stagesOf(pets)).toEqual([agent, review]);
		expect(() => stagesOf(without)).toThrow('The project "Pets" has no workflow');
	});

	it('of agent stages are named once, by the first of that name', () => {
		const other = {
			...agent!,
			uuid: id(40),
			pathways: [{ ...agent!.pathways![0]!, uuid: id(41) }],
		};
		const noAgent = {
			...other,
			stageType: 'REVIEW',
			pathways: [{ ...agent!.pathways![0]!, title: 'Up' }],
		};
		const project = petsProject({
			workflow: { stages: [review!, agent!, other, noAgent, { ...agent!, pathways: null }] },
		});
		expect(pathwaysOf(project).map(({ title, uuid }) => [title, uuid])).toEqual([
			['Cat', id(11)],
			['Dog', id(12)],
		]);
		for (const cat of ['Cat', ' cat', id(11), id(41)])
			expect(pathwayTitle(project, cat)).toBe('Cat');
		expect(() => pathwayTitle(project, 'Up')).toThrow('The project "Pets" has no pathway "Up"');
	});

	it('are found by name or ID, agent stages among themselves', () => {
		expect(agentStage(pets, id(10))).toBe(agent);
		expect(agentStage(pets, ' AGENT 1')).toBe(agent);
		expect(stageOf(pets, 'Review cats')).toBe(review);
		expect(pathwayOf(agent!, id(12)).title).toBe('Dog');
	});

	it.each([
		[
			() => agentStage(pets, 'Review cats'),
			'The project "Pets" has no agent stage "Review cats"',
			'Its agent stages: "Agent 1".',
		],
		[
			() => stageOf(pets, 'x'),
			'The project "Pets" has no stage "x"',
			'Its stages: "Agent 1", "Review cats".',
		],
		[
			() => pathwayOf(agent!, 'Cow'),
			'The stage "Agent 1" has no pathway "Cow"',
			'Its pathways: "Cat", "Dog".',
		],
		[
			() => pathwayOf(review!, 'Cow'),
			'The stage "Review cats" has no pathway "Cow"',
			'It has none.',
		],
		[
			() =>
				stageOf(
					petsProject({ workflow: { stages: [agent!, { ...agent!, uuid: id(40) }] } }),
					'Agent 1',
				),
			'The project "Pets" has 2 stages with the name "Agent 1"',
			`Give the ID of the one that is meant: ${id(10)}, ${id(40)}.`,
		],
	])(
		'that are not there, or several, are refused with those that are: %#',
		(find, message, advice) => {
			let error: unknown;
			try {
				find();
			} catch (reason) {
				error = reason;
			}
			expect(error).toMatchObject({ name: 'InputError', advice });
			expect((error as Error).message).toBe(message);
		},
	);
});

describe('the label rows of a stage', () => {
	const twin = { ...agent!, uuid: id(40) };
	const inStage = (uuid: string | null, number: number) =>
		labelRow({
			data_hash: id(number),
			workflow_graph_node: uuid === null ? null : { uuid, title: 'Agent 1' },
		});
	const rows = [inStage(id(10), 1), inStage(id(40).toUpperCase(), 2), inStage(null, 3)];

	async function listed(stage: string | undefined, stages = [agent!, review!]) {
		const { client, calls } = fakeClient({
			getProject: async () => petsProject({ workflow: { stages } }),
			listLabelRows: async () => rows,
		});
		const filter: LabelRowFilter = {
			dataTitleLike: '%a%',
			...(stage === undefined ? {} : { workflowStageTitleEq: stage }),
		};
		const found = await listRows(client, id(1), filter);
		const asked = calls.find(([name]) => name === 'listLabelRows')![2];
		return { found: found.map(({ data_hash: hash }) => hash), asked, calls: calls.length };
	}
	const all = [id(1), id(2), id(3)];

	it.each([[agent!.title], ['agent 1'], [id(10)]])('%s are those of its title', async (stage) =>
		expect(await listed(stage)).toEqual({
			found: all,
			asked: { dataTitleLike: '%a%', workflowStageTitleEq: 'Agent 1' },
			calls: 2,
		}),
	);

	it('are all where no stage is asked for', async () =>
		expect(await listed(undefined)).toEqual({
			found: all,
			asked: { dataTitleLike: '%a%' },
			calls: 1,
		}));

	it('are told from those of another stage with its title', async () => {
		expect((await listed(id(10), [agent!, twin])).found).toEqual([id(1)]);
		expect((await listed(id(40), [agent!, twin])).found).toEqual([id(2)]);
		expect((await listed('Agent 1', [agent!, twin])).found).toEqual(all);
	});

	it('that the project does not have are refused', async () =>
		await expect(listed('x')).rejects.toThrow('The project "Pets" has no stage "x"'));
});
