/** Small comparisons whose numbers were worked out by hand. */
import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { Edit } from '../../../../src/labels/edits/edit';
import { applyEdits } from '../../../../src/labels/edits/apply';
import { indexOntology, type OntologyIndex } from '../../../../src/labels/ontology/ontology';
import { agreementOf, classAgreements } from '../../../../src/labels/comparing/agreement';
import { compareLabels, type LabeledSide } from '../../../../src/labels/comparing/compareRows';
import { DEFAULT_RULES, type ComparisonRules } from '../../../../src/labels/comparing/rules';
import { UnreadableCoordinates } from '../../../../src/labels/shapes/parts/unreadableCoordinates';
import { encodeMask } from '../../../../src/labels/shapes/parts/runLengths';
import { contextOf, drawEdit, FRAMES, scenes } from '../arbitraries';
import {
	audioRow,
	box,
	groupRow,
	htmlRow,
	imageGroupRow,
	imageRow,
	ontology,
	ontologyJson,
	textRow,
	videoRow,
} from '../fixtures';

const withShapes = indexOntology({
	...ontologyJson,
	objects: [
		...ontologyJson.objects!,
		{ name: 'Turned', color: '#000', shape: 'rotatable_bounding_box', featureNodeHash: 'obTurned' },
		{ name: 'Spot', color: '#000', shape: 'point', featureNodeHash: 'obSpot' },
		{ name: 'Line', color: '#000', shape: 'polyline', featureNodeHash: 'obLine' },
		{ name: 'Block', color: '#000', shape: 'cuboid_2d', featureNodeHash: 'obBlock' },
	],
} as typeof ontologyJson);

function labeled(
	row: LabelRowJson,
	edits: Edit[],
	metadata: object,
	index: OntologyIndex = withShapes,
): LabeledSide {
	const context = contextOf({ metadata });
	const { labelRow, problems } = applyEdits(row, index, edits, context);
	expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
	return { labels: labelRow, ontology: index, metadata };
}

const picture = { number_of_frames: 1, width: 40, height: 30, data_type: 'IMAGE' };
const film = { number_of_frames: FRAMES, width: 640, height: 480, data_type: 'VIDEO' };
const ofPicture = (...edits: Edit[]) => labeled(imageRow, edits, picture);
const ofFilm = (...edits: Edit[]) => labeled(videoRow, edits, film);
const add = (object: string, coordinates: object, more: object = {}): Edit =>
	({ kind: 'addObject', object, frames: 0, coordinates, mode: 'add', ...more }) as Edit;
const answer = (classification: string, answers: unknown, frames?: unknown): Edit =>
	({ kind: 'setClassification', classification, answers, ...(frames ? { frames } : {}) }) as Edit;

function compared(person: LabeledSide, agent: LabeledSide, rules: Partial<ComparisonRules> = {}) {
	const { tally, differences } = compareLabels(person, agent, { ...DEFAULT_RULES, ...rules });
	const byClass = Object.fromEntries(classAgreements(tally).map((one) => [one.class, one]));
	return { ...agreementOf(tally), byClass, differences, tally };
}

