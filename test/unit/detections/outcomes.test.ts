/** What the report of a whole list says, and lists whose numbers show another order or scale than the chosen one. */
import { describe, expect, it } from '@jest/globals';
import { detectionEdits } from '../../../src/detections/detections';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { ontology, pixelsOf, place, rowOf } from './lake';

type Options = Parameters<typeof place>[1];
const BOX = [40, 20, 140, 100];
const otter = (box: unknown = BOX, more: object = {}) => ({ class: 'Otter', box, ...more });
const film = rowOf(20);

describe('a report', () => {
	it('lists what was taken, changed and refused, by position', () => {
		const { report } = place([
			otter(),
			otter([-8, 150, 90, 206]),
			otter(BOX, { class: 'Duck' }),
			5,
		]);
		expect({ ...report, edits: report.edits.length }).toEqual({
			edits: 2,
			sources: [[0], [1]],
			detections: 4,
			belowConfidence: 0,
			unmatched: {},
			fields: [
				{ index: 3, outcome: 'refused', reason: expect.stringContaining('The detection is 5') },
				{ index: 2, outcome: 'refused', reason: expect.stringContaining('no class "Duck"') },
				{ index: 0, outcome: 'taken', value: 'Otter' },
				{
					index: 1,
					outcome: 'repaired',
					value: 'Otter',
					repairs: [{ rule: 'cut at the edge', from: 'box', to: 'box' }],
				},
			],
			left: [],
		});
	});

	it('of a refused list has one reason and no edits', () => {
		expect(place('I see nothing.').report).toEqual({
			edits: [],
			sources: [],
			detections: 0,
			belowConfidence: 0,
			unmatched: {},
			fields: [{ outcome: 'refused', reason: expect.stringContaining('no list of detections') }],
			left: [],
		});
	});

	it('counts classes that the ontology lacks, where that is asked for', () => {
		const list = [
			otter(BOX, { class: 'duck' }),
			otter(BOX, { class: 'duck' }),
			otter(BOX, { class: 'crab' }),
		];
		const { report } = place(list, { unmatched: 'count' });
		expect(report).toMatchObject({ unmatched: { duck: 2, crab: 1 }, fields: [], detections: 3 });
		expect(place(list, { unmatched: 'refuse' }).report).toMatchObject({
			unmatched: {},
			fields: [{}, {}, {}],
		});
	});

	it('leaves out what is below the least confidence, and keeps what says none', () => {
		const list = [0.4, 0.5, 0.6, undefined].map((confidence) => otter(BOX, { confidence }));
		const { objects, report } = place(list, { minConfidence: 0.5, mode: 'add' });
		expect(objects.map(({ confidence }) => confidence)).toEqual([0.5, 0.6, 1]);
		expect(report.belowConfidence).toBe(1);
		expect(place(list, { minConfidence: 1, mode: 'add' }).report.belowConfidence).toBe(3);
		expect(place(list, { minConfidence: 1.01 }).refused).toEqual([
			[undefined, 'The least confidence is 1.01; expected a share from 0 to 1.'],
		]);
		// One that cannot be read is refused, not left out.
		const unread = place([otter(BOX, { confidence: 'high' })], { minConfidence: 0.5 });
		expect(unread.report.belowConfidence).toBe(0);
		expect(unread.refused).toEqual([[0, expect.stringContaining('The confidence is "high"')]]);
	});

	it('says on which media detections cannot be placed', () => {
		const reason = (labels: object, target: object = {}) =>
			detectionEdits(
				[otter()],
				{ labels: { ...rowOf(), ...labels }, ontology, ...target },
				{ format: 'xyxy', numbers: 'pixels' },
			).fields[0]!.reason;
		const text = (media: string) =>
			`Detections are places on pictures, or ranges of audio or text; this media is ${media}.`;
		expect(reason({ data_type: 'group' })).toBe(text('group'));
		expect(reason({}, { space: 'gone' })).toBe(text('unknown'));
		expect(reason({})).toBeUndefined();
	});

	it('refuses classes whose shape no detection can give', () => {
		const cuboids = indexOntology({
			objects: [
				{ name: 'Crate', shape: 'cuboid_2d', color: '#336699', featureNodeHash: 'obCrate' },
			],
			classifications: [],
		} as never);
		const { fields } = detectionEdits(
			[{ class: 'Crate', box: BOX }],
			{ labels: rowOf(), ontology: cuboids },
			{ format: 'xyxy', numbers: 'pixels' },
		);
		expect(fields).toEqual([
			{
				index: 0,
				outcome: 'refused',
				reason:
					'"Crate" is drawn as cuboid 2d, which a detection cannot give. Give coordinates in the format Encord.',
			},
		]);
	});

	it('names the objects of the agent that are not found again', () => {
		const first = place([otter(), otter([200, 100, 260, 140])]);
		const hashes = first.objects.map(({ hash }) => hash);
		expect(place([otter()], {}, first.row).report.left).toEqual([{ hash: hashes[1], frames: [0] }]);
		expect(place([], {}, first.row).report.left.map(({ hash }) => hash)).toEqual(hashes);
		expect(place([otter()], { mode: 'add' }, first.row).report.left).toEqual([]);
		const onFilm = place([otter(BOX, { frame: 3 })], {}, film);
		expect(place([], {}, onFilm.row).report.left).toEqual([]);
		expect(place([], { frame: 3 }, onFilm.row).report.left).toEqual([
			{ hash: onFilm.objects[0]!.hash, frames: [3] },
		]);
		expect(place([], { frame: 4 }, onFilm.row).report.left).toEqual([]);
	});

	it('gives two detections at one place two objects, which are found again', () => {
		const twice = [otter(), otter()];
		const first = place(twice);
		expect(new Set(first.objects.map(({ hash }) => hash)).size).toBe(2);
		const again = place(twice, {}, first.row);
		expect(again.objects.map(({ hash }) => hash).sort()).toEqual(
			first.objects.map(({ hash }) => hash).sort(),
		);
		expect(place([otter()], {}, first.row).objects).toHaveLength(2);
	});

	it('lets a track go on in a later part of a video', () => {
		const part = (frame: number) => [otter([frame, 20, frame + 100, 100], { frame, track: 'a' })];
		const first = place(part(0), {}, film);
		const second = place(part(9), {}, first.row);
		expect(second.objects.map(({ hash, places }) => [hash, [...places.keys()]])).toEqual([
			[first.objects[0]!.hash, [0, 9]],
		]);
	});
});

