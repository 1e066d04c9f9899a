/** The stage that an output names for its task. */
import { describe, expect, it } from '@jest/globals';
import { withStageOfTask } from '../../../../nodes/shared/runtime/stageOfTask';
import { formOf, type FormAround } from '../fields/fakeForm';

const output = (more: object = {}) => ({ json: { taskUuid: 't', stageUuid: 'now', ...more } });
const stages = (around: FormAround, ...results: Array<ReturnType<typeof output>>) =>
	withStageOfTask(formOf({}, around), results).map(({ json }) => json.stageUuid);

describe('the stage of a task', () => {
	it.each<[string, FormAround, string]>([
		[
			'the item',
			{
				item: { taskUuid: 't', stageUuid: 'then' },
				before: [['A', { taskUuid: 't', stageUuid: 'far' }]],
			},
			'then',
		],
		[
			'the nearest node that names it',
			{
				before: [
					['A', { taskUuid: 't' }],
					['B', { taskUuid: 't', stageUuid: 'b' }],
					['C', { taskUuid: 't', stageUuid: 'c' }],
				],
			},
			'b',
		],
		[
			'no node of another task',
			{
				item: { taskUuid: 'u', stageUuid: 'then' },
				before: [['A', { taskUuid: 'u', stageUuid: 'a' }]],
			},
			'now',
		],
		['no node whose item is not known', { before: [['A', undefined]] }, 'now'],
	])('is that of %s', (_what, around, stage) => expect(stages(around, output())).toEqual([stage]));

	const around: FormAround = { item: { taskUuid: 't', stageUuid: 'then' } };

	it('is the same for all results of an item', () =>
		expect(stages(around, output(), output({ taskUuid: 'u' }), output())).toEqual([
			'then',
			'now',
			'then',
		]));

	it.each([
		['no task', { taskUuid: null }, 'now'],
		['no stage', { stageUuid: undefined }, undefined],
		['the title of the stage, which says where the task is now', { stageTitle: 'Review' }, 'now'],
		['no title of the stage, although it has the field', { stageTitle: null }, 'now'],
	])('stays in an output with %s', (_what, more, stage) =>
		expect(stages(around, output(more))).toEqual([stage]),
	);

	it('changes nothing else', () => {
		const results = [output({ added: 1 }), { ...output(), binary: {} }];
		expect(withStageOfTask(formOf({}, around), results)).toEqual([
			{ json: { taskUuid: 't', stageUuid: 'then', added: 1 } },
			{ json: { taskUuid: 't', stageUuid: 'then' }, binary: {} },
		]);
		expect(withStageOfTask(formOf({}), results)).toEqual(results);
	});
});
