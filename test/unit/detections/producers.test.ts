/** What single producers give that is not whole, or says two things, is refused; what is whole is taken with its parts. */
import { describe, expect, it } from '@jest/globals';
import { pixelsOf, place } from './lake';

type Options = Parameters<typeof place>[1];

const BOX = [40, 20, 140, 100];
const auto: Options = { format: 'auto', numbers: 'auto' };

it.each<[string, unknown, Options, RegExp]>([
	[
		'a token of Florence-2 above its grid',
		'Otter<loc_100><loc_100><loc_1000><loc_400>',
		{ format: 'florence', numbers: 'auto' },
		/no location tokens above 999/,
	],
	[
		'tokens of Florence-2 that end early',
		'Otter<loc_100><loc_100><loc_350><loc_400>Otter<loc_500><loc_100><loc_700>',
		{ format: 'florence', numbers: 'auto' },
		/four locations each: the text may be cut off/,
	],
	[
		'boxes and outlines of Florence-2 in one answer',
		{ '<OD>': { polygons: [[[40, 20, 140, 20, 140, 100]]], labels: ['Reed bed'], bboxes: [BOX] } },
		{ format: 'florence', numbers: 'auto' },
		/boxes and outlines/,
	],
	[
		'outlines of Florence-2 with a name too few',
		{
			'<OD>': {
				polygons: [[[40, 20, 140, 20, 140, 100]], [[1, 1, 9, 1, 9, 9]]],
				labels: ['Reed bed'],
			},
		},
		{ format: 'florence', numbers: 'auto' },
		/different lengths/,
	],
	[
		'tokens of Qwen that end early',
		'<ref>Otter</ref><box>(100,100),(350,500)</box><ref>Otter</ref><box>(500,100),(700',
		auto,
		/may be cut off/,
	],
	[
		'a circle without a radius',
		{
			version: '5.0',
			shapes: [
				{
					label: 'Moss',
					shape_type: 'circle',
					points: [
						[40, 20],
						[40, 20],
					],
				},
			],
			imageWidth: 400,
			imageHeight: 200,
		},
		{ format: 'labelme', numbers: 'auto', lossy: 'convert' },
		/no radius/,
	],
	[
		'boxes of one detection that differ',
		[{ class: 'Otter', box: BOX, bbox: [50, 20, 140, 100] }],
		{},
		/differ/,
	],
	['data without a list of detections', { result: 7, note: 'done' }, {}, /no list of detections/],
	[
		'a class number whose two names are two classes',
		{ names: { 0: 'Otter' }, detections: [{ class: 0, box: BOX }] },
		{ classMap: { 0: 'Water lily' } },
		/is called "?Otter/,
	],
	[
		'a class of the ontology that all others are led to another one',
		[{ class: 'Otter', box: BOX }],
		{ classMap: { '*': 'Water lily' } },
		/"\*" leads all others/,
	],
	[
		'a region of Label Studio of another kind',
		[
			{
				result: [
					{
						type: 'ellipselabels',
						original_width: 400,
						original_height: 200,
						value: { x: 10, y: 10, radiusX: 5, radiusY: 5, ellipselabels: ['Otter'] },
					},
				],
			},
		],
		{ format: 'labelStudio', numbers: 'auto' },
		/ellipse/,
	],
])('refuses %s', (_, input, options, reason) => {
	const { objects, refused } = place(input, options);
	expect(refused.map(([, why]) => why).join('\n')).toMatch(reason);
	expect(objects).toHaveLength(0);
});

describe('takes', () => {
	it('one box that is given twice with the same numbers', () => {
		const { objects, refused } = place([{ class: 'Otter', box: BOX, bbox: BOX }]);
		expect(refused).toEqual([]);
		expect(objects.map((object) => pixelsOf(object))).toEqual([[40, 20, 100, 80]]);
	});

	it('the highest token of Florence-2', () => {
		const { objects } = place('Otter<loc_0><loc_0><loc_999><loc_999>', {
			format: 'florence',
			numbers: 'auto',
		});
		expect(objects).toHaveLength(1);
	});

	it('several boxes behind one name of Qwen', () => {
		const { objects } = place(
			'<ref>Otter</ref><box>(100,100),(350,500)</box><box>(500,100),(700,300)</box>',
			auto,
		);
		expect(objects.map((object) => pixelsOf(object))).toEqual([
			[40, 20, 100, 80],
			[200, 20, 80, 40],
		]);
	});

	it('attributes beside a detection, and refuses one that is given twice', () => {
		const beside = place([{ class: 'Otter', box: BOX, Pose: 'Swims' }]);
		expect(beside.refused).toEqual([]);
		expect(JSON.stringify(beside.row.object_answers)).toContain('Swims');
		const twice = place([
			{ class: 'Otter', box: BOX, Pose: 'Swims', attributes: { Pose: 'Sleeps' } },
		]);
		expect(JSON.stringify(twice.row.object_answers)).not.toMatch(/Swims|Sleeps/);
		expect(
			twice.report.fields.some(({ outcome, field }) => outcome === 'refused' && field === 'Pose'),
		).toBe(true);
	});

	it('a closed outline of Label Studio', () => {
		const region = (type: string, label: string) => ({
			type: `${type}labels`,
			original_width: 400,
			original_height: 200,
			value: {
				points: [
					[10, 10],
					[35, 10],
					[35, 50],
				],
				[`${type}labels`]: [label],
			},
		});
		const { objects, refused } = place([{ result: [region('polygon', 'Reed bed')] }], {
			format: 'labelStudio',
			numbers: 'auto',
		});
		expect(refused).toEqual([]);
		expect(pixelsOf(objects[0]!)).toEqual([[[40, 20, 140, 20, 140, 100]]]);
	});
});
