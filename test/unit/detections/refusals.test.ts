import { describe, expect, it } from '@jest/globals';
import { maskFromCoco } from '../../../src/labels/detections/formats/cocoMask';
import { pixelsOf, place, rowOf } from './lake';

const otter = (box: unknown, more: object = {}) => ({ class: 'Otter', box, ...more });
const OK = [40, 20, 140, 100];
const MASK = { size: [200, 400], counts: [20 + 200 * 40, 80, 200 * 359 + 100] };

/** Nothing is written, and the reason says this. */
function refuses(
	input: unknown,
	options: Parameters<typeof place>[1],
	reason: string | RegExp,
): void {
	const { objects, refused } = place(input, options);
	expect(objects).toEqual([]);
	expect(refused[0]?.[1]).toMatch(reason);
}

describe('order and scale', () => {
	it.each<[string, unknown, Parameters<typeof place>[1], RegExp]>([
		['four bare numbers', [otter(OK)], { format: 'auto' }, /two corners, a corner and a size/],
		[
			'x, y, width, height',
			[{ class: 'Otter', x: 1, y: 2, width: 30, height: 40 }],
			{ format: 'auto' },
			/corner or the center/,
		],
		[
			'the key xywh',
			[{ class: 'Otter', xywh: [9, 9, 20, 20] }],
			{ format: 'auto' },
			/corner or the center/,
		],
		[
			'Qwen without a scale',
			[{ label: 'Otter', bbox_2d: OK }],
			{ format: 'auto', numbers: 'auto' },
			/grid of 1000/,
		],
		[
			'Qwen beyond the grid, which may have been resized',
			[{ label: 'Otter', bbox_2d: [1, 2, 1400, 1900] }],
			{ format: 'auto', numbers: 'auto' },
			/grid of 1000/,
		],
		[
			'y first against a key',
			[{ label: 'Otter', bbox_2d: OK }],
			{ format: 'yxyx' },
			/yxyx was chosen, but the key "bbox_2d"/,
		],
		[
			'pixels against Gemini',
			[{ label: 'Otter', box_2d: OK }],
			{ format: 'yxyx' },
			/pixels were chosen, but the key "box_2d"/,
		],
		[
			'a size against named corners',
			[otter({ xmin: 1, ymin: 2, xmax: 30, ymax: 40 })],
			{ format: 'xywh' },
			/the names xmin/,
		],
		[
			'corners against a named size',
			[otter({ x: 1, y: 2, width: 30, height: 40 })],
			{},
			/width and a height/,
		],
		['fractions as pixels', [otter([0.1, 0.2, 0.3, 0.4])], {}, /fractions/],
		[
			'pixels as fractions, among a box that fits',
			[otter([0, 0, 1, 1]), otter(OK)],
			{ numbers: 'fractions' },
			/as large as 140/,
		],
		['pixels as percent', [otter([0, 0, 180, 190])], { numbers: 'percent' }, /as large as 190/],
		['fractions as percent', [otter([0.1, 0.2, 0.3, 0.4])], { numbers: 'percent' }, /fractions/],
		[
			'the unit square without a scale',
			[otter([0, 0, 1, 1])],
			{ numbers: 'auto' },
			/may be pixels/,
		],
		[
			'percent signs on some',
			[otter(['10%', '10%', 140, 100])],
			{ numbers: 'auto' },
			/some of its numbers/,
		],
		[
			'a turned picture',
			[otter([1, 2, 30, 40], { imageWidth: 200, imageHeight: 400 })],
			{},
			/turned/,
		],
		['a square picture', [otter([1, 2, 30, 40])], { imageWidth: 320, imageHeight: 320 }, /padded/],
		['half a size', [otter([1, 2, 30, 40], { imageWidth: 200 })], {}, /height undefined/],
		[
			'two sizes',
			[otter([1, 2, 30, 40], { imageWidth: 200, imageHeight: 100 })],
			{ imageWidth: 400, imageHeight: 200 },
			/chosen as 400 × 200/,
		],
		[
			'sizes read as corners',
			[otter([40, 20, 100, 80]), otter([300, 90, 60, 50])],
			{},
			/cannot be two corners/,
		],
		[
			'corners read as sizes',
			[otter([40, 20, 60, 50]), otter([300, 90, 390, 180])],
			{ format: 'xywh' },
			/fit two corners|grid of 1000/,
		],
		[
			'a grid read as pixels',
			[otter([40, 20, 300, 150]), otter([500, 300, 900, 800])],
			{},
			/grid of 1000/,
		],
		[
			'a fifth number that may be an angle',
			[otter([100, 100, 50, 20, 0.4])],
			{ format: 'cxcywh' },
			/score or an angle/,
		],
		[
			'two boxes that differ',
			[{ class: 'Otter', box: OK, bbox: [1, 2, 30, 40] }],
			{},
			/several times/,
		],
		[
			'an angle of unknown unit',
			[{ class: 'Raft', box: [100, 100, 50, 20], angle: 30 }],
			{ format: 'cxcywh' },
			/guess/,
		],
		[
			'theta that may be radians',
			[{ class: 'Raft', box: [100, 100, 50, 20], theta: 1.5 }],
			{ format: 'cxcywh' },
			/radians/,
		],
		[
			'pairs without an order',
			[
				{
					class: 'Reed bed',
					polygon: [
						[1, 2],
						[90, 9],
						[50, 70],
					],
				},
			],
			{ format: 'auto' },
			/x or y comes first/,
		],
		[
			'a mark of two producers',
			[
				{ label: 'Otter', box_2d: OK },
				{ label: 'Otter', bbox_2d: OK },
			],
			{ format: 'auto', numbers: 'auto' },
			/Gemini and Qwen/,
		],
	])('%s', (_, input, options, reason) => refuses(input, options, reason));

	it('are taken where one reading is left', () => {
		expect(
			pixelsOf(place([otter(['10%', '10%', '35%', '50%'])], { numbers: 'auto' }).objects[0]!),
		).toEqual([40, 20, 100, 80]);
		expect(
			pixelsOf(place([otter([0.1, 0.1, 0.35, 0.5])], { numbers: 'auto' }).objects[0]!),
		).toEqual([40, 20, 100, 80]);
		expect(
			pixelsOf(
				place([{ class: 'Otter', left: 40, top: 20, width: 100, height: 80 }], { format: 'auto' })
					.objects[0]!,
			),
		).toEqual([40, 20, 100, 80]);
		expect(
			pixelsOf(
				place(
					[
						{
							class: 'Reed bed',
							polygon: [
								[20, 40],
								[50, 90],
								[90, 10],
							],
						},
					],
					{ format: 'yxyx' },
				).objects[0]!,
			),
		).toEqual([[[40, 20, 90, 50, 10, 90]]]);
		expect(
			pixelsOf(place([otter([20, 10, 70, 50])], { imageWidth: 200, imageHeight: 100 }).objects[0]!),
		).toEqual([40, 20, 100, 80]);
	});
});

