/** Placing, moving and copying objects on frames: where they are then, and what is said about the rest. */
import { describe, expect, it } from '@jest/globals';

import type { Edit } from '../../../../src/labels/edits/edit';
import type { AddObject } from '../../../../src/labels/edits/kinds/addObject';
import { labelHash } from '../../../../src/labels/row/identity';
import { box, groupRow, videoRow, type FreeJson } from '../fixtures';
import { addCar as add, apply, changedByPerson, done, hashOf, places } from './editing';

const kept = (message: string) => `${message} Allow replacing labels of people to change it.`;
const row = done(videoRow, [add({ confidence: 0.5 })]);
const hash = hashOf(row);
/** A person has moved the object on frames 1 and 2. */
const moved = changedByPerson(row, 1, 2);

describe('adding', () => {
	it('is on frame 0 without frames, as in the official client', () =>
		expect(places(done(videoRow, [add({ frames: undefined })]))).toEqual({ 0: [[0.1, 1]] }));

	it.each<[string, Partial<AddObject>, object]>([
		[
			'no place',
			{ coordinates: undefined },
			{
				code: 'badCoordinates',
				field: 'coordinates',
				message: 'Say where "Car" is: frames and coordinates are missing.',
			},
		],
		[
			'no frames',
			{ frames: [] },
			{ code: 'badFrames', field: 'frames', value: [], message: 'No frames are given.' },
		],
		[
			'two places on one frame',
			{ placements: [{ frames: [[3, 5]], coordinates: box(0.5) }] },
			{
				code: 'badFrames',
				field: 'placements',
				frames: [[3, 3]],
				message: '"Car" has two places on frames 3, and they differ.',
			},
		],
		[
			'two places on one frame, given before those that end earlier',
			{
				coordinates: undefined,
				placements: [
					{ frames: [[2, 9]], coordinates: box() },
					{ frames: [[3, 4]], coordinates: box() },
					{ frames: 8, coordinates: box(0.5) },
				],
			},
			{
				code: 'badFrames',
				field: 'placements',
				frames: [[8, 8]],
				message: '"Car" has two places on frames 8, and they differ.',
			},
		],
	])('is refused with %s', (_, extra, problem) =>
		expect(apply(videoRow, [add(extra)])).toMatchObject({
			labelRow: videoRow,
			problems: [{ severity: 'error', edit: 0, item: 'Car', ...problem }],
		}),
	);

	it('is refused under the hash of another class, also when it is on another space', () => {
		const taken = done(videoRow, [add({ hash: 'taken000' })]);
		expect(apply(taken, [add({ object: 'Thing', hash: 'taken000', frames: 50 })]).problems).toEqual(
			[
				{
					severity: 'error',
					edit: 0,
					code: 'occupied',
					item: 'Thing',
					hash: 'taken000',
					message:
						'The hash taken000 belongs to an object of another class. Use Change Class to give it this one.',
				},
			],
		);
	});

	it('gives a hash by key, or by frames and order', () => {
		const hashes = (...edits: Edit[]) => Object.keys(done(videoRow, edits).object_answers);
		const ofAgent = (...parts: unknown[]) => labelHash('detector', 'obCar', undefined, parts);
		expect(hashes(add({ key: 't1' }))).toEqual([ofAgent('key', 't1')]);
		expect(hashes(add(), add({ coordinates: box(0.5) }), add({ frames: 9 }))).toEqual([
			ofAgent('frames', [[[0, 3]]], 0),
			ofAgent('frames', [[[0, 3]]], 1),
			ofAgent('frames', [[[9, 9]]], 0),
		]);
	});

	it('leaves frames on which a person has changed the object', () => {
		const { labelRow, problems } = apply(moved, [
			add({ coordinates: box(0.5), attributes: { Plate: 'AB' } }),
		]);
		expect(places(labelRow)).toEqual({
			0: [[0.5, 0.5]],
			1: [[0.1, 0.5]],
			2: [[0.1, 0.5]],
			3: [[0.5, 0.5]],
		});
		expect(problems).toMatchObject([
			{ severity: 'warning', frames: [[1, 2]], hash, code: 'keptForeignLabel' },
		]);
		expect(labelRow.object_answers[hash]).toMatchObject({ classifications: [{ answers: 'AB' }] });
	});

	it('answers nothing where all frames are left', () => {
		const edit = add({
			frames: [[1, 2]],
			hash,
			coordinates: box(0.5),
			attributes: { Plate: 'AB' },
		});
		expect(apply(moved, [edit])).toMatchObject({
			labelRow: moved,
			problems: [{ severity: 'error', code: 'keptForeignLabel' }],
		});
	});
});

