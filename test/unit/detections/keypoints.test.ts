/** Keypoints as pose models, labeling tools and services write them, and what their third number means. */
import { describe, expect, it } from '@jest/globals';
import { placesIn } from './readings';

const by = 'the data';
const points = (value: unknown, more: object = {}) =>
	placesIn('xyxy', [{ keypoints: value, ...more }]);
const asKeypoints = (list: unknown, claim: object = { by }) => [
	{ kind: 'keypoints', points: list, claim },
];

describe('keypoints in rows', () => {
	it.each<[string, unknown, object[]]>([
		[
			'of pairs say nothing about what can be seen',
			[
				[1, 2],
				[3, 4],
			],
			[
				{ x: 1, y: 2 },
				{ x: 3, y: 4 },
			],
		],
		[
			'with a 2 among their third numbers have flags',
			[
				[1, 2, 2],
				[3, 4, 1],
				[0, 0, 0],
			],
			[
				{ x: 1, y: 2, visibility: 'visible' },
				{ x: 3, y: 4, visibility: 'occluded' },
				{ x: 0, y: 0, missing: true },
			],
		],
		[
			'with fractions as third numbers have scores',
			[
				[1, 2, 0.5],
				[3, 4, 1],
				[0, 0, 0.49],
			],
			[
				{ x: 1, y: 2, visibility: 'visible' },
				{ x: 3, y: 4, visibility: 'visible' },
				{ x: 0, y: 0, missing: true },
			],
		],
		[
			'may be one flat list of triples',
			[1, 2, 2, 3, 4, 0],
			[
				{ x: 1, y: 2, visibility: 'visible' },
				{ x: 3, y: 4, missing: true },
			],
		],
		['may be written as text', ['1', '2', '2'], [{ x: 1, y: 2, visibility: 'visible' }]],
	])('%s', (_, value, expected) => {
		expect(points(value)).toEqual(asKeypoints(expected));
	});

	it.each<[string, unknown, string]>([
		[
			'third numbers that fit flags and scores',
			[
				[1, 2, 1],
				[3, 4, 0],
			],
			'The third numbers of the keypoints (1, 0) may be flags of visibility or scores. Choose the format COCO for flags.',
		],
		[
			'whole third numbers beyond flags',
			[
				[1, 2, 2],
				[3, 4, 3],
			],
			'The third numbers of the keypoints (2, 3) may be flags of visibility or scores. Choose the format COCO for flags.',
		],
		[
			'a negative third number beside flags',
			[
				[1, 2, 2],
				[3, 4, -1],
			],
			'The third numbers of the keypoints (2, -1) may be flags of visibility or scores. Choose the format COCO for flags.',
		],
		[
			'third numbers that are neither',
			[
				[1, 2, 0.5],
				[3, 4, 1.5],
			],
			'The third numbers of the keypoints (0.5, 1.5) are neither flags nor scores.',
		],
		[
			'a negative score',
			[
				[1, 2, 0.5],
				[3, 4, -0.5],
			],
			'The third numbers of the keypoints (0.5, -0.5) are neither flags nor scores.',
		],
		[
			'a low score of a point that is somewhere',
			[
				[1, 2, 0.9],
				[3, 0, 0.49],
			],
			'A keypoint has the score 0.49: whether it was found is a guess. Leave such points out, or give them at 0, 0.',
		],
		[
			'rows of different lengths',
			[
				[1, 2],
				[3, 4, 2],
			],
			'Keypoints are [x, y] or [x, y, visibility], the same for all points.',
		],
		[
			'rows of one number',
			[[1], [2]],
			'Keypoints are [x, y] or [x, y, visibility], the same for all points.',
		],
		[
			'rows of four numbers',
			[[1, 2, 3, 4]],
			'Keypoints are [x, y] or [x, y, visibility], the same for all points.',
		],
		['empty rows', [[]], 'Keypoints are [x, y] or [x, y, visibility], the same for all points.'],
		[
			'a flat list of pairs',
			[1, 2, 3, 4],
			'The keypoints have 4 numbers; expected x, y, v for each point.',
		],
		['words', 'beak', '"keypoints" is "beak"; expected points.'],
		['a word in a row', [[1, 'b']], 'A keypoint has "b" where a number is expected.'],
	])('with %s are refused', (_, value, reason) => {
		expect(points(value)).toBe(reason);
	});

	it('of COCO have flags, also where 2 is not among them', () => {
		const coco = (keypoints: unknown) => placesIn('coco', [{ keypoints }]);
		expect(coco([1, 2, 1, 0, 0, 0])).toMatchObject([
			{
				points: [
					{ x: 1, y: 2, visibility: 'occluded' },
					{ x: 0, y: 0, missing: true },
				],
			},
		]);
		for (const flag of [3, -1, 0.5])
			expect(coco([1, 2, flag])).toBe(
				`The visibility of a keypoint is ${flag}; expected 0, 1 or 2.`,
			);
	});

	it('of Ultralytics have scores from 0 to 1, in three lists', () => {
		const ultralytics = (keypoints: unknown) => placesIn('ultralytics', [{ keypoints }]);
		const claim = { pixelsOrFractions: true, order: 'xyxy', by: 'Ultralytics', named: true };
		expect(ultralytics({ x: [1, 0], y: [2, 0], visible: [1, 0] })).toEqual(
			asKeypoints(
				[
					{ x: 1, y: 2, visibility: 'visible' },
					{ x: 0, y: 0, missing: true },
				],
				claim,
			),
		);
		expect(ultralytics({ x: [1], y: [2] })).toEqual(asKeypoints([{ x: 1, y: 2 }], claim));
		for (const score of [1.1, -0.1])
			expect(ultralytics({ x: [1], y: [2], visible: [score] })).toBe(
				`The score of a keypoint is ${score}; expected 0 to 1.`,
			);
		for (const lists of [
			{ x: [1], y: [2, 3] },
			{ x: [1], y: [2], visible: [1, 1] },
		])
			expect(ultralytics(lists)).toBe('The lists of the keypoints have different lengths.');
	});
});

