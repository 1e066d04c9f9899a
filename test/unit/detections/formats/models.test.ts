/** What vision-language models answer with tokens and tags: Florence, PaliGemma, Molmo, Qwen, and Moondream's maps. */
import { describe, expect, it } from '@jest/globals';
import { recognized } from '../../../../src/detections/formats/registry';
import { pixelsOf, place } from '../lake';
import { placesIn, read } from '../readings';

const auto = { format: 'auto', numbers: 'auto' } as const;
const names = (format: string, data: unknown) =>
	read(format, data).detections.map((detection) => detection.names);

describe('Florence', () => {
	const claim = { order: 'xyxy', unit: 'pixels', by: 'Florence-2' };
	const ring = [40, 20, 200, 40, 120, 180];
	const other = [300, 100, 350, 100, 325, 150];

	it('answers outlines by their parts', () => {
		const task = { polygons: [[ring, other], [other]], labels: ['otter', ''] };
		expect(read('florence', { '<REFERRING_EXPRESSION_SEGMENTATION>': task })).toEqual({
			detections: [
				{
					index: 0,
					names: ['otter'],
					places: [{ kind: 'outline', polygons: [[ring], [other]], claim }],
				},
				{ index: 1, names: [], places: [{ kind: 'outline', polygons: [[other]], claim }] },
			],
			refused: [],
		});
	});

	it('names outlines in a list of their own where boxes are possible, too', () => {
		const task = { bboxes: [], bboxes_labels: [], polygons: [[ring]], polygons_labels: ['otter'] };
		expect(names('florence', { '<OPEN_VOCABULARY_DETECTION>': task })).toEqual([['otter']]);
		expect(() =>
			read('florence', { '<OPEN_VOCABULARY_DETECTION>': { ...task, bboxes: [[1, 2, 3, 4]] } }),
		).toThrow('Florence-2 answered boxes and outlines; give one of them.');
		const boxes = {
			bboxes: [[40, 20, 140, 100]],
			bboxes_labels: ['otter'],
			polygons: [],
			polygons_labels: [],
		};
		expect(placesIn('florence', { '<OPEN_VOCABULARY_DETECTION>': boxes })).toEqual([
			{ kind: 'box', numbers: [40, 20, 140, 100], claim },
		]);
	});

	it.each<[string, object]>([
		['fewer names', { polygons: [[ring], [other]], labels: ['otter'] }],
		['no names', { polygons: [[ring]] }],
	])('is refused with outlines and %s', (_, task) => {
		expect(() => read('florence', { '<SEG>': task })).toThrow(
			'The outlines and the names of Florence-2 have different lengths.',
		);
	});

	it('is refused where an outline is no list of numbers', () => {
		expect(() =>
			read('florence', { '<SEG>': { polygons: [[['x', 1]]], labels: ['otter'] } }),
		).toThrow('An outline has "x" where a number is expected.');
	});

	it('is told by one task with a map below it', () => {
		const answer = { bboxes: [], labels: [] };
		expect(recognized({ '<OD>': answer, note: 1 }).map(({ name }) => name)).toEqual(['florence']);
		for (const data of [
			{ '<OD>': answer, '<SEG>': answer },
			{ '<OD>': 'x' },
			{ OD: answer },
			{ '<od>': answer },
		])
			expect(recognized(data)).toEqual([]);
		// Chosen, it may lack the name of its task.
		expect(placesIn('florence', { bboxes: [[40, 20, 140, 100]], labels: ['otter'] })).toMatchObject(
			[{ numbers: [40, 20, 140, 100], claim }],
		);
	});

	it('counts tokens by the middle of their part of the grid', () => {
		const text =
			'<s>otter<loc_100><loc_200><loc_300><loc_400><loc_0><loc_1><loc_998><loc_999> water lily<loc_5><loc_6><loc_7><loc_8></s><pad>';
		const grid = { order: 'xyxy', unit: 'grid1000', by: 'the tokens of Florence-2' };
		const box = (...numbers: number[]) => [{ kind: 'box', numbers, claim: grid }];
		expect(read('florence', text)).toEqual({
			detections: [
				{ index: 0, names: ['otter'], places: box(100.5, 200.5, 300.5, 400.5) },
				{ index: 1, names: ['otter'], places: box(0.5, 1.5, 998.5, 999.5) },
				{ index: 2, names: ['water lily'], places: box(5.5, 6.5, 7.5, 8.5) },
			],
			refused: [],
		});
	});

	it.each([
		['otter<loc_1><loc_2><loc_3><loc_1000>', 'Florence-2 has no location tokens above 999.'],
		[
			'otter<loc_1><loc_2><loc_3>',
			'The tokens of Florence-2 are not a name and four locations each: the text may be cut off.',
		],
		[
			'otter<loc_1><loc_2><loc_3><loc_4><loc_5>',
			'The tokens of Florence-2 are not a name and four locations each: the text may be cut off.',
		],
		[
			'<loc_1><loc_2><loc_3><loc_4>',
			'The tokens of Florence-2 are not a name and four locations each: the text may be cut off.',
		],
	])('%s is refused', (text, reason) => {
		expect(() => read('florence', text)).toThrow(reason);
	});
});