describe('places', () => {
	const points = (list: Array<[number, number]>) =>
		Object.fromEntries(list.map(([x, y], at) => [String(at), { x, y }]));
	const square = (x: number, y: number, w: number, h: number) =>
		points([
			[x, y],
			[x + w, y],
			[x + w, y + h],
			[x, y + h],
		]);
	const flat = (x: number, y: number, w: number, h: number) => [
		x,
		y,
		x + w,
		y,
		x + w,
		y + h,
		x,
		y + h,
	];
	const mask = (columns: number[]) => {
		const data = new Uint8Array(40 * 30);
		for (const x of columns) for (let y = 0; y < 30; y++) data[y * 40 + x] = 1;
		return { bitmask: encodeMask({ width: 40, height: 30, data }) };
	};

	it.each<[string, Edit, Edit, number]>([
		// 0.1 × 0.2 of 0.2 × 0.2 in common: 0.02 / 0.06.
		['boxes', add('Car', box(0.1, 0.1, 0.2, 0.2)), add('Car', box(0.2, 0.1, 0.2, 0.2)), 1 / 3],
		[
			'polygons',
			add('Lane', { polygon: square(0, 0, 0.4, 0.4) }),
			add('Lane', { polygon: square(0.2, 0.2, 0.4, 0.4) }),
			1 / 7,
		],
		[
			'polygons with holes',
			add('Lane', { polygons: [[flat(0, 0, 0.4, 0.4), flat(0.1, 0.1, 0.2, 0.2)]] }),
			add('Lane', { polygon: square(0, 0, 0.4, 0.4) }),
			12 / 16,
		],
		['bitmasks', add('Mask', mask([1, 2, 3])), add('Mask', mask([2, 3, 4, 5])), 2 / 5],
		[
			// 12 × 12 pixels, turned by 45° about the same center.
			'turned boxes',
			add('Turned', { rotatableBoundingBox: { x: 0.2, y: 0.2, w: 0.3, h: 0.4, theta: 0 } }),
			add('Turned', { rotatableBoundingBox: { x: 0.2, y: 0.2, w: 0.3, h: 0.4, theta: 45 } }),
			Math.SQRT1_2,
		],
	])('%s overlap by the share that was worked out', (_what, one, other, share) => {
		const result = compared(ofPicture(one), ofPicture(other), { minOverlap: 0.05 });
		expect(result.meanOverlap).toBeCloseTo(share, 9);
		expect(result).toMatchObject({ agreed: 1, missed: 0, extra: 0, agreement: 1 });
		const strict = compared(ofPicture(one), ofPicture(other), { minOverlap: share + 0.01 });
		expect(strict).toMatchObject({ agreed: 0, missed: 1, extra: 1, agreement: 0 });
	});

	it.each<[string, Edit, Edit, number]>([
		// 3 and 4 pixels of a picture whose diagonal is 50.
		[
			'points',
			add('Spot', { point: { 0: { x: 0.5, y: 0.5 } } }),
			add('Spot', { point: { 0: { x: 0.5 + 3 / 40, y: 0.5 + 4 / 30 } } }),
			0.1,
		],
		[
			'parallel lines',
			add('Line', {
				polyline: points([
					[0.1, 0.5],
					[0.9, 0.5],
				]),
			}),
			add('Line', {
				polyline: points([
					[0.9, 0.6],
					[0.1, 0.6],
				]),
			}),
			0.06,
		],
	])('%s are apart by the distance that was worked out', (_what, one, other, distance) => {
		const near = compared(ofPicture(one), ofPicture(other), { maxDistance: distance + 1e-9 });
		expect(near).toMatchObject({ agreed: 1, missed: 0, extra: 0, meanOverlap: null });
		expect(Object.values(near.byClass)[0]!.meanDistance).toBeCloseTo(distance, 9);
		const far = compared(ofPicture(one), ofPicture(other), { maxDistance: distance - 0.001 });
		expect(far).toMatchObject({ agreed: 0, missed: 1, extra: 1 });
	});

	it('a point is paired with the nearest one, whichever comes first', () => {
		const spot = (x: number, hash: string) =>
			add('Spot', { point: { 0: { x, y: 0.5 } } }, { hash });
		const person = ofPicture(spot(0.5, 'PPPPPPP1'));
		const [near, far] = [spot(0.51, 'AAAnear1'), spot(0.55, 'AAAAfar1')];
		for (const agent of [ofPicture(near, far), ofPicture(far, near)])
			expect(compared(person, agent, { maxDistance: 0.2 }).differences).toEqual([
				{ kind: 'extra', class: 'Spot', agentHash: 'AAAAfar1', frames: [[0, 0]] },
			]);
	});

	it('points in one place are a pair, also where no distance is allowed', () => {
		const spots = (...places: number[]) =>
			ofPicture(...places.map((x) => add('Spot', { point: { 0: { x, y: 0.5 } } })));
		const { byClass } = compared(spots(0.5, 0.7), spots(0.7, 0.51), { maxDistance: 0 });
		expect(byClass.Spot).toMatchObject({ agreed: 1, missed: 1, extra: 1, meanDistance: 0 });
	});

	it('a short piece of a line is not the line', () => {
		const [long, short] = [0.9, 0.2].map((end) =>
			ofPicture(
				add('Line', {
					polyline: points([
						[0.1, 0.5],
						[end, 0.5],
					]),
				}),
			),
		);
		expect(compared(long!, short!).agreed).toBe(0);
		expect(compared(short!, long!).agreed).toBe(0);
	});

	it('cuboids are left out, and named', () => {
		const block = ofPicture(
			add('Block', { cuboid_2d: { front: [0, 0, 1, 0, 1, 1, 0, 1], offset: { x: 0.1, y: 0.1 } } }),
		);
		const result = compared(block, block);
		expect(result.agreement).toBeNull();
		expect([...result.tally.leftOut]).toEqual([['Block', 2]]);
	});
});