describe('classes', () => {
	it.each<[string, unknown, Parameters<typeof place>[1], RegExp]>([
		['part of a word', [otter(OK, { class: 'Otterhound' })], {}, /no class "Otterhound"/],
		['a number without names', [otter(OK, { class: 1 })], {}, /order of the ontology/],
		[
			'a number beyond the names',
			[otter(OK, { class: 0 }), otter(OK, { class: 2 })],
			{ names: ['Otter', 'Raft'] },
			/class number 2/,
		],
		[
			'COCO ids and names',
			[{ image_id: 1, category_id: 1, bbox: [1, 2, 30, 40] }],
			{ format: 'coco', numbers: 'auto', names: ['Otter', 'Water lily'] },
			/counts categories from 1/,
		],
		['two names', [otter(OK, { label: 'Water lily' })], {}, /"Otter" and "Water lily"/],
		['a list of two', [otter(OK, { class: ['Otter', 'Water lily'] })], {}, /2 classes/],
		[
			'a name against its number',
			[otter(OK, { class_id: 1 })],
			{ names: ['Otter', 'Water lily'] },
			/means "Water lily"/,
		],
		[
			'a map against the names',
			[otter(OK, { class: 0 })],
			{ names: ['Otter'], classMap: { 0: 'Water lily' } },
			/lead 0 to "Water lily"/,
		],
		[
			'a map that leads nowhere',
			[otter(OK)],
			{ classMap: { Otter: 'Beaver' } },
			/no class "Beaver"/,
		],
		['an archived class', [otter(OK, { class: 'Old pier' })], {}, /archived/],
		[
			'twins with both shapes',
			[
				{
					class: 'Pier',
					box: OK,
					polygon: [
						[1, 2],
						[90, 9],
						[50, 70],
					],
				},
			],
			{},
			/2 classes are called "Pier"/,
		],
	])('%s', (_, input, options, reason) => refuses(input, options, reason));

	it('are found by their spelling, their number and the map', () => {
		const titles = (input: unknown, options = {}) =>
			place(input, options).objects.map(({ title }) => title);
		expect(
			titles([
				otter(OK, { class: 'WATER_LILY' }),
				otter(OK, { class: 'water-lilies' }),
				otter(OK, { class: 'obOtter' }),
			]),
		).toEqual(['Water lily', 'Water lily', 'Otter']);
		expect(
			titles([otter(OK, { class: 'Otter' }), otter(OK, { class: 'Water lily' })], {
				classMap: { Otter: 'Water lily', 'Water lily': 'Otter' },
			}),
		).toEqual(['Water lily', 'Otter']);
		expect(titles([otter(OK, { class: 'duck' })], { classMap: { '*': 'Otter' } })).toEqual([
			'Otter',
		]);
		expect(
			titles([
				{
					class: 'Pier',
					polygon: [
						[1, 2],
						[90, 9],
						[50, 70],
					],
				},
			]),
		).toEqual(['Pier']);
	});

	it('that are not there can be counted instead of reported', () => {
		const { report } = place(
			[otter(OK), otter(OK, { class: 'duck' }), otter(OK, { class: 'duck' })],
			{ unmatched: 'count' },
		);
		expect(report).toMatchObject({
			unmatched: { duck: 2 },
			detections: 3,
			fields: [{ outcome: 'taken' }],
		});
	});
});

