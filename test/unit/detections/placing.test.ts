/** Which object a detection is, at the limits of the rules; tracks; and the edits that are made of both. */
import { describe, expect, it } from '@jest/globals';
import { editsOf } from '../../../src/detections/placing/edits';
import { extentOf, overlapOf } from '../../../src/detections/placing/overlap';
import type { Placed } from '../../../src/detections/placing/placed';
import { groupTracks, trackOf } from '../../../src/detections/placing/tracks';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { FieldReport } from '../../../src/reply/report';
import { ontology, pixelsOf, place, rowOf } from './lake';

const size = { width: 400, height: 200 };
const boxed = (x: number, y: number, w: number, h: number) => ({ boundingBox: { x, y, w, h } });

describe('the overlap of two boxes', () => {
	const square = { x: 0.2, y: 0.2, w: 0.4, h: 0.4 };

	it.each([
		['the same', square, 1],
		['half beside it', { ...square, x: 0.4 }, 1 / 3],
		['half below it', { ...square, y: 0.4 }, 1 / 3],
		['within it', { x: 0.3, y: 0.3, w: 0.2, h: 0.2 }, 0.25],
		['touching its side', { ...square, x: 0.6 }, 0],
		['touching its bottom', { ...square, y: 0.6 }, 0],
		['away in both directions', { x: 0.7, y: 0.7, w: 0.1, h: 0.1 }, 0],
	])('%s', (_, other, expected) => {
		expect(overlapOf(square, other)).toBeCloseTo(expected, 10);
		expect(overlapOf(other, square)).toBeCloseTo(expected, 10);
	});

	it('is that of boxes of at least a fiftieth of the picture', () => {
		expect(extentOf(boxed(0.1, 0.2, 0.3, 0.4), size)).toEqual({ x: 0.1, y: 0.2, w: 0.3, h: 0.4 });
		const point = extentOf({ point: { '0': { x: 0.5, y: 0.25 } } }, size)!;
		expect(point.x).toBeCloseTo(0.49, 10);
		expect(point.y).toBeCloseTo(0.24, 10);
		expect(point.w).toBeCloseTo(0.02, 10);
		expect(point.h).toBeCloseTo(0.02, 10);
		const flat = extentOf(boxed(0.1, 0.2, 0.3, 0.01), size)!;
		expect([flat.x, flat.w]).toEqual([0.1, 0.3]);
		expect([flat.y, flat.h].map((value) => value.toFixed(4))).toEqual(['0.1950', '0.0200']);
		const thin = extentOf(boxed(0.1, 0.2, 0.01, 0.3), size)!;
		expect([thin.y, thin.h]).toEqual([0.2, 0.3]);
		expect([thin.x, thin.w].map((value) => value.toFixed(4))).toEqual(['0.0950', '0.0200']);
	});

	it('is unknown for what is not in the plane, and for a turned box on a picture of unknown size', () => {
		expect(extentOf({ ranges: [[0, 1]] }, size)).toBeUndefined();
		const raft = { rotatableBoundingBox: { x: 0.4, y: 0.45, w: 0.2, h: 0.1, theta: 90 } };
		expect(extentOf(raft, undefined)).toBeUndefined();
		expect(extentOf(raft, { width: 400, height: 100 })!.h).toBeCloseTo(0.8, 10);
	});
});

describe('a turned box in the form of Encord on a picture of unknown size', () => {
	const unknown = rowOf();
	delete unknown.data_units.data!.width;
	delete unknown.data_units.data!.height;
	const raft = (theta: number) => [
		{
			class: 'Raft',
			coordinates: { rotatableBoundingBox: { x: 0.4, y: 0.45, w: 0.2, h: 0.1, theta } },
		},
	];
	const encord = { format: 'encord', numbers: 'auto' } as const;

	it('is refused, because whether it was placed before would be a guess', () => {
		const { objects, refused } = place(raft(20), encord, unknown);
		expect(objects).toEqual([]);
		expect(refused[0]?.[1]).toContain('Give the size of the picture');
	});

	it('is placed once where the size that the model saw is given, and always as a new object on request', () => {
		const seen = { ...encord, imageWidth: 400, imageHeight: 100 };
		const first = place(raft(20), seen, unknown);
		expect(first.refused).toEqual([]);
		expect(place(raft(22), seen, first.row).objects.map(({ hash }) => hash)).toEqual([
			first.objects[0]!.hash,
		]);
		// On a wide picture, a quarter turn leads elsewhere.
		expect(place(raft(110), seen, first.row).objects).toHaveLength(2);
		expect(place(raft(20), { ...encord, mode: 'add' }, unknown).objects).toHaveLength(1);
	});
});