describe('where the size of the picture is not known', () => {
	const sizeless = { number_of_frames: 1, data_type: 'IMAGE' };
	const withoutSize = (side: LabeledSide): LabeledSide => {
		const labels = structuredClone(side.labels);
		for (const unit of Object.values(labels.data_units)) {
			delete unit.width;
			delete unit.height;
		}
		return { ...side, labels, metadata: sizeless };
	};
	const unsized = (...edits: Edit[]) => withoutSize(ofPicture(...edits));
	const turned = (theta: number) =>
		add('Turned', { rotatableBoundingBox: { x: 0.2, y: 0.2, w: 0.3, h: 0.4, theta } });
	const spot = (x: number) => add('Spot', { point: { 0: { x, y: 0.5 } } });
	const line = (y: number) =>
		add('Line', { polyline: { 0: { x: 0.1, y }, 1: { x: 0.9, y: 0.5 } } });

	it.each<[string, Edit, Edit]>([
		['turned boxes', turned(0), turned(45)],
		['a turned box and a box', turned(45), add('Car', box(0.2, 0.2, 0.3, 0.4))],
		['points', spot(0.5), spot(0.51)],
		['lines', line(0.5), line(0.51)],
	])('%s are not comparable, and the reason is said', (_what, one, other) => {
		for (const [person, agent] of [
			[one, other],
			[other, one],
		] as const)
			expect(() => compared(unsized(person), unsized(agent))).toThrow(
				/cannot be told on frame 0: the size of the picture is not known/,
			);
	});

	it.each<[string, Edit, Edit, number]>([
		['boxes', add('Car', box(0.1, 0.1, 0.2, 0.2)), add('Car', box(0.2, 0.1, 0.2, 0.2)), 1 / 3],
		['turned boxes in the same place', turned(45), turned(45), 1],
	])(
		'%s are compared, because the ratio of the sides does not matter',
		(_what, one, other, share) => {
			const result = compared(unsized(one), unsized(other), { minOverlap: 0.05 });
			expect(result.agreed).toBe(1);
			expect(result.meanOverlap).toBeCloseTo(share, 9);
		},
	);

	it('a point beside a box, or alone, is missed or extra', () => {
		expect(compared(unsized(spot(0.5)), unsized(add('Car', box())))).toMatchObject({
			...{ agreed: 0, missed: 1, extra: 1 },
		});
	});

	it('what the other side tells about the size counts', () => {
		const [known, unknown] = [ofPicture(spot(0.5)), unsized(spot(0.51))];
		expect(compared(known, unknown).agreed).toBe(1);
		expect(compared(unknown, known).agreed).toBe(1);
	});

	it('sides that tell different sizes are not of the same file', () => {
		const other = unsized(add('Car', box()));
		const wider = { ...other, metadata: { ...sizeless, width: 80, height: 30 } };
		expect(() => compared(ofPicture(add('Car', box())), wider)).toThrow(
			/has 40 × 30 pixels for one side and 80 × 30 for the other/,
		);
	});
});