describe('shapes', () => {
	it.each<[string, unknown, RegExp]>([
		['a mask for a box', { class: 'Otter', mask: MASK }, /a mask, but "Otter"/],
		[
			'an outline for a box',
			{
				class: 'Otter',
				polygon: [
					[1, 2],
					[90, 9],
					[50, 70],
				],
			},
			/an outline, but "Otter"/,
		],
		['a point for a box', { class: 'Otter', point: [9, 9] }, /points, but "Otter"/],
		[
			'a turned box for a box',
			{
				class: 'Otter',
				box: [
					[100, 50],
					[180, 90],
					[160, 130],
					[80, 90],
				],
			},
			/four corners/,
		],
		['a mask for a turned box', { class: 'Raft', bbox: OK, mask: MASK }, /Give four corners/],
		['a box for an outline', { class: 'Reed bed', box: OK }, /a box, but "Reed bed"/],
		[
			'a line for an outline',
			{
				class: 'Reed bed',
				keypoints: [
					[1, 2],
					[90, 9],
					[50, 70],
				],
			},
			/keypoints/,
		],
		['a box for a mask', { class: 'Moss', box: OK }, /a box, but "Moss"/],
		['a box for a line', { class: 'Shoreline', box: OK }, /a box/],
		[
			'an outline for a line',
			{
				class: 'Shoreline',
				polygon: [
					[1, 2],
					[90, 9],
					[50, 70],
				],
			},
			/an outline/,
		],
		['a box for a point', { class: 'Buoy', box: OK }, /Choose to convert/],
		['a box for a skeleton', { class: 'Heron', box: OK }, /a box/],
		[
			'too many joints',
			{
				class: 'Heron',
				keypoints: [
					[1, 1],
					[2, 2],
					[3, 3],
					[4, 4],
				],
			},
			/which is which/,
		],
		[
			'unknown joints',
			{ class: 'Heron', keypoints: [{ name: 'Tail', x: 9, y: 7 }] },
			/no point "Tail"/,
		],
		[
			'scores or flags',
			{
				class: 'Heron',
				keypoints: [
					[1, 1, 1],
					[2, 2, 1],
					[3, 3, 1],
				],
			},
			/flags of visibility or scores/,
		],
		['an empty mask', { class: 'Moss', mask: { size: [200, 400], counts: [80000] } }, /empty/],
		[
			'a mask of another size',
			{ class: 'Moss', mask: { size: [100, 200], counts: [5000, 90, 14910] } },
			/200 × 100/,
		],
		[
			'a mask whose runs end early',
			{ class: 'Moss', mask: { size: [200, 400], counts: [5000, 90] } },
			/cover 5090 pixels/,
		],
		[
			'a ring inside of a ring',
			{
				class: 'Reed bed',
				polygons: [
					[
						[1, 1],
						[90, 1],
						[90, 90],
						[1, 90],
					],
					[
						[20, 20],
						[40, 20],
						[40, 40],
					],
				],
			},
			/hole or a part/,
		],
		[
			'an outline without area',
			{
				class: 'Reed bed',
				polygon: [
					[1, 1],
					[50, 50],
					[90, 90],
				],
			},
			/no area/,
		],
		['a point outside', { class: 'Buoy', point: [500, 20] }, /outside/],
		[
			'a line that leaves the picture',
			{
				class: 'Shoreline',
				points: [
					[-40, 20],
					[90, 9],
				],
			},
			/outside/,
		],
		['a box outside', otter([410, 20, 480, 90]), /outside|grid/],
		['no place', { class: 'Otter' }, /no place/],
		['no width', otter([40, 20, 40, 100]), /no area/],
	])('%s', (_, detection, reason) => refuses([detection], {}, reason));

	it('convert what loses nothing', () => {
		const drawn = (detection: unknown) => pixelsOf(place([detection]).objects[0]!);
		expect(drawn({ class: 'Raft', box: OK })).toEqual([40, 20, 100, 80, 0]);
		expect(
			drawn({
				class: 'Otter',
				polygon: [
					[40, 20],
					[140, 20],
					[140, 100],
					[40, 100],
				],
			}),
		).toEqual([40, 20, 100, 80]);
		expect(
			drawn({
				class: 'Raft',
				polygon: [
					[160, 130],
					[80, 90],
					[100, 50],
					[180, 90],
				],
			}),
		).toMatchObject({ 4: expect.closeTo(-153.4, 0) });
		expect(drawn({ class: 'Reed bed', mask: MASK })).toEqual([
			[[40, 20, 41, 20, 41, 100, 40, 100]],
		]);
		const { objects } = place([
			{
				class: 'Moss',
				polygon: [
					[40, 20],
					[41, 20],
					[41, 100],
					[40, 100],
				],
			},
		]);
		const expected = maskFromCoco(MASK as never);
		expect(objects[0]!.places.get(0)!.bitmask).toMatchObject({
			width: expected.width,
			height: expected.height,
		});
		expect(
			pixelsOf(
				place([
					{
						class: 'Heron',
						keypoints: [
							{ name: 'foot', x: 9, y: 8 },
							{ name: 'Beak', x: 5, y: 4 },
						],
					},
				]).objects[0]!,
			),
		).toEqual([
			['Beak', 5, 4],
			['Foot', 9, 8],
		]);
	});

	it('convert what loses something on request, and say so', () => {
		const asked = (detection: unknown) => place([detection], { lossy: 'convert' });
		expect(pixelsOf(asked({ class: 'Otter', mask: MASK }).objects[0]!)).toEqual([40, 20, 1, 80]);
		expect(pixelsOf(asked({ class: 'Reed bed', box: OK }).objects[0]!)).toEqual([
			[[40, 20, 140, 20, 140, 100, 40, 100]],
		]);
		expect(pixelsOf(asked({ class: 'Buoy', box: OK }).objects[0]!)).toEqual([[90, 60]]);
		expect(asked({ class: 'Otter', mask: MASK }).report.fields).toEqual([
			expect.objectContaining({
				outcome: 'repaired',
				repairs: [expect.objectContaining({ rule: 'box around' })],
			}),
		]);
		expect(asked({ class: 'Moss', box: OK }).objects).toEqual([]);
	});

	it('cut a side that drifts over the edge, and only that', () => {
		expect(pixelsOf(place([otter([-8, 150, 90, 206])]).objects[0]!)).toEqual([0, 150, 90, 50]);
		expect(place([otter([-8, 150, 90, 206])]).report.fields[0]).toMatchObject({
			outcome: 'repaired',
		});
		refuses([otter([1040, 20, 1490, 90])], {}, /outside/);
	});
});

