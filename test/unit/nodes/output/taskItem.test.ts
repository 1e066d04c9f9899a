/** Tasks and label rows in the output. */
import { describe, expect, it } from '@jest/globals';
import type { WorkflowTask } from '../../../../src/encord/calls/tasks';
import { labelRowSummary } from '../../../../nodes/shared/output/labelRow';
import { statusWords } from '../../../../nodes/shared/output/status';
import { handoutJson, taskIdentity, type Handout } from '../../../../nodes/shared/output/taskItem';
import { id } from '../fakeN8n';
import { labelRow, petsProject } from '../fixtures';

const { stages } = petsProject().workflow!;
const [agent] = stages;
const [cat, dog] = agent!.pathways!;
const context = { projectHash: id(1), stage: agent!, stages, appUrl: '' };
const task = (more: Partial<WorkflowTask> = {}): WorkflowTask => ({
	...{ uuid: id(33), dataHash: id(31), dataTitle: 'a.jpg', status: 'IN_REVIEW' },
	...{ createdAt: 'then', updatedAt: 'now', labelBranchName: 'main' },
	...{ assignee: 'ann@example.com', lastActionedBy: 'ben@example.com' },
	...more,
});
const identity = {
	...{ dataTitle: 'a.jpg', stageTitle: 'Agent 1', status: 'In Review' },
	...{ assignee: 'ann@example.com', lastActionedBy: 'ben@example.com', branchName: 'main' },
	...{ createdAt: 'then', updatedAt: 'now', projectHash: id(1), dataHash: id(31) },
	...{ taskUuid: id(33), stageUuid: id(10) },
};

describe('a task', () => {
	it('has its file, its stage and its people', () =>
		expect(taskIdentity(context, task(), { statusInWords: true })).toEqual(identity));

	it.each([
		['IN_REVIEW', true, 'In Review'],
		['IN_REVIEW', false, 'IN_REVIEW'],
		[null, true, null],
		[null, false, null],
		[undefined, false, null],
	])('with the state %j, in words: %j, reads %j', (status, statusInWords, expected) =>
		expect(taskIdentity(context, task({ status } as never), { statusInWords }).status).toBe(
			expected,
		),
	);

	it('has nothing where Encord sends nothing', () => {
		const { uuid, dataHash, dataTitle } = task();
		const bare = { uuid, dataHash, dataTitle } as WorkflowTask;
		expect(taskIdentity(context, bare, { statusInWords: true })).toEqual({
			...identity,
			...{ status: null, assignee: null, lastActionedBy: null, branchName: null },
			...{ createdAt: null, updatedAt: null },
		});
	});
});

describe('a task that is handed out', () => {
	const handout = (more: Partial<Handout> = {}): Handout =>
		({
			task: task(),
			attempt: 2,
			leasedUntil: Date.parse('2026-01-31T09:00:00Z'),
			...more,
		}) as Handout;
	const options = { statusInWords: true, labelRow: false, raw: false };

	it('says until when it is held', () =>
		expect(handoutJson(context, handout(), options)).toEqual({
			...identity,
			attempt: 2,
			leasedUntil: '2026-01-31T09:00:00.000Z',
			// The address of the app is not known.
			editorUrl: null,
		}));

	it.each([
		[cat, 'Review cats'],
		[dog, null],
	])('says where it went: %j', (pathway, destinationTitle) =>
		expect(
			handoutJson(context, handout({ moved: true, pathway: pathway! }), options),
		).toMatchObject({
			moved: true,
			leasedUntil: null,
			pathway: {
				title: pathway!.title,
				name: pathway!.title,
				uuid: pathway!.uuid,
				destinationUuid: pathway!.destinationUuid,
				destinationTitle,
			},
		}),
	);

	it('that was not moved is held', () =>
		expect(handoutJson(context, handout({ moved: false }), options)).toMatchObject({
			moved: false,
			pathway: null,
			leasedUntil: '2026-01-31T09:00:00.000Z',
		}));

	it('has its label row and what Encord sent where the form says so', () => {
		const all = { ...options, labelRow: true, raw: true };
		expect(handoutJson(context, handout({ row: labelRow() }), all)).toMatchObject({
			labelRow: { dataTitle: 'cat_01.jpg' },
			raw: { uuid: id(33), assignee: 'ann@example.com' },
		});
		expect(handoutJson(context, handout(), all).labelRow).toBeNull();
	});
});

describe('a label row', () => {
	const summary = {
		...{ dataTitle: 'cat_01.jpg', datasetTitle: 'Set', stageTitle: 'Agent 1', status: null },
		...{ dataType: 'image', labelStatus: 'NOT_LABELLED', branchName: 'main', priority: 0.5 },
		...{ assignee: null, frames: 1, framesPerSecond: null, durationSeconds: null },
		...{ width: 640, height: 480, lastEditedAt: null, projectHash: id(1), dataHash: id(31) },
		...{ datasetHash: id(32), labelHash: id(30), stageUuid: id(10), taskUuid: id(33) },
		storageItemUuid: id(34),
	};

	it('has its file, its stage and its size', () =>
		expect(labelRowSummary(id(1), labelRow())).toEqual(summary));

	it('has its state in words, its metadata and its group where there are some', () =>
		expect(
			labelRowSummary(
				id(1),
				labelRow({
					...{ annotation_task_status: 'IN_REVIEW', assigned_user_email: 'ann@example.com' },
					...{ client_metadata: { a: 1 }, group_hash: id(60), priority: 0 },
					...{ frames_per_second: 25, duration: 2, last_edited_at: 'now' },
				}),
			),
		).toEqual({
			...summary,
			...{ status: 'In Review', assignee: 'ann@example.com', clientMetadata: { a: 1 } },
			...{ groupHash: id(60), priority: 0, framesPerSecond: 25, durationSeconds: 2 },
			lastEditedAt: 'now',
		}));

	it('has nothing where Encord sends nothing', () =>
		expect(
			labelRowSummary(
				id(1),
				labelRow({
					...{ workflow_graph_node: null, priority: null, width: null, height: null },
					...{ label_hash: null, task_uuid: null, backing_item_uuid: null },
				}),
			),
		).toEqual({
			...summary,
			...{ stageTitle: null, stageUuid: null, priority: null, width: null, height: null },
			...{ labelHash: null, taskUuid: null, storageItemUuid: null },
		}));
});

describe('a state in words', () => {
	it.each([
		['IN_REVIEW', 'In Review'],
		['inReview', 'In Review'],
		['NEW', 'New'],
		['two words', 'Two Words'],
		['', null],
		[null, null],
		[undefined, null],
	])('of %j is %j', (status, words) => expect(statusWords(status)).toBe(words));
});