describe('objects', () => {
	it('of another class in the same place are confused, not missed and extra', () => {
		const result = compared(
			ofPicture(add('Car', box()), add('Car', box(0.6, 0.6, 0.2, 0.2))),
			ofPicture(
				add('Thing', box()),
				add('Car', box(0.6, 0.6, 0.2, 0.2)),
				add('Car', box(0, 0, 0.1, 0.1)),
			),
		);
		expect(result).toMatchObject({ agreed: 1, confused: 1, missed: 0, extra: 1 });
		// Right: 1 of 3 of the agent. Found: 1 of 2 of the person. 2 × 1 / (2 + 3).
		expect(result).toMatchObject({ precision: 1 / 3, recall: 1 / 2, objectAgreement: 2 / 5 });
		expect([...result.tally.confusions.values()]).toEqual([
			{ person: 'Car', agent: 'Thing', count: 1 },
			{ person: 'Car', agent: 'Car', count: 1 },
			{ person: null, agent: 'Car', count: 1 },
		]);
		expect(result.byClass.Thing).toMatchObject({ agreement: 0, mistaken: 1, recall: null });
		expect(result.differences.map(({ kind }) => kind).sort()).toEqual(['extra', 'otherClass']);
	});

	it('of a video are paired frame by frame', () => {
		const person = ofFilm(
			add('Car', box(0.1, 0.1, 0.2, 0.2), { frames: [[0, 3]] }),
			add('Car', box(0.6, 0.6, 0.2, 0.2), { frames: [[2, 5]] }),
		);
		// The agent's one object follows the first car, and jumps to the second one on frame 3.
		const agent = ofFilm({
			kind: 'addObject',
			object: 'Car',
			mode: 'add',
			placements: [
				{ frames: [[0, 2]], coordinates: box(0.1, 0.1, 0.2, 0.2) },
				{ frames: [[3, 4]], coordinates: box(0.6, 0.6, 0.2, 0.2) },
			],
		});
		const result = compared(person, agent);
		// Person: 8 boxes. Agent: 5, all right.
		expect(result).toMatchObject({ agreed: 5, missed: 3, extra: 0, precision: 1, recall: 5 / 8 });
		expect(result.differences.map(({ kind, frames }) => [kind, frames])).toEqual([
			[
				'missed',
				[
					[2, 2],
					[5, 5],
				],
			],
			['missed', [[3, 3]]],
		]);
	});

	it('have attributes that are compared once for a pair, dynamic ones on each frame', () => {
		const car = (make: string, lights: string, from: number) =>
			ofFilm(
				add('Car', box(), { frames: [[0, 9]], hash: 'AAAAAAAA', attributes: { Make: make } }),
				{
					kind: 'setAttributes',
					objectHash: 'AAAAAAAA',
					attributes: { Lights: lights },
					frames: [[from, 9]],
					replacePersonLabels: true,
				} as Edit,
			);
		const result = compared(car('Volvo', 'On', 0), car('Saab', 'On', 4));
		const counts = Object.fromEntries(
			[...result.tally.attributes.values()].map(({ attribute, ...rest }) => [attribute, rest]),
		);
		expect(counts.Make).toMatchObject({ same: 0, different: 1, onlyPerson: 0, onlyAgent: 0 });
		expect(counts.Lights).toMatchObject({ same: 6, different: 0, onlyPerson: 4, onlyAgent: 0 });
		expect(result).toMatchObject({
			objectAgreement: 1,
			answerAgreement: 6 / 11,
			agreement: 6 / 11,
		});
		expect(result.differences).toEqual([
			expect.objectContaining({
				attribute: 'Make',
				person: 'Volvo',
				agent: 'Saab',
				frames: [[0, 9]],
			}),
			expect.objectContaining({ attribute: 'Lights', person: 'On', agent: null, frames: [[0, 3]] }),
		]);
	});

	it.each<[string, LabelRowJson, object, string]>([
		['audio', audioRow, { number_of_frames: 1000, data_type: 'AUDIO' }, 'Speech'],
		['text', textRow, { number_of_frames: 1000, data_type: 'PLAIN_TEXT' }, 'Span'],
	])('of %s are paired by their ranges', (_what, row, metadata, object) => {
		const ranges = (...list: Array<[number, number]>) =>
			labeled(
				row,
				list.map((range) => add(object, { ranges: [range] }, { frames: undefined })),
				metadata,
			);
		// 50 of 150 in common, and 90 of 110.
		const result = compared(ranges([0, 99], [200, 299]), ranges([50, 149], [210, 309]));
		expect(result).toMatchObject({ agreed: 1, missed: 1, extra: 1, meanOverlap: 90 / 110 });
		expect(
			compared(ranges([0, 99]), ranges([50, 149]), { minOverlap: 0.3 }).meanOverlap,
		).toBeCloseTo(1 / 3);
	});

	it('of HTML are paired by their offsets in a node', () => {
		const span = (start: number, end: number, xpath = '/p/text()') =>
			labeled(
				htmlRow,
				[
					add(
						'Span',
						{ rangeHtml: [{ start: { xpath, offset: start }, end: { xpath, offset: end } }] },
						{ frames: undefined },
					),
				],
				{ number_of_frames: 1, data_type: 'PLAIN_TEXT', file_type: 'text/html' },
			);
		expect(compared(span(0, 10), span(0, 8)).meanOverlap).toBeCloseTo(0.8);
		expect(compared(span(0, 10), span(0, 10)).agreed).toBe(1);
		expect(compared(span(0, 10), span(0, 10, '/h1/text()'))).toMatchObject({
			agreed: 0,
			missed: 1,
		});
	});

	it('of pictures of different sizes are measured by the size of each', () => {
		const spot = (x: number) =>
			labeled(imageGroupRow, [add('Spot', { point: { 0: { x, y: 0.5 } } }, { frames: [[0, 1]] })], {
				number_of_frames: 2,
				data_type: 'IMG_GROUP',
			});
		// A tenth of the width of 10 × 8 and of 11 × 9 pixels.
		const mean = (1 / Math.hypot(10, 8) + 1.1 / Math.hypot(11, 9)) / 2;
		const { byClass } = compared(spot(0.4), spot(0.5), { maxDistance: 0.1 });
		expect(byClass.Spot).toMatchObject({ agreed: 2, meanDistance: expect.closeTo(mean, 9) });
	});

	it('of the members of a data group are compared in each of them', () => {
		const inSpace = (space: string) =>
			labeled(groupRow, [add('Car', box(), { space })], {
				data_type: 'GROUP',
				number_of_frames: 0,
			});
		expect(compared(inSpace('film'), inSpace('film'))).toMatchObject({ agreed: 1, agreement: 1 });
	});
});