describe('confidence', () => {
	it.each([97, 1.4, -0.2, 'high'])('%j is no share', (confidence) =>
		refuses([otter(OK, { confidence })], {}, /expected a share/),
	);

	it.each([
		[1.0000001, 1],
		['88%', 0.88],
		['0.5', 0.5],
		[null, 1],
	])('%j is %d', (confidence, share) => {
		expect(place([otter(OK, { confidence })]).objects[0]!.confidence).toBe(share);
	});

	it('leaves out what is below the least one, without a word', () => {
		const { objects, refused, report } = place(
			[
				otter(OK, { score: 0.4 }),
				otter(OK, { score: 0.6 }),
				otter(OK, { score: 0.1, class: 'duck' }),
			],
			{ minConfidence: 0.5 },
		);
		expect([objects.length, refused, report.belowConfidence]).toEqual([1, [], 2]);
	});
});

describe('frames', () => {
	const film = () => rowOf(20);
	it.each<[string, unknown, RegExp]>([
		['no frame', [otter(OK)], /names no frame/],
		['a time', [otter(OK, { timestamp: 1.5 })], /time 1.5/],
		['a frame beyond the end', [otter(OK, { frame: 20 })], /Frame 20 does not exist/],
		['half a frame', [otter(OK, { frame: 2.5 })], /whole number/],
		[
			'lists for some of the frames',
			[[otter(OK)], [], [otter(OK)]],
			/which list belongs to which frame/,
		],
		['two frames at once', { 3: [otter(OK, { frame: 4 })] }, /stands under frame 3/],
		[
			'a track of two classes',
			[otter(OK, { frame: 0, track: 1 }), otter(OK, { frame: 1, track: 1, class: 'Water lily' })],
			/one object has one class/,
		],
		[
			'a track twice on a frame',
			[otter(OK, { frame: 0, track: 1 }), otter([1, 2, 30, 40], { frame: 0, track: 1 })],
			/twice/,
		],
	])('%s is refused', (_, input, reason) => {
		const { objects, refused } = place(input, {}, film());
		expect(objects).toEqual([]);
		expect(refused[0]![1]).toMatch(reason);
	});

	it('are those of the detection, of what stands around it, or the chosen one', () => {
		const framesOf = (input: unknown, frame?: number) =>
			place(input, frame === undefined ? {} : { frame }, film()).objects.map(({ places }) => [
				...places.keys(),
			]);
		expect(framesOf([otter(OK, { frame: '7' })])).toEqual([[7]]);
		expect(framesOf({ 4: [otter(OK)], 9: [] })).toEqual([[4]]);
		expect(
			framesOf([
				{ frame: 5, detections: [otter(OK)] },
				{ frame: 6, detections: [] },
			]),
		).toEqual([[5]]);
		expect(framesOf([otter(OK)], 3)).toEqual([[3]]);
		expect(place([otter(OK, { frame: 3 })]).refused[0]![1]).toContain('Frame 3 does not exist');
	});
});

