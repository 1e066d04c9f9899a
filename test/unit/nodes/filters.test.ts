/** Each filter of each Get Many reaches Encord, or is applied to what Encord lists. */
import { describe, expect, it } from '@jest/globals';
import type { Issue } from '../../../src/encord/calls/issues';
import { getManyIssues } from '../../../nodes/Encord/operations/issue/getMany';
import { getManyLabelRows } from '../../../nodes/Encord/operations/labelRow/getMany';
import { getManyProjects } from '../../../nodes/Encord/operations/project/getMany';
import { getManyTasks } from '../../../nodes/Encord/operations/task/getMany';
import type { Operation } from '../../../nodes/shared/runtime/operation';
import { id, runOperation } from './fakeN8n';
import { labelRow, petsProject } from './fixtures';

async function* none() {}

/** The filters that the form of an operation has. */
const filtersOf = ({ fields }: Operation) =>
	(fields.find(({ name }) => name === 'filters')?.options ?? []).map(({ name }) => name).sort();

interface Listing {
	operation: Operation;
	/** The call that lists, and which of its arguments is the filter. */
	call: string;
	argument: number;
	/** What is asked without a filter. */
	unfiltered: object;
	/** What is asked for each filter, beyond that. */
	cases: Record<string, [value: unknown, asked: object]>;
}

const listings: Listing[] = [
	{
		operation: getManyTasks,
		call: 'listTasks',
		argument: 2,
		unfiltered: {},
		cases: {
			assignees: [
				'ann@example.com, ben@example.com',
				{ userEmails: ['ann@example.com', 'ben@example.com'] },
			],
			dataHashes: [`${id(3)}, ${id(4)}`, { dataHashes: [id(3), id(4)] }],
			datasets: [[id(5)], { datasetHashes: [id(5)] }],
			statuses: [['NEW', 'REOPENED'], { statuses: ['NEW', 'REOPENED'] }],
			titleContains: ['london', { dataTitleContains: 'london' }],
		},
	},
	{
		operation: getManyLabelRows,
		call: 'listLabelRows',
		argument: 1,
		unfiltered: { includeClientMetadata: false, includeChildren: false },
		cases: {
			dataHashes: [`${id(3)}, ${id(4)}`, { dataHashes: [id(3), id(4)] }],
			editedAfter: ['2026-01-31T09:00:00Z', { editedAfter: '2026-01-31T09:00:00.000Z' }],
			editedBefore: ['2026-02-01T09:00:00Z', { editedBefore: '2026-02-01T09:00:00.000Z' }],
			includeClientMetadata: [true, { includeClientMetadata: true }],
			includeChildren: [true, { includeChildren: true }],
			labelStatuses: [['COMPLETED'], { labelStatuses: ['COMPLETED'] }],
			stageTitle: [id(20), { workflowStageTitleEq: 'Review cats' }],
			titleContains: ['london', { dataTitleLike: '%london%' }],
		},
	},
	{
		operation: getManyProjects,
		call: 'listProjects',
		argument: 0,
		unfiltered: { includeOrgAccess: false },
		cases: {
			includeOrgAccess: [true, { includeOrgAccess: true }],
			titleContains: ['pets', { titleLike: '%pets%' }],
		},
	},
];

