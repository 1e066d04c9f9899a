/** What numbers count, told from the whole list. */
import { describe, expect, it } from '@jest/globals';
import type { Claim, Detection, Place, Unit } from '../../../../src/detections/found';
import { mayBeGrid, settleUnits } from '../../../../src/detections/reading/scale';

const by = 'the model';
const box = (numbers: number[], claim: Partial<Claim> = {}): Place => ({
	kind: 'box',
	numbers: numbers as unknown as [number, number, number, number],
	claim: { by, ...claim },
});
/** The unit of each place, or why the list is refused. */
function units(places: Place[], chosen: 'auto' | Unit = 'auto'): unknown {
	const detections = places.map(
		(place, index): Detection => ({ index, names: [], places: [{ ...place }] }),
	);
	try {
		settleUnits(detections, chosen);
		return detections.map((detection) => detection.places[0]!.claim.unit);
	} catch (error) {
		return (error as Error).message;
	}
}

describe('without a choice', () => {
	const open = (from: number, to: number, percent = '') =>
		`The numbers go from ${from} to ${to}, which may be pixels${percent} or parts of a grid of 1000. Choose what the numbers are.`;

	it.each<[string, number[], Partial<Claim>, unknown]>([
		['from 0 to 1 are fractions', [0, 0.5, 1, 1], {}, ['fractions']],
		['from 0 to 1 that are whole may be anything', [0, 0, 1, 1], {}, open(0, 1, ', percent')],
		['below 0 may be anything', [-0.1, 0.5, 1, 1], {}, open(-0.1, 1, ', percent')],
		['a little above 1 may be anything', [0, 0.5, 1.1, 1], {}, open(0, 1.1, ', percent')],
		['up to 100 may be percent', [0, 0, 50, 100], {}, open(0, 100, ', percent')],
		['above 100 are no percent', [0, 0, 50, 101], {}, open(0, 101)],
		['up to 1024 may be a grid', [0, 0, 50, 1024], {}, open(0, 1024)],
		['above 1024 are pixels', [0, 0, 50, 1025], {}, ['pixels']],
		[
			'above 1024 of a resized picture are open',
			[0, 0, 50, 1025],
			{ mayBeResized: true },
			open(0, 1025),
		],
		[
			'up to 1 of Ultralytics are fractions',
			[0, 0.5, 1, 1],
			{ pixelsOrFractions: true },
			['fractions'],
		],
		[
			'up to 2 of Ultralytics are open',
			[0, 0.5, 2, 1],
			{ pixelsOrFractions: true },
			open(0, 2, ', percent'),
		],
		[
			'above 2 of Ultralytics are pixels',
			[0, 0.5, 2.1, 1],
			{ pixelsOrFractions: true },
			['pixels'],
		],
	])('numbers %s', (_, numbers, claim, expected) => {
		expect(units([box(numbers, claim)])).toEqual(expected);
	});

	it('all numbers of the list count, of whatever kind of place', () => {
		const claim: Claim = { by };
		const large: Place[] = [
			box([0, 0, 1, 1500]),
			{ kind: 'turned', numbers: [0, 0, 1, 1500], theta: 1, about: 'center', claim },
			{ kind: 'corners', ring: [0, 1500], claim },
			{ kind: 'line', ring: [0, 1500], claim },
			{ kind: 'points', ring: [0, 1500], claim },
			{
				kind: 'outline',
				polygons: [
					[[0, 1]],
					[
						[2, 3],
						[4, 1500],
					],
				],
				claim,
			},
			{ kind: 'keypoints', points: [{ x: 0, y: 1500 }], claim },
			{ kind: 'circle', center: [0, 1], edge: [0, 1500], claim },
		];
		for (const place of large) {
			expect(units([place])).toEqual(['pixels']);
			expect(units([box([0.1, 0.1, 0.5, 0.5]), place])).toEqual(['pixels', 'pixels']);
		}
	});

	it('points that were not found, masks and what is not read say nothing', () => {
		const claim: Claim = { by };
		const silent: Place[] = [
			{ kind: 'keypoints', points: [{ x: 0, y: 1500, missing: true }], claim },
			{ kind: 'mask', mask: { width: 1, height: 1, data: Uint8Array.from([1]) }, claim },
			{ kind: 'encord', coordinates: { a: 1500 }, claim },
			{ kind: 'unread', what: 'cuboid', claim },
		];
		for (const place of silent)
			expect(units([box([0.1, 0.1, 0.5, 0.5]), place])).toEqual(['fractions', 'fractions']);
		expect(units(silent.slice(1))).toEqual(['fractions', 'fractions', 'fractions']);
		// Alone, they fit whatever was chosen.
		expect(units(silent.slice(1), 'grid1000')).toEqual(['grid1000', 'grid1000', 'grid1000']);
	});

	it('places that say their unit are told by themselves', () => {
		expect(units([box([0.1, 0.1, 0.5, 0.5]), box([10, 10, 50, 50], { unit: 'pixels' })])).toEqual([
			'fractions',
			'pixels',
		]);
	});
});