describe('an object of the row', () => {
	const start = [100, 50, 200, 150];
	const otter = (box: readonly number[], more: object = {}) => ({ class: 'Otter', box, ...more });
	/** The row in which a person has changed the only object without moving it, or by pixels. */
	const changed = (row: LabelRowJson, by = 0) => {
		const copy = structuredClone(row);
		const { objects } = copy.data_units.data!.labels as {
			objects: Array<{ boundingBox: { x: number } }>;
		};
		objects[0]!.boundingBox.x += by / 400;
		Object.assign(objects[0]!, { createdBy: 'agent@x.org', lastEditedBy: 'person@x.org' });
		return copy;
	};
	const first = place([otter(start)]);
	const [{ hash }] = first.objects as [(typeof first.objects)[0]];
	/** A box that overlaps the first by this share (intersection over union). */
	const overlapping = (share: number) => {
		const shift = (100 * (1 - share)) / (1 + share);
		return [100 + shift, 50, 200 + shift, 150];
	};

	it.each([
		[0.51, 1],
		[0.49, 2],
	])('overlapped by %d stands for %d objects', (share, count) => {
		expect(place([otter(overlapping(share))], {}, first.row).objects).toHaveLength(count);
	});

	it.each([
		[0.51, /somebody/i],
		[0.49, /is a guess/],
		[0.21, /is a guess/],
	])('that a person has changed, overlapped by %d, is not placed again: %s', (share, reason) => {
		const row = changed(first.row);
		const again = place([otter(overlapping(share))], {}, row);
		expect(again.row).toBe(row);
		expect(again.refused).toEqual([[0, expect.stringMatching(reason)]]);
	});

	it('that a person has changed is another one with less overlap', () => {
		const again = place([otter(overlapping(0.19))], {}, changed(first.row));
		expect(again.refused).toEqual([]);
		expect(again.objects).toHaveLength(2);
	});

	it('of another class is another one at the same place', () => {
		const again = place([{ class: 'Water lily', box: start }], {}, first.row);
		expect(again.objects.map(({ title }) => title)).toEqual(['Otter', 'Water lily']);
	});

	it('goes to the detection that overlaps it most, whatever the order', () => {
		const near = overlapping(0.9);
		for (const list of [
			[overlapping(0.6), near],
			[near, overlapping(0.6)],
		]) {
			const again = place(
				list.map((box) => otter(box)),
				{},
				first.row,
			);
			expect(again.objects).toHaveLength(2);
			const kept = again.objects.find((one) => one.hash === hash)!;
			expect((pixelsOf(kept) as number[])[0]).toBeCloseTo(near[0]!, 0);
		}
	});

	it('is looked for on the frames of the detection alone, and overlaps by the mean of them', () => {
		const on = (frame: number, box: readonly number[], track: unknown = 'a') =>
			otter(box, { frame, track });
		const film = place([on(0, start), on(1, start)], {}, rowOf(20));
		const [object] = film.objects;
		// 0.9 and 0.2 are more than 0.5 in the mean, 0.6 and 0.2 are less.
		const same = place([on(0, overlapping(0.9), 'b'), on(1, overlapping(0.2), 'b')], {}, film.row);
		expect(same.objects.map((each) => each.hash)).toEqual([object!.hash]);
		const other = place([on(0, overlapping(0.6), 'b'), on(1, overlapping(0.2), 'b')], {}, film.row);
		expect(other.objects).toHaveLength(2);
		// Frame 5 has no object yet, so it neither counts for nor against.
		const longer = place([on(1, start, 'b'), on(5, [0, 0, 9, 9], 'b')], {}, film.row);
		expect(longer.objects.map(({ places }) => [...places.keys()])).toEqual([[0, 1, 5]]);
		expect(place([on(7, start, 'b')], {}, film.row).objects).toHaveLength(2);
	});

	it('that was not found is named on the frames that were looked at alone', () => {
		const on = (frame: number, box: readonly number[], track: string) =>
			otter(box, { frame, track });
		const film = place(
			[on(0, start, 'a'), on(1, start, 'a'), on(1, [300, 50, 390, 150], 'b')],
			{},
			rowOf(20),
		);
		const [a, b] = film.objects;
		expect(place([on(1, [300, 50, 390, 150], 'b')], {}, film.row).report.left).toEqual([
			{ hash: a!.hash, frames: [1] },
		]);
		expect(place([on(0, start, 'a')], {}, film.row).report.left).toEqual([]);
		expect(place([on(9, start, 'z')], {}, film.row).report.left).toEqual([]);
		expect(b!.hash).not.toBe(a!.hash);
	});
});

const item = ontology.objectByHash.get('obOtter')!;
const placed = (index: number, more: Partial<Placed> = {}): Placed => ({
	index,
	item,
	frames: [index],
	coordinates: boxed(index / 10, 0, 0.1, 0.1),
	size,
	confidence: undefined,
	attributes: undefined,
	track: 'a',
	repairs: [],
	...more,
});

