/** Files of Pascal VOC, as different parsers of XML give them. */
import { describe, expect, it } from '@jest/globals';
import { read } from '../readings';

describe('Pascal VOC', () => {
	const claim = { order: 'xyxy', unit: 'pixels', by: 'the key "bndbox" (Pascal VOC)' };
	const bndbox = { xmin: '40', ymin: '20', xmax: '140', ymax: '100' };
	const box = {
		kind: 'box',
		numbers: [40, 20, 140, 100],
		claim: { ...claim, named: true, by: 'the names xmin, ymin, xmax, ymax' },
	};
	const otter = { name: 'Otter', bndbox };

	it('gives the name and the size of its picture to each object', () => {
		const annotation = {
			filename: 'lake.png',
			size: { width: '800', height: '400', depth: '3' },
			object: [
				{ ...otter, pose: 'Left', part: { name: 'head' } },
				{ name: 'Raft', robndbox: { cx: 1 } },
				{ name: 'Raft', bndbox: '' },
			],
		};
		expect(read('pascalVoc', { annotation })).toEqual({
			detections: [
				{
					index: 0,
					names: ['Otter'],
					places: [box],
					beside: otter,
					seen: { width: '800', height: '400' },
					file: 'lake.png',
				},
				{
					index: 2,
					names: ['Raft'],
					places: [],
					beside: { name: 'Raft', bndbox: '' },
					seen: { width: '800', height: '400' },
					file: 'lake.png',
				},
			],
			refused: [
				{
					index: 1,
					reason: 'The object has a "robndbox", whose angle is not read. Give four corners.',
				},
			],
		});
	});

	it.each<[string, unknown]>([
		['one object', { annotation: { object: otter } }],
		['one file in a list', [{ annotation: { object: [otter] } }]],
		[
			'a size of 0, which some writers leave',
			{ annotation: { size: { width: '0', height: '0' }, object: otter } },
		],
		['one object alone', otter],
		['a list of objects', [otter]],
		['objects under "object"', { object: [otter] }],
		['objects under "objects"', { objects: [otter] }],
		['objects under "detections"', { detections: [otter] }],
	])('is read as %s', (_, data) => {
		expect(read('pascalVoc', data)).toEqual({
			detections: [{ index: 0, names: ['Otter'], places: [box], beside: otter }],
			refused: [],
		});
	});

	it('of several pictures is refused', () => {
		const file = { annotation: { object: otter } };
		expect(() => read('pascalVoc', [file, file])).toThrow(
			'There are 2 files. Give the one of this picture.',
		);
	});

	it('without objects has nothing', () => {
		expect(read('pascalVoc', { annotation: {} })).toEqual({ detections: [], refused: [] });
	});
});
