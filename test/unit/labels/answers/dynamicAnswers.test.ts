/** Answers that change over frames: which answer is on which frames after a change. */
import { describe, expect, it } from '@jest/globals';

import type { EncordJson, LabelRowJson } from '../../../../src/encord/wire/json';
import {
	actionsOf,
	answeredByPeople,
	cutDynamicAnswers,
	setDynamicAnswer,
	type DynamicChange,
} from '../../../../src/labels/answers/dynamicAnswers';
import { findObject } from '../../../../src/labels/ontology/lookup';
import { RowDraft } from '../../../../src/labels/row/draft';
import { trackHash } from '../../../../src/labels/row/identity';
import { spaceOf } from '../../../../src/labels/row/space';
import { groupRow, ontology, videoRow } from '../fixtures';

const car = findObject(ontology, 'Car');
const lights = car.attributeByHash.get('atLights')!;
const option = (title: 'On' | 'Off') => car.optionByHash.get(`op${title}`)!;
const json = (title: string) => ({
	name: title,
	value: title.toLowerCase(),
	featureHash: `op${title}`,
});
const action = (title: string, range: unknown, more: object = {}): EncordJson => ({
	featureHash: 'atLights',
	answers: [json(title)],
	manualAnnotation: false,
	range,
	...more,
});
const change = (title: 'On' | 'Off' | null, ranges: Array<[number, number]>): DynamicChange => ({
	attribute: lights,
	value: title === null ? null : { type: 'radio', option: option(title) },
	ranges,
	manualAnnotation: false,
});
const draftOf = (actions?: EncordJson[], row: LabelRowJson = videoRow) =>
	new RowDraft(
		actions === undefined
			? row
			: { ...row, object_actions: { car: { objectHash: 'car', actions, future: 1 } } },
		undefined,
	);
const video = spaceOf(videoRow, undefined)!;
/** The answers with their ranges after changes. */
const after = (actions: EncordJson[] | undefined, ...changes: DynamicChange[]) => {
	const draft = draftOf(actions);
	for (const each of changes) setDynamicAnswer(draft, video, 'car', each);
	return actionsOf(draft, 'car').map(({ answers, range }) => [
		(answers as EncordJson[])[0]?.name,
		range,
	]);
};

describe('an answer on frames', () => {
	it('that is the first has everything that Encord keeps of it', () => {
		const draft = draftOf();
		setDynamicAnswer(draft, video, 'car', change('On', [[0, 3]]));
		expect(draft.row.object_actions).toStrictEqual({
			car: {
				objectHash: 'car',
				actions: [
					{
						name: 'Lights',
						value: 'lights',
						answers: [json('On')],
						featureHash: 'atLights',
						manualAnnotation: false,
						dynamic: true,
						range: [[0, 3]],
						shouldPropagate: false,
						trackHash: trackHash('car', 'atLights', [json('On')]),
					},
				],
			},
		});
	});

	it('has the track hash and author that are asked for, and the space it is in', () => {
		const draft = draftOf(undefined, groupRow);
		const film = spaceOf(groupRow, undefined, 'film')!;
		const given = { ...change('On', [[0, 3]]), manualAnnotation: true, trackHash: 'track001' };
		setDynamicAnswer(draft, film, 'car', given);
		expect(actionsOf(draft, 'car')).toMatchObject([
			{ trackHash: 'track001', manualAnnotation: true, spaceId: 'film' },
		]);
	});

	it.each<[string, EncordJson[], DynamicChange, unknown[]]>([
		[
			'takes frames from another one, and comes first',
			[action('Off', [[0, 9]])],
			change('On', [[2, 3]]),
			[
				['On', [[2, 3]]],
				[
					'Off',
					[
						[0, 1],
						[4, 9],
					],
				],
			],
		],
		[
			'joins the same one',
			[action('Off', [[4, 9]]), action('On', [[0, 1]])],
			change('On', [[2, 5]]),
			[
				['Off', [[6, 9]]],
				['On', [[0, 5]]],
			],
		],
		[
			'removes one that has no frames left',
			[action('Off', [[2, 3]]), action('On', [[0, 1]])],
			change('On', [[2, 3]]),
			[['On', [[0, 3]]]],
		],
		[
			'that is null removes them',
			[action('Off', [[0, 3]]), action('On', [[4, 9]])],
			change(null, [[3, 4]]),
			[
				['Off', [[0, 2]]],
				['On', [[5, 9]]],
			],
		],
	])('%s', (_, actions, given, expected) => expect(after(actions, given)).toEqual(expected));

	it('leaves other attributes and other spaces', () => {
		const actions = [
			action('On', [[0, 9]], { featureHash: 'atOther' }),
			action('On', [[0, 9]], { spaceId: 'film' }),
		];
		const draft = draftOf(actions);
		setDynamicAnswer(draft, video, 'car', change(null, [[0, 9]]));
		expect(draft.row.object_actions.car!.actions).toBe(actions);
		setDynamicAnswer(draft, video, 'car', change('On', [[0, 0]]));
		expect(actionsOf(draft, 'car').slice(1)).toEqual(actions);
	});

	it('that is there already changes nothing', () => {
		const draft = draftOf([action('On', [[0, 9]])]);
		setDynamicAnswer(draft, video, 'car', change('On', [[2, 3]]));
		expect(draft.row).toBe(draft.base);
		expect(draft.touched.size).toBe(0);
	});

	it('keeps other keys of the entry; with the last answer the entry goes', () => {
		const draft = draftOf([action('On', [[0, 3]])]);
		setDynamicAnswer(draft, video, 'car', change('Off', [[4, 4]]));
		expect(draft.row.object_actions.car).toMatchObject({ objectHash: 'car', future: 1 });
		setDynamicAnswer(draft, video, 'car', change(null, [[0, 9]]));
		expect(draft.row.object_actions).toEqual({});
	});

	it('takes an action without a range for one without frames', () =>
		expect(after([action('Off', 'all')], change('On', [[0, 0]]))).toEqual([
			['On', [[0, 0]]],
			['Off', 'all'],
		]));
});