describe('tracks', () => {
	it.each<[unknown, string | undefined]>([
		[undefined, undefined],
		[null, undefined],
		['', undefined],
		[-1, undefined],
		[0, '0'],
		[7, '7'],
		[' 7 ', '7'],
		['-1', '-1'],
	])('%p is the track %p', (given, expected) => {
		expect(trackOf(given)).toBe(expected);
	});

	it.each([[true], [{ id: 1 }], [[1]]])('%j is refused', (given) => {
		expect(() => trackOf(given)).toThrow('no text and no number');
	});

	it('are groups in the order of their first detection, behind those without one', () => {
		const members = [
			placed(0),
			placed(1, { track: 'b' }),
			placed(2, { track: undefined }),
			placed(3),
		];
		const { groups, refused } = groupTracks(members);
		expect(
			groups.map(({ track, members: ones }) => [track, ones.map(({ index }) => index)]),
		).toEqual([
			[undefined, [2]],
			['a', [0, 3]],
			['b', [1]],
		]);
		expect(refused).toEqual([]);
	});

	it('that are twice on a frame lose the detections of that frame alone', () => {
		const { groups, refused } = groupTracks([
			placed(0),
			placed(1, { frames: [4, 5] }),
			placed(2, { frames: [5, 6] }),
		]);
		expect(groups.map(({ members }) => members.map(({ index }) => index))).toEqual([[0]]);
		expect(refused).toEqual(
			[1, 2].map((index) => ({
				index,
				reason: 'Track a is on frame 5 twice; one object is there once.',
			})),
		);
	});

	it('of two classes are refused as a whole', () => {
		const lily = ontology.objectByHash.get('obWaterlily')!;
		const { groups, refused } = groupTracks([placed(0), placed(1, { item: lily })]);
		expect(groups).toEqual([]);
		expect(refused.map(({ index, reason }) => `${index}: ${reason}`)).toEqual(
			[0, 1].map((n) => `${n}: Track a is called Otter and Water lily; one object has one class.`),
		);
	});
});

describe('the edits of a group', () => {
	const attributes = (fixed: object, dynamic: object = {}) =>
		({ fixed, dynamic }) as unknown as NonNullable<Placed['attributes']>;
	const made = (members: Placed[], hash?: string, space?: string) => {
		const fields: FieldReport[] = [];
		return { edits: editsOf({ members }, hash, fields, space), fields };
	};

	it('of one detection are one edit with its place, confidence and answers', () => {
		const one = placed(3, { confidence: 0.5 });
		const base = {
			kind: 'addObject',
			object: 'obOtter',
			frames: [3],
			coordinates: one.coordinates,
			confidence: 0.5,
		};
		expect(made([one], 'known000').edits).toEqual([{ ...base, hash: 'known000' }]);
		expect(made([one], undefined, 'film').edits).toEqual([{ ...base, mode: 'add', space: 'film' }]);
		const answered = { ...one, attributes: attributes({ atTag: 'x' }, { atDiving: 'Yes' }) };
		expect(made([answered], 'known000').edits).toEqual([
			{ ...base, hash: 'known000', attributes: { atTag: 'x', atDiving: 'Yes' } },
		]);
		const silent = { ...one, confidence: undefined, attributes: attributes({}) };
		expect(made([silent], 'known000').edits).toEqual([
			{
				kind: 'addObject',
				object: 'obOtter',
				hash: 'known000',
				frames: [3],
				coordinates: one.coordinates,
			},
		]);
		expect(made([]).edits).toEqual([]);
	});

	it('of several are one place for each, and the answers by frame on their frames', () => {
		const members = [
			placed(0, { confidence: 0.5, attributes: attributes({ atTag: 'x' }, { atDiving: 'Yes' }) }),
			placed(1, { attributes: attributes({ atTag: 'x' }) }),
			placed(2, { confidence: 0.25, attributes: attributes({}, { atDiving: 'No' }) }),
		];
		const { edits, fields } = made(members, 'known000');
		expect(edits).toEqual([
			{
				kind: 'addObject',
				object: 'obOtter',
				hash: 'known000',
				placements: [
					{ frames: [0], coordinates: members[0]!.coordinates, confidence: 0.5 },
					{ frames: [1], coordinates: members[1]!.coordinates },
					{ frames: [2], coordinates: members[2]!.coordinates, confidence: 0.25 },
				],
				attributes: { atTag: 'x' },
			},
			...[
				[0, 'Yes'],
				[2, 'No'],
			].map(([frame, answer]) => ({
				kind: 'setAttributes',
				objectHash: 'known000',
				attributes: { atDiving: answer },
				frames: [frame],
			})),
		]);
		expect(fields).toEqual([]);
		expect(made(members).edits).toHaveLength(1);
	});

	it('have no answer where the detections disagree, and say so once for each', () => {
		const tags = ['x', 'y', 'z'];
		const members = tags.map((atTag, n) =>
			placed(n, { attributes: attributes({ atTag, atPose: 'Swims' }) }),
		);
		const { edits, fields } = made(members, 'known000');
		expect(edits).toMatchObject([{ attributes: { atPose: 'Swims' } }]);
		expect(edits[0]).not.toHaveProperty('attributes.atTag');
		expect(fields).toMatchObject([
			{
				field: 'Tag',
				index: 1,
				outcome: 'refused',
				reason: expect.stringContaining('differently'),
			},
		]);
	});
});