describe('keypoints with names', () => {
	it.each<[string, object, object]>([
		['alone', {}, {}],
		['as text', { x: '1', y: ' 2' }, {}],
		['seen', { visible: true }, { visibility: 'visible' }],
		['hidden', { visible: false }, { visibility: 'occluded' }],
		['with the flag 2', { v: 2 }, { visibility: 'visible' }],
		['with the flag 2 as text', { visibility: '2' }, { visibility: 'visible' }],
		['with a fraction as visibility', { visibility: 0.75 }, { visibility: 'visible' }],
		['with a confidence', { confidence: 1 }, { visibility: 'visible' }],
		['with a score', { score: 0.5 }, { visibility: 'visible' }],
		['at 0, 0 with a low score', { x: 0, y: 0, score: 0.1 }, { x: 0, y: 0, missing: true }],
	])('%s', (_, more, expected) => {
		for (const word of ['name', 'class', 'label', 'class_name'])
			expect(points([{ [word]: 'Beak', x: 1, y: 2, ...more }])).toEqual(
				asKeypoints([{ name: 'Beak', x: 1, y: 2, ...expected }], { by, named: true }),
			);
		// The same below the name as a key. It does not say that x comes first for others.
		expect(points({ Beak: { x: 1, y: 2, ...more } })).toEqual(
			asKeypoints([{ name: 'Beak', x: 1, y: 2, ...expected }]),
		);
	});

	it('may be pairs', () => {
		expect(points({ Beak: [1, 2], Wing: [3, 4] })).toEqual(
			asKeypoints([
				{ name: 'Beak', x: 1, y: 2 },
				{ name: 'Wing', x: 3, y: 4 },
			]),
		);
	});

	it.each<[unknown, string]>([
		[
			[{ x: 1, y: 2 }],
			'The keypoint {"x":1,"y":2} has no name; expected its name in the skeleton.',
		],
		[
			[{ name: 5, x: 1, y: 2 }],
			'The keypoint {"name":5,"x":1,"y":2} has no name; expected its name in the skeleton.',
		],
		[[{ name: 'Beak', x: 1 }], 'A keypoint has nothing where a number is expected.'],
		[
			[{ name: 'Beak', x: 1, y: 2, v: 'yes' }],
			'The visibility of a keypoint has "yes" where a number is expected.',
		],
		[
			[{ name: 'Beak', x: 1, y: 2, score: 'high' }],
			'The score of a keypoint has "high" where a number is expected.',
		],
		[
			[{ name: 'Beak', x: 1, y: 2, v: 1 }],
			'The third numbers of the keypoints (1) may be flags of visibility or scores. Choose the format COCO for flags.',
		],
	])('%j are refused', (value, reason) => {
		expect(points(value)).toBe(reason);
	});

	it.each(['keypoint_names', 'keypointNames', 'keypoints_names', 'keypoint_labels'])(
		'may stand beside them under %s',
		(key) => {
			const pairs = [
				[1, 2],
				[3, 4],
			];
			expect(points(pairs, { [key]: ['Beak', 'Wing'] })).toEqual(
				asKeypoints([
					{ x: 1, y: 2, name: 'Beak' },
					{ x: 3, y: 4, name: 'Wing' },
				]),
			);
			expect(points(pairs, { [key]: ['Beak'] })).toBe(
				'There are 2 keypoints and 1 names of keypoints.',
			);
			for (const none of [[], 'Beak'])
				expect(points(pairs, { [key]: none })).toMatchObject([{ points: [{ x: 1 }, { x: 3 }] }]);
			// Their own names count.
			expect(points({ Foot: [1, 2] }, { [key]: ['Beak', 'Wing'] })).toMatchObject([
				{ points: [{ name: 'Foot' }] },
			]);
		},
	);

	it('are none where the list is empty', () => {
		expect(points([])).toEqual([]);
	});
});
