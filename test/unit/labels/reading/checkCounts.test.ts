/** How many objects there may be, which frames need labels, chosen frames, and members of data groups. */
import { describe, expect, it } from '@jest/globals';
import type { CheckRule } from '../../../../src/labels/reading/checkRule';
import { audioRow, box, groupRow } from '../fixtures';
import { add, faults, GROUP, where } from './faults';

describe('counts', () => {
	const cars = [add('Car', [[0, 1]]), add('Car', 1, box(0.5, 0.5, 0.1, 0.1)), add('Thing', 1)];
	const count = (more: Partial<Extract<CheckRule, { rule: 'count' }>>): CheckRule => ({
		...{ rule: 'count', per: 'frame', ...more },
	});

	it.each<[string, CheckRule, string[]]>([
		['at most as many as there are', count({ class: 'Car', max: 2 }), []],
		[
			'at most one',
			count({ class: 'Car', max: 1 }),
			['1: Frame 1 has 2 "Car"; expected at most 1'],
		],
		['none', count({ class: 'obThing', max: 0 }), ['1: Frame 1 has 1 "Thing"; expected at most 0']],
		[
			'at least one',
			count({ class: 'Car', min: 1 }),
			[2, 3].map((at) => `${at}: Frame ${at} has 0 "Car"; expected at least 1`),
		],
		[
			'at least two of any class',
			count({ min: 2 }),
			[0, 2, 3].map((at) => `${at}: Frame ${at} has ${at ? 0 : 1} objects; expected at least 2`),
		],
		[
			'an empty name means any class',
			count({ class: '', max: 2 }),
			['1: Frame 1 has 3 objects; expected at most 2'],
		],
		['without bounds', count({}), []],
	])('of a frame: %s', (_what, rule, messages) =>
		expect(where(faults(cars, [rule]))).toEqual(messages),
	);

	it.each<[CheckRule, object[]]>([
		[count({ per: 'labelRow', min: 3, max: 3 }), []],
		[
			count({ per: 'labelRow', max: 2 }),
			[{ rule: 'count', message: 'The label row has 3 objects; expected at most 2' }],
		],
		[
			count({ per: 'labelRow', class: 'Car', min: 3 }),
			[
				{
					...{ rule: 'count', class: 'Car' },
					message: 'The label row has 2 "Car"; expected at least 3',
				},
			],
		],
	])('of a row: %j', (rule, found) => expect(faults(cars, [rule])).toEqual(found));

	it('of a row of unknown length are those of frames with objects', () => {
		const metadata = { width: 640, height: 480, data_type: 'VIDEO' };
		expect(where(faults([add('Car', 3)], [count({ min: 2 })], { metadata }))).toEqual([
			'3: Frame 3 has 1 objects; expected at least 2',
		]);
	});

	it('of frames: sound has none', () => {
		const metadata = { number_of_frames: 9, data_type: 'AUDIO' };
		const rules = [count({ min: 1 }), { rule: 'emptyFrames' } as const];
		expect(faults([], rules, { row: audioRow, metadata })).toEqual([]);
		expect(
			faults([], [count({ per: 'labelRow', min: 1 })], { row: audioRow, metadata }),
		).toHaveLength(1);
	});
});

describe('only the chosen frames', () => {
	const filter = { frames: [[1, 2]] as Array<[number, number]> };
	it('are counted, and looked at for labels', () => {
		const rules: CheckRule[] = [
			{ rule: 'count', class: 'Car', min: 1, per: 'frame' },
			{ rule: 'emptyFrames' },
		];
		expect(where(faults([add('Car', 1)], rules, { filter }))).toEqual([
			'2: Frame 2 has 0 "Car"; expected at least 1',
			'2: Frame 2 has no label',
		]);
		expect(faults([add('Car', [[1, 2]])], rules, { filter })).toEqual([]);
	});

	it('that overlap or are beyond the end count once', () => {
		const frames: Array<[number, number]> = [
			[2, 3],
			[3, 9],
			[0, 0],
		];
		expect(
			where(faults([add('Car', 0)], [{ rule: 'emptyFrames' }], { filter: { frames } })),
		).toEqual(['2: Frames 2–3 have no label']);
	});
});

it('faults are in the order of frames, whichever rule found them', () => {
	const rules: CheckRule[] = [
		{ rule: 'count', max: 1, per: 'frame' },
		{ rule: 'emptyFrames' },
		{ rule: 'count', min: 9, per: 'labelRow' },
	];
	expect(where(faults([add('Car', 1), add('Thing', 1), add('Car', 3)], rules))).toEqual([
		'undefined: The label row has 3 objects; expected at least 9',
		'0: Frame 0 has no label',
		'1: Frame 1 has 2 objects; expected at most 1',
		'2: Frame 2 has no label',
	]);
});

describe('members of a data group', () => {
	const inFilm = (frames: unknown, coordinates = box()) =>
		add('Car', frames, coordinates, { space: 'film' });
	const group = { row: groupRow, metadata: GROUP };

	it('are checked by their own frames and sizes', () => {
		const [tiny, large] = [inFilm(0, box(0.5, 0.5, 0.1, 0.1)), inFilm(0, box(0, 0, 0.5, 0.5))];
		expect(faults([tiny, large], [{ rule: 'size', minSide: 6 }], group)).toEqual([
			{
				...{ rule: 'size', class: 'Car', hash: expect.any(String), space: 'film', frame: 0 },
				...{ x: expect.closeTo(0.55), y: expect.closeTo(0.55) },
				message: '"Car" is 10 × 5 px; a side is at least 6 px',
			},
		]);
	});

	it('need labels on their frames, too', () => {
		const rules: CheckRule[] = [{ rule: 'emptyFrames' }];
		expect(faults([inFilm([[0, 7]])], rules, group)).toEqual([
			{ rule: 'emptyFrames', space: 'film', frame: 8, message: 'Frames 8–9 have no label' },
		]);
		const min: CheckRule = { rule: 'count', min: 1, per: 'frame' };
		expect(faults([inFilm([[0, 8]])], [min], group)).toEqual([
			{
				...{ rule: 'count', space: 'film', frame: 9 },
				message: 'Frame 9 has 0 objects; expected at least 1',
			},
		]);
	});

	it('do not overlap each other', () => {
		const row = structuredClone(groupRow);
		const spaces = row.spaces as Record<string, object>;
		spaces.side = structuredClone(spaces.film!);
		const both = [inFilm(0), add('Car', 0, box(), { space: 'side' })];
		const rules: CheckRule[] = [
			{ rule: 'overlap', max: 0 },
			{ rule: 'count', max: 1, per: 'frame' },
		];
		expect(faults(both, rules, { row, metadata: GROUP })).toEqual([]);
		const twice = [...both, add('Car', 0, box(), { space: 'side' })];
		expect(
			faults(twice, rules, { row, metadata: GROUP }).map(({ rule, space }) => [rule, space]),
		).toEqual([
			['overlap', 'side'],
			['count', 'side'],
		]);
	});
});