describe('frames that the object has left', () => {
	const cut = (actions: EncordJson[], frames: number[]) => {
		const draft = draftOf(actions);
		cutDynamicAnswers(draft, video, 'car', frames);
		return draft;
	};

	it('lose their answers, and an answer without frames goes', () => {
		const draft = cut([action('On', [[0, 3]]), action('Off', [[4, 6]])], [0, 2, 3]);
		expect(actionsOf(draft, 'car').map(({ range }) => range)).toEqual([
			[
				[0, 0],
				[2, 3],
			],
		]);
		expect(cut([action('On', [[0, 3]])], []).row.object_actions).toEqual({});
	});

	it('change nothing where no answer is on them', () => {
		for (const actions of [
			[action('On', [[0, 3]])],
			[action('On', [[7, 9]], { spaceId: 'film' })],
		]) {
			const draft = cut(actions, [0, 1, 2, 3, 4]);
			expect(draft.row).toBe(draft.base);
		}
		const none = draftOf();
		cutDynamicAnswers(none, video, 'car', [0]);
		expect(none.row).toBe(none.base);
	});
});

describe('frames on which a person has answered otherwise', () => {
	const manual = { manualAnnotation: true };
	const actions = [
		action('On', [[0, 3]], manual),
		action('Off', [[4, 6]], manual),
		action('Off', [[7, 7]]),
		action('Off', [[8, 8]], { manualAnnotation: undefined }),
		action('Off', [[9, 9]], { ...manual, featureHash: 'atOther' }),
		action('Off', [[10, 10]], { ...manual, spaceId: 'film' }),
	];
	const answered = (given: DynamicChange) =>
		answeredByPeople(draftOf(actions), video, 'car', given);

	it('are those with another answer; all of them when answers are removed', () => {
		expect(answered(change('On', [[2, 20]]))).toEqual([
			[4, 6],
			[8, 8],
		]);
		expect(answered(change('Off', [[2, 20]]))).toEqual([[2, 3]]);
		expect(answered(change(null, [[2, 20]]))).toEqual([
			[2, 6],
			[8, 8],
		]);
	});

	it('are none where nobody has answered', () =>
		expect(
			answered(
				change(null, [
					[7, 7],
					[9, 10],
				]),
			),
		).toEqual([]));
});