describe('PaliGemma', () => {
	const claim = { order: 'yxyx', unit: 'grid1024', by: 'PaliGemma' };
	const tokens = (...numbers: number[]) =>
		numbers.map((value) => `<loc${String(value).padStart(4, '0')}>`).join('');

	it('answers boxes with y first, of 1024 parts', () => {
		const text = ` ${tokens(102, 102, 512, 358)} otter ; ${tokens(0, 1, 1022, 1023)} ;<eos>`;
		expect(read('paligemma', text)).toEqual({
			detections: [
				{
					index: 0,
					names: ['otter'],
					places: [{ kind: 'box', numbers: [102, 102, 512, 358], claim }],
				},
				{ index: 1, names: [], places: [{ kind: 'box', numbers: [0, 1, 1022, 1023], claim }] },
			],
			refused: [],
		});
	});

	it('answers masks that are not read', () => {
		expect(placesIn('paligemma', `${tokens(1, 2, 3, 4)}<seg001><seg127> otter`)).toEqual([
			{ kind: 'box', numbers: [1, 2, 3, 4], claim },
			{ kind: 'unread', what: 'mask in <seg> tokens', claim },
		]);
	});

	it.each<[unknown, string]>([
		[
			`${tokens(1, 2, 3)} otter`,
			`"${tokens(1, 2, 3)} otter" is not four <locNNNN> tokens and a name: the text may be cut off.`,
		],
		[
			`${tokens(1, 2, 3, 4)} otter; ${tokens(1)}`,
			`"${tokens(1)}" is not four <locNNNN> tokens and a name: the text may be cut off.`,
		],
		[`${tokens(1, 2, 3, 1024)} otter`, 'PaliGemma has no location tokens above 1023.'],
		[{ a: 1 }, 'PaliGemma answers text with <locNNNN> tokens.'],
	])('%j is refused', (text, reason) => {
		expect(() => read('paligemma', text)).toThrow(reason);
	});
});