describe('moving', () => {
	const move = (extra: object = {}): Edit => ({
		kind: 'moveObject',
		objectHash: hash,
		frames: [[2, 4]],
		coordinates: box(0.5),
		...extra,
	});

	it('changes the place, and the confidence where it is given', () => {
		expect(places(done(row, [move()]))).toEqual({
			0: [[0.1, 0.5]],
			1: [[0.1, 0.5]],
			2: [[0.5, 0.5]],
			3: [[0.5, 0.5]],
			4: [[0.5, 1]],
		});
		expect(places(done(row, [move({ confidence: 0.25, frames: 0 })]))[0]).toEqual([[0.5, 0.25]]);
	});

	it('to where it is already changes nothing', () => {
		expect(done(row, [move({ frames: 0, coordinates: box() })])).toBe(row);
		expect(done(row, [move({ frames: 0, coordinates: box(), confidence: 0.5 })])).toBe(row);
	});

	it.each<[number[], string, string]>([
		[[0, 1], 'warning', '1'],
		[[1, 2], 'error', '1–2'],
	])('to frames %j that a person has changed: %s', (frames, severity, text) => {
		const { labelRow, problems } = apply(moved, [move({ frames })]);
		expect(problems).toMatchObject([
			{
				severity,
				hash,
				message: kept(
					`"Car" on frames ${text} was written or changed by somebody else and was left as it is.`,
				),
			},
		]);
		expect(places(labelRow)[1]).toEqual([[0.1, 0.5]]);
	});

	it('goes by the rule of the edit for what is outside, before that of the context', () => {
		const over = { coordinates: box(0.8), frames: 0, outside: 'keep' };
		const [object] = (done(row, [move(over)]).data_units['data-1']!.labels as FreeJson)[0].objects;
		expect(object.boundingBox.w).toBe(0.3);
		expect(apply(row, [move({ ...over, outside: 'refuse' })]).problems).toHaveLength(1);
		expect(
			apply(row, [move({ ...over, outside: undefined })], { outside: 'refuse' }).problems,
		).toHaveLength(1);
	});

	it('of an object that is not there is refused', () => {
		const problem = { severity: 'error', edit: 0, code: 'notFound', field: 'objectHash' };
		expect(apply(row, [move({ objectHash: 'gone' })]).problems).toEqual([
			{ ...problem, value: 'gone', message: 'This label row has no object gone.' },
		]);
		const inGroup = done(groupRow, [add({ space: 'film' })]);
		expect(
			apply(inGroup, [move({ objectHash: hashOf(inGroup), space: 'sound' })]).problems,
		).toMatchObject([
			{
				...problem,
				message: `This label row has no object ${hashOf(inGroup)} in space sound.`,
			},
		]);
	});
});

describe('copying', () => {
	const copy = (extra: object = {}): Edit => ({
		kind: 'copyObject',
		objectHash: hash,
		toFrames: [[3, 5]],
		...extra,
	});
	const two = done(row, [
		{ kind: 'moveObject', objectHash: hash, frames: 3, coordinates: box(0.5), confidence: 0.75 },
	]);

	it('takes place and confidence of the frame that is named, or of the first', () => {
		expect(places(done(two, [copy()]))).toEqual({
			...places(row),
			4: [[0.1, 0.5]],
			5: [[0.1, 0.5]],
		});
		expect(places(done(two, [copy({ fromFrame: 3 })]))).toEqual({
			...places(two),
			4: [[0.5, 0.75]],
			5: [[0.5, 0.75]],
		});
	});

	it('to the same frame changes nothing', () =>
		expect(done(two, [copy({ toFrames: 0 })])).toBe(two));

	it('in a space stays in it', () => {
		const group = done(groupRow, [add({ space: 'film', frames: 0 })]);
		const copied = done(group, [copy({ objectHash: hashOf(group), toFrames: 9 })]);
		expect(places(copied, 'film')).toEqual({ 0: [[0.1, 1]], 9: [[0.1, 1]] });
	});

	it('warns of frames that a person has changed', () => {
		const { labelRow, problems } = apply(
			done(moved, [{ ...(copy() as object), toFrames: 5 } as Edit]),
			[add({ hash, frames: 5, coordinates: box(0.5) }), copy({ fromFrame: 5, toFrames: [[0, 2]] })],
		);
		expect(problems).toMatchObject([{ severity: 'warning', frames: [[1, 2]], hash }]);
		expect(places(labelRow)[0]).toEqual([[0.5, 0.5]]);
	});

	it('from a frame without the object is refused', () =>
		expect(apply(row, [copy({ fromFrame: 7 })]).problems).toEqual([
			{
				severity: 'error',
				edit: 0,
				code: 'notFound',
				item: 'Car',
				hash,
				field: 'fromFrame',
				value: 7,
				message: '"Car" is not on frame 7.',
			},
		]));
});
