/** COCO as a whole, the class table, names of files, and the pieces in which a file is written. */
import { describe, expect, it } from '@jest/globals';
import { classTable } from '../../../../src/labels/export/classTable';
import { exportWriter } from '../../../../src/labels/export/exportFile';
import { frameFileName, stemOf, type ExportRow } from '../../../../src/labels/export/exportRow';
import {
	fileBytes,
	framesInFile,
	type FileWriter,
} from '../../../../src/labels/export/files/writer';
import { Losses } from '../../../../src/labels/export/losses';
import { visiblePlace } from '../../../../src/labels/export/places/visiblePlace';
import { writtenAsCoco } from '../../../../src/labels/export/places/coco';
import { writtenAsPascalVoc } from '../../../../src/labels/export/places/pascalVoc';
import {
	yoloBox,
	yoloOutline,
	yoloPose,
	yoloRotatedBox,
} from '../../../../src/labels/export/places/yolo';
import { ontology } from '../fixtures';
import { ontologyOf } from '../../../../scripts/cases/drawnRow';
import type { Geometry } from '../../../../src/geometry/geometry';
import type { Point } from '../../../../src/geometry/plane';

describe('the class table', () => {
	const of = (...wanted: string[]) =>
		[...classTable(ontology, wanted)].map(([hash, { position, title, item }]) => {
			expect(item.featureHash).toBe(hash);
			return `${position} ${title} ${hash}`;
		});

	it('has all classes in the order of the ontology, without a wish', () =>
		expect(of()).toEqual([
			...['0 Car obCar', '1 Thing obThing', '2 Lane obLane', '3 Mask obMask'],
			...['4 Speech obSpeech', '5 Span obSpan'],
		]));

	it('has the wanted ones, by title or hash, numbered in the order of the ontology', () =>
		expect(of('obLane', 'Car')).toEqual(['0 Car obCar', '1 Lane obLane']));

	it('names the classes there are, when one is unknown', () =>
		expect(() => of('Car', 'Boat')).toThrow(
			new RangeError(
				'The ontology has no class "Boat". It has: Car, Thing, Lane, Mask, Speech, Span.',
			),
		));

	it('has the names of the points of skeletons', () => {
		const skeleton = classTable(ontologyOf('skeleton', ['nose', 'tail']));
		expect([...skeleton.values()][0]!.pointNames).toEqual(['nose', 'tail']);
		expect(classTable(ontology).get('obCar')!.pointNames).toBeUndefined();
	});
});

describe('poses of YOLO', () => {
	const settings = (classes: ReturnType<typeof classTable>) => ({
		...{ classes, losses: new Losses(), allFrames: false },
	});
	it('need a class of skeletons', () =>
		expect(() => exportWriter('yoloPose', settings(classTable(ontology)))).toThrow(
			new RangeError('YOLO poses need a class of skeletons; none is among the classes.'),
		));

	it('need the same number of points for all classes', () => {
		const [pair] = classTable(ontologyOf('skeleton', ['nose', 'tail'])).values();
		const [three] = classTable(ontologyOf('skeleton', ['a', 'b', 'c'])).values();
		const both = new Map([
			['two', { ...pair!, title: 'Dog' }],
			['three', { ...three!, title: 'Cat', position: 1 }],
		]);
		expect(() => exportWriter('yoloPose', settings(both))).toThrow(
			new RangeError(
				'YOLO poses have the same number of points for all classes; "Dog" has 2, "Cat" has 3. Choose classes that fit together.',
			),
		);
	});
});

it.each([
	['a.png', 'a'],
	['a/b/c.mp4', 'c'],
	['a\\b.tif', 'b'],
	['a.b.c', 'a.b'],
	['.hidden', '.hidden'],
	['a.', 'a.'],
	['a.12345', 'a'],
	['a.123456', 'a.123456'],
	['dir/', 'file'],
	['', 'file'],
])('%j is written to files called %j', (title, stem) => {
	expect(stemOf(title)).toBe(stem);
	expect(frameFileName(title, 7)).toBe(`${stem}_frame_7.jpg`);
});