describe('text', () => {
	const list = JSON.stringify([otter(OK)]);
	it.each([
		['a fence and sentences', `Here it is:\n\`\`\`json\n${list}\n\`\`\`\nAnything else?`, 1],
		['closed thinking', `<think>${JSON.stringify([otter([1, 2, 30, 40])])}</think>${list}`, 1],
		['unclosed thinking', `<think>${list}`, 0],
		['a denial', `This is wrong: ${list}`, 0],
		['a cut', list.slice(0, -2), 0],
		[
			'two lists that differ',
			`\`\`\`\n${list}\n\`\`\`\nor\n\`\`\`\n${JSON.stringify([otter([1, 2, 30, 40])])}\n\`\`\``,
			0,
		],
		['a key twice', '[{"class": "Otter", "box": [40,20,140,100], "box": [1,2,30,40]}]', 0],
		['Python', "[{'class': 'Otter', 'box': [40, 20, 140, 100], 'track': None},]", 1],
		[
			'a reply of an API',
			JSON.stringify({ choices: [{ finish_reason: 'stop', message: { content: list } }] }),
			1,
		],
		[
			'a reply that was cut',
			JSON.stringify({ choices: [{ finish_reason: 'length', message: { content: list } }] }),
			0,
		],
		['nothing found', '{"detections": []}', 0],
		['words', 'I see nothing.', 0],
	])('%s', (_, text, count) => {
		expect(place(text).objects).toHaveLength(count);
	});

	it('of an empty list is an answer, words are none', () => {
		expect(place('{"detections": []}').refused).toEqual([]);
		expect(place('I see nothing.').refused).toHaveLength(1);
	});
});