describe('a list that shows another reading', () => {
	const first = (list: unknown, options: Options = {}) => place(list, options);

	it.each<[string, number[], Options]>([
		['xyxy', [100, 80, 60, 90], {}],
		['xyxy', [100, 80, 160, 70], {}],
		['yxyx', [100, 80, 60, 90], { format: 'yxyx' }],
	])('as %s has no corner before the first: %j', (order, box, options) => {
		expect(first([otter([1, 2, 90, 80]), otter(box)], options)).toMatchObject({
			objects: [],
			refused: [
				[
					undefined,
					`The box [${box.join(', ')}] cannot be two corners (${order}): its second corner lies before its first. The numbers may be in another order.`,
				],
			],
		});
	});

	it('of which one box has its corners named is refused alone', () => {
		const box = { xmin: 100, ymin: 80, xmax: 60, ymax: 90 };
		const { objects, refused } = first([otter(), otter(box)]);
		expect(objects).toHaveLength(1);
		expect(refused).toEqual([
			[1, 'The box [100, 80, 60, 90] has no area when it is read as xyxy.'],
		]);
		// Sizes may be smaller than places.
		expect(
			first([otter([100, 80, 60, 90])], { format: 'xywh' }).objects.map((each) => pixelsOf(each)),
		).toEqual([[100, 80, 60, 90]]);
	});

	it('as pixels may be a grid of 1000 where a box lies beyond', () => {
		const beyond = 'The box lies outside of the picture.';
		expect(first([otter(), otter([500, 300, 900, 800])]).refused).toEqual([
			[undefined, `${beyond} All numbers fit a grid of 1000, so that they may be no pixels.`],
		]);
		const large = first([otter(), otter([500, 300, 900, 1001])]);
		expect(large.objects).toHaveLength(1);
		expect(large.refused).toEqual([[1, beyond]]);
		const negative = first([otter(), otter([-500, 10, -300, 90])]);
		expect(negative.refused).toEqual([[1, beyond]]);
		const percent = first([otter([10, 10, 40, 40]), otter([110, 10, 140, 40])], {
			numbers: 'percent',
		});
		expect([percent.objects.length, percent.refused]).toEqual([1, [[1, beyond]]]);
	});

	it('as a corner and a size may be two corners where a box reaches over the edge by more than rounding', () => {
		const xywh = (...boxes: number[][]) =>
			first(
				boxes.map((box) => otter(box)),
				{ format: 'xywh', numbers: 'fractions' },
			);
		const reason =
			'A box reaches over the edge of the picture, and all boxes fit two corners, so that the order may not be xywh.';
		// 0.5 + 0.53 is more than 1.02.
		expect(xywh([0.1, 0.1, 0.2, 0.2], [0.5, 0.1, 0.53, 0.2])).toMatchObject({
			objects: [],
			refused: [[undefined, reason]],
		});
		expect(xywh([0.1, 0.1, 0.2, 0.2], [0.5, 0.1, 0.515, 0.2]).refused).toEqual([]);
		// One box has no second corner behind its first.
		expect(xywh([0.3, 0.1, 0.2, 0.2], [0.5, 0.1, 0.53, 0.2]).refused).toEqual([]);
		expect(xywh([0.1, 0.3, 0.2, 0.2], [0.5, 0.1, 0.53, 0.2]).refused).toEqual([]);
		// A named size is no second corner.
		const named = { class: 'Otter', x: 0.5, y: 0.1, width: 0.53, height: 0.2 };
		expect(first([named], { format: 'xywh', numbers: 'fractions' }).refused).toEqual([]);
	});

	it('as a center and a size may be two corners, too', () => {
		const list = [otter([0.1, 0.1, 0.2, 0.2]), otter([0.3, 0.1, 0.72, 0.2])];
		expect(first(list, { format: 'cxcywh', numbers: 'fractions' }).refused).toEqual([
			[
				undefined,
				'A box reaches over the edge of the picture, and all boxes fit two corners, so that the order may not be cxcywh.',
			],
		]);
	});
});
