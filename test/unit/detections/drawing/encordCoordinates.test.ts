/** Coordinates in the form of Encord, as the shape of their class. */
import { describe, expect, it } from '@jest/globals';
import { detectionEdits } from '../../../../src/detections/detections';
import { ontology, pixelsOf, place, rowOf } from '../lake';

describe('coordinates of Encord', () => {
	const encord = (entry: object) => place([entry], { format: 'encord', numbers: 'auto' });
	const only = (entry: object) => encord(entry).refused[0]?.[1];
	const box = { x: 0.1, y: 0.1, w: 0.25, h: 0.4 };

	it('are those of the shape of the class', () => {
		expect(
			encord({ class: 'Otter', boundingBox: box }).objects.map((each) => pixelsOf(each)),
		).toEqual([[40, 20, 100, 80]]);
		expect(only({ class: 'Otter', rotatableBoundingBox: { ...box, theta: 1 } })).toBe(
			'"Otter" is drawn as bounding box, but the coordinates are under rotatableBoundingBox.',
		);
		expect(only({ class: 'Otter', point: { 0: { x: 0.1, y: 0.1 } }, polyline: {} })).toBe(
			'"Otter" is drawn as bounding box, but the coordinates are under polyline, point.',
		);
	});

	it('are fractions, of which a part may be beyond the picture', () => {
		for (const x of [1.5, -0.5])
			expect(only({ class: 'Otter', boundingBox: { ...box, x } })).not.toMatch(
				/fractions of the picture/,
			);
		for (const x of [1.51, -0.51, 40])
			expect(only({ class: 'Otter', boundingBox: { ...box, x } })).toBe(
				`Coordinates of Encord are fractions of the picture, but there is ${x}.`,
			);
		expect(
			only({
				class: 'Reed bed',
				polygon: { 0: { x: 0.1, y: 0.1 }, 1: { x: 90, y: 0.1 }, 2: { x: 0.3, y: 0.3 } },
			}),
		).toBe('Coordinates of Encord are fractions of the picture, but there is 90.');
		// An angle is none.
		expect(only({ class: 'Raft', rotatableBoundingBox: { ...box, theta: 30 } })).toBeUndefined();
	});

	it('have an area', () => {
		for (const side of ['w', 'h']) {
			expect(only({ class: 'Otter', boundingBox: { ...box, [side]: 0 } })).toBe(
				'The box under "boundingBox" has no area.',
			);
			expect(only({ class: 'Raft', rotatableBoundingBox: { ...box, theta: 0, [side]: 0 } })).toBe(
				'The box under "rotatableBoundingBox" has no area.',
			);
		}
	});

	it('have the points of the skeleton, by name or by hash', () => {
		const heron = (point: object) =>
			only({ class: 'Heron', skeleton: { 0: { x: 0.1, y: 0.1, ...point } } });
		expect(heron({ name: 'Beak', featureHash: 'ptBeak' })).toBeUndefined();
		expect(heron({ name: 'Tail' })).toBe(
			'The skeleton has no point "Tail"; it has: Beak, Wing, Foot.',
		);
		expect(heron({ featureHash: 'ptTail' })).toBe(
			'The skeleton has no point "ptTail"; it has: Beak, Wing, Foot.',
		);
	});
});

describe('a class without a template', () => {
	it('has no skeleton', () => {
		const { fields } = detectionEdits(
			[{ class: 'Heron', keypoints: [[1, 2]] }],
			{
				labels: rowOf(),
				ontology: { ...ontology, json: { ...ontology.json, skeleton_templates: [] } },
			},
			{ format: 'xyxy', numbers: 'pixels' },
		);
		expect(fields).toEqual([
			{
				index: 0,
				outcome: 'refused',
				reason: 'The ontology has no skeleton template for "Heron".',
			},
		]);
	});
});
