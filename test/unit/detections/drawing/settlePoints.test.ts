/** Points, outlines and circles as shares of the picture. */
import { describe, expect, it } from '@jest/globals';
import type { Claim, Unit } from '../../../../src/detections/found';
import { without } from '../readings';
import { by, settled } from './settling';

describe('points', () => {
	const ring = [100, 50, 300, 50, 200, 150];
	const shares = [0.25, 0.25, 0.75, 0.25, 0.5, 0.75];
	const claim: Claim = { by, unit: 'pixels', order: 'xyxy' };

	it('of lines, outlines and points are shares of the picture', () => {
		expect(settled({ kind: 'line', ring, claim })).toEqual({ kind: 'line', ring: shares });
		expect(settled({ kind: 'points', ring, claim })).toEqual({ kind: 'points', ring: shares });
		expect(settled({ kind: 'outline', polygons: [[ring, ring], [ring]], claim })).toEqual({
			kind: 'outline',
			polygons: [[shares, shares], [shares]],
		});
	});

	it('have y first where the data or the user says so, unless they have names', () => {
		const swapped = [50, 100, 50, 300, 150, 200];
		const open = without(claim, 'order');
		expect(settled({ kind: 'line', ring: swapped, claim: { ...claim, order: 'yxyx' } })).toEqual({
			kind: 'line',
			ring: shares,
		});
		expect(settled({ kind: 'line', ring: swapped, claim: open }, { order: 'yxyx' })).toEqual({
			kind: 'line',
			ring: shares,
		});
		expect(
			settled({ kind: 'line', ring, claim: { ...open, named: true } }, { order: 'yxyx' }),
		).toEqual({ kind: 'line', ring: shares });
		expect(settled({ kind: 'line', ring, claim: { ...open, named: true } })).toEqual({
			kind: 'line',
			ring: shares,
		});
		for (const order of ['xyxy', 'xywh', 'cxcywh'] as const)
			expect(settled({ kind: 'line', ring, claim: open }, { order })).toEqual({
				kind: 'line',
				ring: shares,
			});
		// A corner and a size is no other order for points than two corners.
		expect(settled({ kind: 'line', ring, claim }, { order: 'xywh' })).toEqual({
			kind: 'line',
			ring: shares,
		});
	});

	it('are refused where it is open or contradictory which number is x', () => {
		const open = without(claim, 'order');
		expect(settled({ kind: 'line', ring, claim: open })).toBe(
			'Whether x or y comes first in the points is open. Choose the format.',
		);
		expect(settled({ kind: 'line', ring, claim }, { order: 'yxyx' })).toBe(
			'The order yxyx was chosen, but the model says xyxy.',
		);
		expect(
			settled({ kind: 'line', ring, claim: { ...claim, order: 'yxyx' } }, { order: 'xywh' }),
		).toBe('The order xywh was chosen, but the model says yxyx.');
	});

	it('that are all from 0 to 1 are fractions, whatever their numbers count', () => {
		const small = [0, 0, 1, 0.5, 0.5, 1];
		const reason = (what: string) =>
			`All points are from 0 to 1, as fractions are, but their numbers count ${what}.`;
		const of = (unit: Unit, values = small) =>
			settled({ kind: 'line', ring: values, claim: { ...claim, unit } });
		expect(of('pixels')).toBe(reason('pixels'));
		expect(of('grid1000')).toBe(reason('parts of a grid'));
		expect(of('grid1024')).toBe(reason('parts of a grid'));
		for (const values of [
			[0, 0, 1.1, 1],
			[0, -0.1, 1, 1],
			[0.5, 0.5],
		])
			expect(of('pixels', values)).toMatchObject({ kind: 'line' });
		expect(of('fractions')).toEqual({ kind: 'line', ring: small });
		expect(of('percent')).toMatchObject({ kind: 'line' });
	});

	it('of a skeleton keep what is said about each, and missing ones say nothing about fractions', () => {
		const points = [
			{ name: 'Beak', x: 100, y: 50, visibility: 'occluded' as const },
			{ name: 'Wing', x: 0, y: 0, missing: true },
		];
		expect(settled({ kind: 'keypoints', points, claim })).toEqual({
			kind: 'keypoints',
			points: [
				{ name: 'Beak', x: 0.25, y: 0.25, visibility: 'occluded' },
				{ name: 'Wing', x: 0, y: 0, missing: true },
			],
		});
		const fractions = [
			{ x: 0.1, y: 0.2 },
			{ x: 0.3, y: 0.4 },
			{ x: 7, y: 9, missing: true },
		];
		expect(settled({ kind: 'keypoints', points: fractions, claim })).toMatch(/as fractions are/);
	});
});

describe('other places', () => {
	const claim: Claim = { by, unit: 'pixels' };

	it('are circles, whose radius counts pixels in both directions', () => {
		expect(settled({ kind: 'circle', center: [200, 100], edge: [230, 140], claim })).toEqual({
			kind: 'circle',
			box: { x: 0.375, y: 0.25, w: 0.25, h: 0.5 },
		});
		expect(settled({ kind: 'circle', center: [200, 100], edge: [200, 100], claim })).toBe(
			'The circle has no radius.',
		);
	});

	it('are masks, coordinates of Encord and what is not read, as they are', () => {
		const mask = { width: 1, height: 1, data: Uint8Array.from([1]) };
		expect(settled({ kind: 'mask', mask, claim })).toEqual({ kind: 'mask', mask });
		const coordinates = { point: { 0: { x: 1, y: 1 } } };
		expect(settled({ kind: 'encord', coordinates, claim })).toEqual({
			kind: 'encord',
			coordinates,
		});
		expect(settled({ kind: 'unread', what: 'cuboid', claim })).toEqual({
			kind: 'unread',
			what: 'cuboid',
		});
	});
});
