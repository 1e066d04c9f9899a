import { describe, expect, it } from '@jest/globals';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import { pixelsOf, place, rowOf, type Outcome } from './lake';

const [A, B, C] = [
	[40, 20, 140, 100],
	[240, 60, 340, 160],
	[20, 120, 90, 190],
] as const;
const otter = (box: readonly number[], more: object = {}) => ({ class: 'Otter', box, ...more });

const boxes = ({ objects }: Outcome, frame = 0) =>
	objects.filter(({ places }) => places.has(frame)).map((each) => pixelsOf(each, frame));
const boxOf = ([left, top, right, bottom]: readonly number[]) => [
	left,
	top,
	right! - left!,
	bottom! - top!,
];

/** The row after a person moved an object by fractions of the picture. */
function moved(row: LabelRowJson, hash: string, dx: number): LabelRowJson {
	const copy = structuredClone(row);
	const { objects } = copy.data_units.data!.labels as { objects: Array<Record<string, unknown>> };
	for (const label of objects) {
		Object.assign(label, { createdBy: 'agent@x.org', lastEditedBy: 'agent@x.org' });
		if (label.objectHash !== hash) continue;
		const box = label.boundingBox as { x: number };
		Object.assign(label, { boundingBox: { ...box, x: box.x + dx }, lastEditedBy: 'person@x.org' });
	}
	return copy;
}

describe('objects are found again by their place', () => {
	it('whatever the order, and a few pixels apart', () => {
		const first = place([otter(A), otter(B)]);
		const again = place([otter([241, 61, 339, 160]), otter([41, 20, 141, 101])], {}, first.row);
		expect(again.objects.map(({ hash }) => hash)).toEqual(first.objects.map(({ hash }) => hash));
		expect(boxes(again)).toEqual([
			[41, 20, 100, 81],
			[241, 61, 98, 99],
		]);
	});

	it('a second time nothing changes', () => {
		const first = place([otter(A), otter(A), otter(B)]);
		expect(place([otter(B), otter(A), otter(A)], {}, first.row).row).toBe(first.row);
	});

	it('a new one in front takes no place of another', () => {
		const first = place([otter(A), otter(B)]);
		expect(boxes(place([otter(C), otter(A), otter(B)], {}, first.row))).toEqual(
			[A, B, C].map(boxOf),
		);
	});

	it('answers stay with their object', () => {
		const first = place([
			otter(A, { attributes: { Tag: 'a' } }),
			otter(B, { attributes: { Tag: 'b' } }),
		]);
		const again = place(
			[otter(B, { attributes: { Tag: 'b' } }), otter(A, { attributes: { Tag: 'a' } })],
			{},
			first.row,
		);
		expect(again.row).toBe(first.row);
	});

	it('one that a person moved by half is not placed again where the model is a pixel off', () => {
		const first = place([otter(A), otter(B)]);
		const row = moved(first.row, first.objects[0]!.hash, 0.12);
		const again = place([otter(B), otter([41, 21, 141, 101])], {}, row);
		expect(boxes(again)).toEqual([[88, 20, 100, 80], boxOf(B)]);
		expect(again.refused).toEqual([[1, expect.stringContaining('is a guess')]]);
		// Beside an object that nobody has changed, the same place is another object.
		expect(boxes(place([otter(B), otter([88, 20, 188, 100])], {}, first.row))).toHaveLength(3);
	});

	it.each([0.02, 0.2, 0.5])(
		'one that a person moved by %d of the picture stays where it is',
		(by) => {
			const first = place([otter(A), otter(B)]);
			const row = moved(first.row, first.objects[0]!.hash, by);
			const again = place([otter(B), otter(A)], {}, row);
			expect(again.row).toBe(row);
			expect(again.refused).toEqual([[1, expect.stringMatching(/somebody/i)]]);
		},
	);

	it('one that a person moved onto another does not take its place', () => {
		const near = [60, 20, 160, 100];
		const first = place([otter(A), otter(near)]);
		const row = moved(first.row, first.objects[0]!.hash, 20 / 400);
		expect(place([otter(A), otter(near)], {}, row).row).toBe(row);
	});

	it('those that were not found again are named, on the frames that were looked at', () => {
		const first = place([otter(A), otter(B)]);
		const hashes = first.objects.map(({ hash }) => hash);
		expect(place([otter(B)], {}, first.row).report.left).toEqual([
			{ hash: hashes[0], frames: [0] },
		]);
		expect(place([], {}, first.row).report.left).toHaveLength(2);
		const row = moved(first.row, hashes[0]!, 0.02);
		expect(place([], {}, row).report.left).toEqual([{ hash: hashes[1], frames: [0] }]);
	});

	it('labels of others are left alone', () => {
		const first = place([otter(A)]);
		const foreign = structuredClone(first.row);
		const { objects } = foreign.data_units.data!.labels as {
			objects: Array<Record<string, unknown>>;
		};
		Object.assign(objects[0]!, { objectHash: 'abcdefgh', manualAnnotation: true });
		const again = place([otter([41, 21, 141, 101])], {}, foreign);
		expect(boxes(again)).toEqual([boxOf(A), [41, 21, 100, 80]]);
	});

	it('always new ones on request', () => {
		const first = place([otter(A)], { mode: 'add' });
		expect(place([otter(A)], { mode: 'add' }, first.row).objects).toHaveLength(2);
	});
});

describe('tracks', () => {
	const film = () => rowOf(20);
	const on = (frame: number, track: unknown, box: readonly number[]) =>
		otter(box, { frame, track });

	it('are one object over frames, and go on in the next part', () => {
		const first = place([on(0, 0, A), on(0, 'b', B), on(1, 0, A)], {}, film());
		expect(first.objects.map(({ places }) => [...places.keys()])).toEqual([[0, 1], [0]]);
		const next = place([on(2, 0, A), on(2, 'b', B)], {}, first.row);
		expect(next.objects.map(({ places }) => [...places.keys()])).toEqual([
			[0, 1, 2],
			[0, 2],
		]);
	});

	it('keep their objects when the tracker numbers them anew', () => {
		const first = place([on(0, 1, A), on(0, 2, B), on(1, 1, A), on(1, 2, B)], {}, film());
		expect(place([on(0, 2, A), on(0, 1, B), on(1, 2, A), on(1, 1, B)], {}, first.row).row).toBe(
			first.row,
		);
	});

	it('of "no track" are objects of their own', () => {
		expect(place([on(0, -1, A), on(0, -1, B), on(1, null, A)], {}, film()).objects).toHaveLength(3);
	});
});