describe('classifications', () => {
	it('are compared on each frame', () => {
		const result = compared(
			ofFilm(answer('Weather', 'Sunny', [[0, 5]])),
			ofFilm(
				answer('Weather', 'Sunny', [[2, 3]]),
				answer('Weather', { Weather: 'Rain' }, [[4, 6]]),
			),
		);
		expect(result.byClass.Weather).toMatchObject({
			...{ agreed: 2, otherwise: 2, missed: 2, extra: 1 },
			...{ agreement: 4 / 11, precision: 2 / 5, recall: 2 / 6 },
		});
		expect(result).toMatchObject({
			objectAgreement: null,
			answerAgreement: 2 / 7,
			agreement: 2 / 7,
		});
	});

	it('of the whole file are compared once', () => {
		const [good, bad] = ['Good', 'Bad'].map((quality) => ofFilm(answer('Quality', quality)));
		expect(compared(good!, good!)).toMatchObject({ sameAnswers: 1, answerAgreement: 1 });
		const result = compared(good!, bad!);
		expect(result).toMatchObject({ sameAnswers: 0, differentAnswers: 1, agreement: 0 });
		expect(result.differences).toEqual([
			expect.objectContaining({ kind: 'otherAnswer', person: 'Good', agent: 'Bad', frames: [] }),
		]);
	});

	it('read texts without spaces, checklists as sets, numbers within the tolerance', () => {
		const caption = (text: string) => ofPicture(answer('Caption', text));
		expect(compared(caption('A  cat\n'), caption('A cat')).agreement).toBe(1);
		expect(compared(caption('A cat'), caption('a cat')).agreement).toBe(0);
		const tags = (...list: string[]) => ofPicture(answer('Tags', list));
		expect(compared(tags('Night', 'Crowd'), tags('Crowd', 'Night')).agreement).toBe(1);
		expect(compared(tags('Night', 'Crowd'), tags('Crowd')).agreement).toBe(0);
		const people = (count: number) => ofPicture(answer('People', count));
		expect(compared(people(4), people(5)).agreement).toBe(0);
		expect(compared(people(4), people(5), { numericTolerance: 1 }).agreement).toBe(1);
	});

	it('of audio are paired by their ranges', () => {
		const metadata = { number_of_frames: 1000, data_type: 'AUDIO' };
		const mood = (text: string, range: [number, number]) =>
			labeled(audioRow, [answer('Caption', text, [range])], metadata);
		expect(compared(mood('Loud', [0, 99]), mood('Loud', [10, 109])).byClass.Caption).toMatchObject({
			agreed: 1,
		});
		expect(compared(mood('Loud', [0, 99]), mood('Low', [500, 600])).byClass.Caption).toMatchObject({
			agreed: 0,
			missed: 1,
			extra: 1,
		});
	});
});

describe('an empty comparison', () => {
	it('has no agreement at all, and never one of 100 %', () => {
		const result = compared(ofPicture(), ofPicture());
		expect(result).toMatchObject({
			agreement: null,
			objectAgreement: null,
			answerAgreement: null,
			precision: null,
			recall: null,
			meanOverlap: null,
		});
		expect(result.differences).toEqual([]);
	});

	it('of one side without labels is one where all is missed', () => {
		expect(compared(ofPicture(add('Car', box())), ofPicture())).toMatchObject({
			agreement: 0,
			recall: 0,
			precision: null,
		});
	});
});

