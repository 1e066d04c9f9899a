/** Coordinates in Encord's own form. */
import { describe, expect, it } from '@jest/globals';
import { placesIn, read } from '../readings';

describe('the form of Encord', () => {
	const claim = { unit: 'fractions', by: 'Encord' };
	const boundingBox = { x: 0.1, y: 0.1, w: 0.25, h: 0.4 };

	it('has coordinates under their own key or beside the class', () => {
		const place = { kind: 'encord', coordinates: { boundingBox }, claim };
		for (const entry of [
			{ class: 'Otter', coordinates: { boundingBox, more: 1 } },
			{ class: 'Otter', boundingBox },
			{ class: 'Otter', boundingBox, note: 'wet', confidence: 0.5 },
		])
			expect(placesIn('encord', [entry])).toEqual([place]);
		expect(read('encord', [{ class: 'Otter', boundingBox, confidence: 0.5, frame: 3 }])).toEqual({
			detections: [
				{
					index: 0,
					names: ['Otter'],
					places: [place],
					beside: { class: 'Otter', confidence: 0.5, frame: 3 },
					confidence: 0.5,
					frame: 3,
				},
			],
			refused: [],
		});
	});

	it('holds a frame for what stands below it', () => {
		const data = { frame: 4, detections: [{ class: 'Otter', boundingBox }] };
		expect(read('encord', data, { hasFrames: true }).detections[0]!.frame).toBe(4);
	});

	it('is refused without coordinates', () => {
		const { refused } = read('encord', [
			5,
			{ class: 'Otter' },
			{ class: 'Otter', coordinates: { boundingBox: null } },
		]);
		expect(refused.map(({ index, reason }) => [index, reason.split(' one of ')[0]])).toEqual([
			[0, 'The detection is 5; expected a class and coordinates.'],
			[1, 'The detection has no coordinates; expected'],
			[2, 'The detection has no coordinates; expected'],
		]);
		expect(refused[1]!.reason).toContain(
			'boundingBox, rotatableBoundingBox, polygon, polygons, polyline',
		);
	});
});