it.each([
	['a film', { length: 3, isPictures: false }, false, [1, 2]],
	['a film, with all frames', { length: 3, isPictures: false }, true, [0, 1, 2]],
	['pictures', { length: 3, isPictures: true }, false, [0, 1, 2]],
])('of %s, the file has frames', (_what, media, allFrames, frames) =>
	expect(framesInFile(media, new Set([2, 1]), allFrames)).toEqual(frames),
);

describe('a file', () => {
	async function piecesOf(parts: Array<string | Uint8Array>) {
		const writer = {
			*begin() {
				yield 'b';
			},
			*row() {
				yield* parts;
			},
			*end() {
				yield 'é';
			},
		} as unknown as FileWriter;
		async function* rows() {
			yield {} as ExportRow;
		}
		const pieces: Buffer[] = [];
		for await (const piece of fileBytes(writer, rows())) pieces.push(piece);
		return pieces;
	}

	it('is passed on when 64 KiB are there, and at the end', async () => {
		const most = 64 * 1024;
		expect((await piecesOf(['x'.repeat(most - 2)])).map(String)).toEqual([
			`b${'x'.repeat(most - 2)}é`,
		]);
		const two = await piecesOf(['x'.repeat(most - 1), Buffer.from('y')]);
		expect(two.map(({ length }) => length)).toEqual([most, 3]);
		expect(String(two[1])).toBe('yé');
	});

	it('of nothing has no bytes', async () => {
		const empty = { *begin() {}, *row() {}, *end() {} } as unknown as FileWriter;
		async function* none() {}
		const pieces = [];
		for await (const piece of fileBytes(empty, none())) pieces.push(piece);
		expect(pieces).toEqual([]);
	});
});

describe('losses', () => {
	it('of one kind are counted together, in the order in which they were met', () => {
		const losses = new Losses();
		losses.add({ what: 'object', class: 'Car', reason: 'A' }, 2);
		losses.add({ what: 'object', class: 'Bus', reason: 'A' });
		losses.add({ what: 'object', class: 'Car', reason: 'A' });
		losses.add({ what: 'attributes', class: 'Car', reason: 'A' });
		losses.add({ what: 'object', class: 'Car', reason: 'B' });
		expect(losses.all()).toEqual([
			{ what: 'object', class: 'Car', reason: 'A', count: 3 },
			{ what: 'object', class: 'Bus', reason: 'A', count: 1 },
			{ what: 'attributes', class: 'Car', reason: 'A', count: 1 },
			{ what: 'object', class: 'Car', reason: 'B', count: 1 },
		]);
	});
});