describe('a choice', () => {
	it('that is no unit is refused', () => {
		expect(units([], 'inches' as never)).toBe(
			'"inches" is no unit of numbers; there are: auto, pixels, fractions, percent, grid1000, grid1024.',
		);
	});

	it.each<[Unit, string]>([
		['pixels', 'pixels'],
		['fractions', 'fractions'],
		['percent', 'percent'],
		['grid1000', 'parts of a grid of 1000'],
		['grid1024', 'parts of a grid of 1024'],
	])('of %s holds for numbers that say nothing, and contradicts others', (unit, words) => {
		const numbers = unit === 'fractions' ? [0.1, 0.1, 0.5, 0.5] : [1, 2, 30, 40];
		expect(units([box(numbers)], unit)).toEqual([unit]);
		expect(units([box(numbers, { unit })], unit)).toEqual([unit]);
		const other = unit === 'pixels' ? 'percent' : 'pixels';
		expect(units([box(numbers, { unit: other })], unit)).toBe(
			`${words} were chosen, but the model says ${other}.`,
		);
		expect(units([box(numbers, { pixelsOrFractions: true })], unit)).toEqual(
			unit === 'pixels' || unit === 'fractions'
				? [unit]
				: `${words} were chosen, but the model says pixels or fractions.`,
		);
	});

	it.each<[Unit, number, number]>([
		['fractions', 1.5, -0.5],
		['percent', 150, -50],
		['grid1000', 1050, -50],
		['grid1024', 1024, 0],
	])('of %s allows numbers up to %d and down to %d', (unit, most, least) => {
		const words = {
			fractions: 'fractions',
			percent: 'percent',
			grid1000: 'parts of a grid of 1000',
			grid1024: 'parts of a grid of 1024',
			pixels: '',
		}[unit];
		expect(units([box([0, 0, 0.5, most])], unit)).toEqual([unit]);
		expect(units([box([0, 0, 0.5, most + 0.1])], unit)).toBe(
			`${words} were chosen, but there are numbers as large as ${most + 0.1}.`,
		);
		const some = unit === 'fractions' ? 0.5 : 30;
		expect(units([box([0, 0, some, least])], unit)).toEqual([unit]);
		expect(units([box([0, 0, some, least - 0.1])], unit)).toBe(
			`${words} were chosen, but there are numbers as small as ${least - 0.1}.`,
		);
		expect(units([box([0, 0, 0.5, most + 0.1], { unit })])).toBe(
			`the model says ${words}, but there are numbers as large as ${most + 0.1}.`,
		);
	});

	it('of pixels has no limits', () => {
		expect(units([box([-900, 0, 90_000, 5])], 'pixels')).toEqual(['pixels']);
	});

	it('other than fractions is refused for numbers from 0 to 1 alone', () => {
		for (const unit of ['pixels', 'percent', 'grid1000', 'grid1024'] as const) {
			expect(units([box([0, 0, 1, 1])], unit)).toMatch(
				/ were chosen, but all numbers are from 0 to 1, as fractions are\.$/,
			);
			expect(units([box([0, 0, 1, 1.1])], unit)).toEqual([unit]);
		}
		expect(units([box([0, 0, 1, -0.1])], 'pixels')).toEqual(['pixels']);
		expect(units([box([0, 0, 1, 1])], 'fractions')).toEqual(['fractions']);
	});
});

it.each<[number[], boolean]>([
	[[0, 0, 1000, 1000], true],
	[[0, 0, 1000, 1001], false],
	[[-1, 0, 1000, 1000], false],
])('%j may be parts of a grid of 1000: %p', (numbers, expected) => {
	expect(mayBeGrid([box([1, 2, 3, 4]), box(numbers)])).toBe(expected);
});
