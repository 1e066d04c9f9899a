/** Keypoints as the points of the skeleton of their class. */
import { describe, expect, it } from '@jest/globals';
import { skeletonPoints } from '../../../src/detections/drawing/skeleton';
import type { ObjectItem } from '../../../src/labels/ontology/ontology';
import { ontology, pixelsOf, place } from './lake';

describe('a skeleton', () => {
	const heron = (keypoints: unknown, more: object = {}) =>
		place([{ class: 'Heron', keypoints, ...more }]);
	const beak = { name: 'Beak', x: 40, y: 20 };

	it('has the points that were found, in its own order and with its colors', () => {
		const { objects, refused } = heron([
			{ name: 'foot', x: 80, y: 120, visible: false },
			{ name: ' BEAK', x: 40, y: 20, visible: true },
			{ name: 'Wing', x: 0, y: 0, score: 0.1 },
		]);
		expect(refused).toEqual([]);
		expect(Object.values(objects[0]!.places.get(0)!.skeleton as object)).toEqual([
			{
				x: 0.1,
				y: 0.1,
				name: 'Beak',
				color: '#000000',
				featureHash: 'ptBeak',
				value: 'beak',
				visibility: 'visible',
			},
			{
				x: 0.2,
				y: 0.6,
				name: 'Foot',
				color: '#000000',
				featureHash: 'ptFoot',
				value: 'foot',
				visibility: 'occluded',
			},
		]);
	});

	it.each<[string, unknown, string]>([
		[
			'another point',
			[beak, { name: 'Tail', x: 1, y: 2 }],
			'The skeleton has no point "Tail"; it has: Beak, Wing, Foot.',
		],
		['a point twice', [beak, { ...beak, name: 'beak' }], 'The keypoint "Beak" is there twice.'],
		[
			'fewer points without names',
			[
				[1, 2],
				[3, 4],
			],
			'There are 2 keypoints without names for 3 points of the skeleton: which is which is a guess. Give their names.',
		],
		[
			'nothing that was found',
			[{ name: 'Beak', x: 0, y: 0, score: 0.1 }],
			'None of the keypoints was found.',
		],
		[
			'a point beyond the picture',
			[{ ...beak, x: 402 }],
			'A point of the skeleton lies outside of the picture.',
		],
	])('with %s is refused', (_, keypoints, reason) => {
		expect(heron(keypoints)).toMatchObject({ objects: [], refused: [[0, reason]] });
	});

	it('takes as many points without names in its order', () => {
		const rows = [
			[40, 20],
			[80, 40],
			[120, 60],
		];
		expect(heron(rows).objects.map((each) => pixelsOf(each))).toEqual([
			[
				['Beak', 40, 20],
				['Wing', 80, 40],
				['Foot', 120, 60],
			],
		]);
	});

	it('moves a point at the edge onto the picture', () => {
		expect(heron([{ ...beak, x: 400.5, y: -0.2 }]).objects.map((each) => pixelsOf(each))).toEqual([
			[['Beak', 400, 0]],
		]);
	});
});

describe('a template', () => {
	const item = { title: 'Crab', featureHash: 'obCrab' } as ObjectItem;
	const read = (templates: unknown[], ...names: string[]): unknown => {
		const keypoints = names.map((name, at) => ({ name, x: at / 10, y: 0.5 }));
		const json = { ...ontology.json, skeleton_templates: templates } as typeof ontology.json;
		try {
			return skeletonPoints(keypoints, item, { ...ontology, json }).map(({ name, x }) => [name, x]);
		} catch (error) {
			return (error as Error).message;
		}
	};
	const template = (points: object, more: object = {}) => ({
		template: { name: 'Crab', skeleton: points, ...more },
	});
	const claws = template({
		10: { name: 'claw' },
		2: { name: 'Claw' },
		3: { color: '#000000' },
		4: 'Eye',
		1: { name: 'Eye' },
	});

	it('has its points in the order of their numbers, and those without a name are none', () => {
		expect(read([claws], 'claw', 'Eye', 'Claw')).toEqual([
			['Eye', 0.1],
			['Claw', 0.2],
			['claw', 0],
		]);
	});

	it('of which two points differ in case alone needs the exact name', () => {
		expect(read([claws], 'Claw')).toEqual([['Claw', 0]]);
		expect(read([claws], 'CLAW')).toBe(
			'The skeleton has no point "CLAW"; it has: Eye, Claw, claw.',
		);
		expect(read([claws], 'eye')).toEqual([['Eye', 0]]);
	});

	it('is found by the hash of the class, or else by its title', () => {
		const own = template({ 0: { name: 'Shell' } }, { name: 'Other', feature_node_hash: 'obCrab' });
		expect(read([claws, own], 'Shell')).toEqual([['Shell', 0]]);
		expect(read([5, { template: 5 }, claws], 'Eye')).toEqual([['Eye', 0]]);
		for (const none of [[], [template({}, { name: 'Other' })], [template(5 as never)]])
			expect(read(none, 'Eye')).toBe('The ontology has no skeleton template for "Crab".');
	});
});