describe('what a format cannot have', () => {
	const size = { width: 40, height: 30 };
	const at = (x: number, y: number): Point => ({ x: x / 40, y: y / 30 });
	const polygon = (...polygons: Point[][][]): Geometry => ({ kind: 'polygon', polygons });
	const square = (x: number, y: number, side: number) => [
		...[at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side)],
	];
	const mask = (...pixels: number[]): Geometry => {
		const data = new Uint8Array(40 * 30);
		for (const pixel of pixels) data[pixel] = 1;
		return { kind: 'bitmask', mask: { width: 40, height: 30, data } };
	};
	const skeleton = (...points: Point[]): Geometry => ({
		...{ kind: 'skeleton', points: points.map((point) => ({ ...point, hidden: false })) },
	});
	const line: Geometry = { kind: 'polyline', points: [at(0, 0), at(4, 0)] };
	const spot: Geometry = { kind: 'point', point: at(1, 1) };
	const flat: Geometry = { kind: 'box', ...at(1, 1), w: 0.1, h: 0 };
	const seen = (geometry: Geometry) => {
		const place = visiblePlace(geometry, size);
		if ('reason' in place) throw new Error(place.reason);
		return place;
	};
	const withHole = polygon([square(0, 0, 9), square(1, 1, 2)]);
	const twoParts = polygon([square(0, 0, 4)], [square(10, 10, 4)]);
	const crossing = polygon([[at(0, 0), at(4, 4), at(4, 0), at(0, 4)]]);
	const noSize = 'The box around it has no width or no height.';

	it.each<[string, Geometry, string]>([
		[
			'a box outside',
			{ kind: 'box', ...at(50, 0), w: 0.1, h: 0.1 },
			'It lies outside of the picture.',
		],
		['an empty mask', mask(), 'No pixel of the mask is set.'],
		[
			'a mask of another picture',
			{ kind: 'bitmask', mask: { width: 2, height: 3, data: new Uint8Array(6) } },
			'The mask has 2 × 3 pixels, the picture 40 × 30.',
		],
		['a line without points', { kind: 'polyline', points: [] }, 'It has no points.'],
		['a skeleton outside', skeleton(at(50, 50)), 'No point is on the picture.'],
	])('any: %s', (_what, geometry, reason) =>
		expect(visiblePlace(geometry, size)).toEqual({ reason }),
	);

	it.each<[string, Geometry, string]>([
		['a line', line, 'COCO has no lines.'],
		['a point', spot, 'A point has no box; COCO has points of skeletons only.'],
		['a box without height', flat, 'It has no area.'],
		[
			'a skeleton on a line',
			skeleton(at(1, 1), at(5, 1)),
			'Its visible points lie on a line, so that there is no box around them.',
		],
		[
			'a polygon with a hole between the centers of pixels',
			polygon([
				[at(0.1, 0.1), at(0.4, 0.1), at(0.4, 0.4), at(0.1, 0.4)],
				[at(0.2, 0.2), at(0.3, 0.2), at(0.3, 0.3)],
			]),
			'It covers the center of no pixel.',
		],
	])('COCO: %s', (_what, geometry, reason) =>
		expect(writtenAsCoco(seen(geometry), size, geometry.kind === 'box')).toEqual({ reason }),
	);

	it.each<[string, Geometry, string]>([
		['a line', line, 'Only boxes, polygons and masks have an outline.'],
		['a polygon of two parts', twoParts, 'It has 2 parts, and YOLO has one outline per object.'],
		['a polygon with a hole', withHole, 'It has holes, which YOLO cannot have.'],
	])('outlines of YOLO: %s', (_what, geometry, reason) =>
		expect(yoloOutline(seen(geometry), size)).toEqual({ reason }),
	);

	it('outlines of YOLO: sides that cross', () =>
		expect(yoloOutline(seen(crossing), size)).toEqual({
			reason: expect.stringMatching(/cross.*\.$/),
		}));

	it.each<[string, Geometry, boolean, string]>([
		['a line', line, true, 'Only boxes have the four corners of a rotated box.'],
		['a polygon', twoParts, false, 'Only boxes have the four corners of a rotated box.'],
		[
			'a box over the edge',
			{ kind: 'box', ...at(38, 0), w: 0.1, h: 0.1 },
			true,
			'It reaches over the edge of the picture, which YOLO does not allow.',
		],
		['a box without height', flat, true, noSize],
	])('turned boxes of YOLO: %s', (_what, geometry, hasCorners, reason) =>
		expect(yoloRotatedBox(seen(geometry), size, hasCorners)).toEqual({ reason }),
	);

	it('boxes: those without a size', () => {
		for (const geometry of [flat, line, spot]) {
			expect(yoloBox(seen(geometry), size)).toEqual({ reason: noSize });
			expect(writtenAsPascalVoc(seen(geometry))).toEqual({ reason: noSize });
		}
		expect(yoloPose(seen(line), size)).toEqual({
			...{ reason: 'Only skeletons have the points of a pose.' },
		});
		expect(yoloPose(seen(skeleton(at(1, 1), at(1, 5))), size)).toEqual({ reason: noSize });
	});
});