describe.each(listings.map((listing) => ({ ...listing, resource: listing.operation.resource })))(
	'$resource: Get Many',
	({ operation, call, argument, unfiltered, cases }) => {
		const asked = async (filters: object) => {
			const { calls } = await runOperation(operation, {
				parameters: { project: id(1), stage: id(10), filters },
				client: {
					getProject: async () => petsProject(),
					listTasks: none,
					listLabelRows: async () => [],
					listProjects: async () => [],
				},
			});
			return calls.filter(([name]) => name === call).map((each) => each[argument + 1]);
		};

		it('asks for all without a filter', async () => {
			expect(await asked({})).toEqual([unfiltered]);
		});

		it('has a case here for each of its filters', () => {
			expect(Object.keys(cases).sort()).toEqual(filtersOf(operation));
		});

		it.each(Object.entries(cases))('passes on %s', async (name, [value, more]) => {
			expect(await asked({ [name]: value })).toEqual([{ ...unfiltered, ...more }]);
		});

		it('passes on all filters together', async () => {
			const all = Object.entries(cases).map(([name, [value]]) => [name, value] as const);
			const expected = Object.values(cases).map(([, more]) => more);
			expect(await asked(Object.fromEntries(all))).toEqual([
				Object.assign({}, unfiltered, ...expected),
			]);
		});
	},
);

describe('labelRow: Get Many with two stages of one title', () => {
	const stages = [id(20), id(21), id(22)].map((uuid, at) => ({
		stageType: 'REVIEW',
		uuid,
		title: at === 2 ? 'review' : 'Review',
	}));
	const listed = async (stageTitle: string) => {
		const { json, calls } = await runOperation(getManyLabelRows, {
			parameters: { project: id(1), filters: { stageTitle } },
			client: {
				getProject: async () => petsProject({ workflow: { stages } }),
				listLabelRows: async (_project, filter) =>
					stages
						.filter(({ title }) => title === filter?.workflowStageTitleEq)
						.map((stage, at) => labelRow({ data_hash: id(30 + at), workflow_graph_node: stage })),
			},
		});
		expect(calls.filter(([name]) => name === 'listLabelRows')).toHaveLength(1);
		return json.map(({ stageUuid }) => stageUuid);
	};

	it.each([
		['by the ID of one: that stage alone', id(21), [id(21)]],
		['by the name: both', 'Review', [id(20), id(21)]],
		['by the ID of one whose name has other letters', id(22), [id(22)]],
	])('%s', async (_, given, expected) => {
		expect(await listed(given)).toEqual(expected);
	});

	it('by a name that fits only without its case: refused, because two are meant', async () => {
		await expect(listed('REVIEW')).rejects.toThrow('no stage "REVIEW"');
	});
});

describe('issue: Get Many', () => {
	const issue = (number: number, resolved: boolean, tags: string[]): Issue => ({
		type: 'dataUnit',
		dataUuid: id(31),
		comments: [{ content: String(number) }],
		resolutionHistory: [{ isResolved: resolved }],
		tags: tags.map((name) => ({ name })),
	});
	const listed = async (filters: object) => {
		const { json } = await runOperation(getManyIssues, {
			parameters: { project: id(1), issuesOf: 'project', filters },
			client: {
				listLabelRows: async () => [],
				listIssues: async function* () {
					yield issue(1, false, ['blurred']);
					yield issue(2, true, ['blurred', 'dark']);
					yield issue(3, true, []);
				},
			},
		});
		return json.map(({ comment }) => Number(comment));
	};

	it.each<[object, number[]]>([
		[{}, [1, 2, 3]],
		[{ state: 'open' }, [1]],
		[{ state: 'resolved' }, [2, 3]],
		[{ tags: 'blurred' }, [1, 2]],
		[{ tags: 'dark, blurred' }, [1, 2]],
		[{ tags: 'dark' }, [2]],
		[{ state: 'open', tags: 'dark' }, []],
	])('lists for %j the issues %j', async (filters, expected) => {
		expect(await listed(filters)).toEqual(expected);
	});

	it('asks for no more issues than its limit', async () => {
		let given = 0;
		const { json } = await runOperation(getManyIssues, {
			parameters: { project: id(1), issuesOf: 'project', limit: 2 },
			client: {
				listLabelRows: async () => [],
				listIssues: async function* () {
					while (given < 5) yield issue(++given, false, []);
				},
			},
		});
		expect(json.map(({ comment }) => comment)).toEqual(['1', '2']);
		expect(given).toBe(2);
	});
});