describe('attributes', () => {
	it('are read as answers of models are', () => {
		const { row, objects, report } = place([
			otter(OK, { attributes: { pose: 'swims', Tag: '0042', Wings: 2 } }),
		]);
		expect(row.object_answers[objects[0]!.hash]!.classifications).toEqual([
			expect.objectContaining({ name: 'Tag', answers: '0042' }),
			expect.objectContaining({ name: 'Pose' }),
		]);
		expect(report.fields).toContainEqual(
			expect.objectContaining({ field: 'Wings', index: 0, outcome: 'refused' }),
		);
	});

	it('of a track: one answer where it has one, and one for each frame where it is dynamic', () => {
		const { row, objects, report } = place(
			[
				otter(OK, { frame: 0, track: 4, attributes: { Tag: 'a', Pose: 'Swims', Diving: 'Yes' } }),
				otter(OK, { frame: 1, track: 4, attributes: { Tag: 'b', Pose: 'Swims', Diving: 'No' } }),
			],
			{},
			rowOf(20),
		);
		const { hash } = objects[0]!;
		expect(row.object_answers[hash]!.classifications).toEqual([
			expect.objectContaining({ name: 'Pose' }),
		]);
		expect(row.object_actions[hash]).toMatchObject({
			actions: expect.arrayContaining([
				expect.objectContaining({
					range: [[0, 0]],
					answers: [expect.objectContaining({ name: 'Yes' })],
				}),
				expect.objectContaining({
					range: [[1, 1]],
					answers: [expect.objectContaining({ name: 'No' })],
				}),
			]),
		});
		expect(report.fields).toContainEqual(
			expect.objectContaining({ field: 'Tag', outcome: 'refused' }),
		);
	});
});