describe('Molmo', () => {
	const claim = { order: 'xyxy', unit: 'percent', named: true, by: 'Molmo' };
	const point = (x: number, y: number) => [{ kind: 'points', ring: [x, y], claim }];

	it('answers points with a name in the tag or beside it', () => {
		const text =
			'Here: <point x="25" y="50.5" alt="buoy">buoy</point> and <points x1="0" y1="100" x2="7" y2="8" alt="Buoy"></points><point x="1" y="2"> </point>.';
		expect(read('molmo', text)).toEqual({
			detections: [
				{ index: 0, names: ['buoy'], places: point(25, 50.5) },
				{ index: 1, names: ['Buoy'], places: point(0, 100) },
				{ index: 2, names: ['Buoy'], places: point(7, 8) },
				{ index: 3, names: [], places: point(1, 2) },
			],
			refused: [],
		});
	});

	it.each<[unknown, string]>([
		['<point x="1" y="2" alt="buoy">otter</point>', 'A point is called "otter" and "buoy".'],
		['<point x="1" y="2">buoy', 'A <point> tag is not closed: the text may be cut off.'],
		['<points x1="1" y1="2">buoy</point>', 'A <point> tag is not closed: the text may be cut off.'],
		['<point x="1" y="2" x="3">buoy</point>', 'A <point> tag has "x" twice.'],
		[
			'<points coords="1 2">buoy</points>',
			'Points under "coords" are of a newer Molmo, whose scale is not known here.',
		],
		['<points x1="1" y2="2">buoy</points>', 'A <point> tag has no x1 and y1 from 0 to 100.'],
		['<point x="" y="2">buoy</point>', 'A <point> tag has no x and y from 0 to 100.'],
		['<point x="101" y="2">buoy</point>', 'A <point> tag has no x and y from 0 to 100.'],
		['<point x="1" y="-2">buoy</point>', 'A <point> tag has no x and y from 0 to 100.'],
		['<point alt="buoy">buoy</point>', 'A <point> tag has no x and y.'],
		[
			'<point x="1" y="2">buoy</point> But that is not a buoy.',
			'A sentence beside the detections denies, doubts or corrects them',
		],
		[[], 'Molmo answers text with <point> tags.'],
	])('%j is refused', (text, reason) => {
		expect(() => read('molmo', text)).toThrow(reason);
	});
});

describe('Qwen', () => {
	const claim = { order: 'xyxy', unit: 'grid1000', by: 'the tokens of Qwen' };

	it('answers boxes as tokens, several for one name', () => {
		const text =
			'<ref> otter </ref><box>(1,2),(3,4)</box> <box>( 5 , 6 ),( 7 , 8 )</box>\n<ref>lily</ref><box>(9,10),(11,12)</box>';
		const box = (...numbers: number[]) => [{ kind: 'box', numbers, claim }];
		expect(read('qwen', text)).toEqual({
			detections: [
				{ index: 0, names: ['otter'], places: box(1, 2, 3, 4) },
				{ index: 1, names: ['otter'], places: box(5, 6, 7, 8) },
				{ index: 2, names: ['lily'], places: box(9, 10, 11, 12) },
			],
			refused: [],
		});
	});

	it.each([
		[
			'<ref>otter</ref><box>(1,2),(3,4)',
			'The tokens of Qwen are not whole: the text may be cut off.',
		],
		['<box>(1,2),(3,4)</box>', 'The tokens of Qwen are not whole: the text may be cut off.'],
		[
			'<ref>otter</ref><box>(1,2),(3,4)</box> This is not an otter.',
			'A sentence beside the detections denies',
		],
	])('%s is refused', (text, reason) => {
		expect(() => read('qwen', text)).toThrow(reason);
	});
});

describe('Moondream', () => {
	const corners = { x_min: 0.1, y_min: 0.1, x_max: 0.35, y_max: 0.5 };

	it('answers fractions without a class, rounded to a little more than 1 at most', () => {
		expect(
			recognized({ objects: [corners, { ...corners, x_max: 1.5 }] }).map(({ name }) => name),
		).toEqual(['moondream']);
		for (const entry of [
			{ ...corners, x_max: 1.51 },
			{ ...corners, y_min: 2 },
			{ ...corners, label: 'otter' },
			{ ...corners, class: 'otter' },
			{ x_min: 0.1, y_min: 0.1, x_max: 0.35 },
		])
			expect(recognized({ objects: [corners, entry] })).toEqual([]);
		expect(recognized({ objects: [] })).toEqual([]);
		const { objects } = place({ objects: [corners] }, { ...auto, defaultClass: 'Otter' });
		expect(objects.map((each) => pixelsOf(each))).toEqual([[40, 20, 100, 80]]);
	});
});