describe('classes', () => {
	const renamed = (change: (objects: Array<Record<string, unknown>>) => void) => {
		const json = structuredClone(ontologyJson);
		change(json.objects as unknown as Array<Record<string, unknown>>);
		return indexOntology(json);
	};
	const car = (index: OntologyIndex, name = 'Car') =>
		labeled(imageRow, [add(name, box())], picture, index);

	it('of other ontologies are the same by their title', () => {
		const other = renamed(([first]) => (first!.featureNodeHash = 'obOther'));
		expect(compared(car(ontology), car(other))).toMatchObject({ agreed: 1, missed: 0 });
	});

	it('are the same by their feature hash, whatever their titles', () => {
		const other = renamed(([first]) => (first!.name = 'Auto'));
		const result = compared(car(ontology), car(other, 'Auto'), { classes: ['Car'] });
		expect(result.byClass).toEqual({ Car: expect.objectContaining({ agreed: 1 }) });
	});

	it('are refused when several have the title', () => {
		const other = renamed((objects) => {
			objects[0]!.featureNodeHash = 'obOther';
			objects.push({ ...objects[0]!, featureNodeHash: 'obTwice' });
		});
		const agent = labeled(imageRow, [add('obTwice', box())], picture, other);
		expect(() => compared(car(ontology), agent)).toThrow(/Which "Car" is meant cannot be told/);
	});

	it('are refused when their shapes cannot be laid on each other', () => {
		const other = renamed(([first]) => {
			first!.featureNodeHash = 'obOther';
			first!.shape = 'point';
		});
		const agent = labeled(
			imageRow,
			[add('Car', { point: { 0: { x: 0.5, y: 0.5 } } })],
			picture,
			other,
		);
		expect(() => compared(car(ontology), agent)).toThrow(/drawn as bounding_box .* as point/);
	});

	it('that are left out do not count, and unknown ones are refused', () => {
		const person = ofPicture(add('Car', box()), answer('Tags', ['Night']));
		const agent = ofPicture(add('Car', box()));
		expect(compared(person, agent, { classes: ['Car'] })).toMatchObject({ agreement: 1 });
		expect(compared(person, agent)).toMatchObject({ agreement: 0 });
		expect(() => compared(person, agent, { classes: ['Cat'] })).toThrow(/no object .* "Cat"/);
	});

	it('rows of different kinds of files are refused', () => {
		const audio = labeled(audioRow, [], { number_of_frames: 9, data_type: 'AUDIO' });
		expect(() => compared(ofPicture(), audio)).toThrow(/not of the same kind of file/);
	});
});

function isReadable(side: LabeledSide): boolean {
	try {
		compareLabels(side, side);
		return true;
	} catch (error) {
		expect(error).toBeInstanceOf(UnreadableCoordinates);
		return false;
	}
}

describe('for any labels', () => {
	const sideOf = (labels: LabelRowJson, index: OntologyIndex): LabeledSide => ({
		labels,
		ontology: index,
		metadata: film,
	});

	it('a row agrees wholly with itself, and numbers of pairs do not depend on the order', () => {
		fc.assert(
			fc.property(
				scenes,
				fc.integer({ min: 1, max: 4 }),
				({ ontology: index, row, draw }, count) => {
					const edits = Array.from({ length: count }, () => drawEdit(draw, index, row));
					const changed = applyEdits(row, index, edits, contextOf()).labelRow;
					const [one, other] = [sideOf(row, index), sideOf(changed, index)];
					// Unknown fields among the points of a shape make it unreadable, which is refused.
					fc.pre(isReadable(one) && isReadable(other));
					const same = compared(one, one);
					expect([null, 1]).toContain(same.agreement);
					expect(same.differences).toEqual([]);
					const [there, back] = [compared(one, other), compared(other, one)];
					expect(back).toMatchObject({
						agreed: there.agreed,
						confused: there.confused,
						missed: there.extra,
						extra: there.missed,
					});
					expect(back.objectAgreement).toEqual(there.objectAgreement);
				},
			),
			{ numRuns: 150, endOnFailure: true },
		);
	});
});
