import { describe, expect, it } from '@jest/globals';

import {
	detectionEdits,
	type DetectionOptions,
} from '../../../../src/labels/detections/detections';
import { applyEdits } from '../../../../src/labels/edits/apply';
import { tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { context, ontology, videoMetadata, videoRow } from '../fixtures';

const options = (extra: Partial<DetectionOptions> = {}): DetectionOptions => ({
	format: 'xyxy',
	scale: 'pixels',
	size: { width: 640, height: 480 },
	...extra,
});
const car = { class: 'Car', confidence: 0.9, box: [64, 48, 320, 240], frame: 3 };

describe('detections as edits', () => {
	it('place objects where the model saw them', () => {
		const { edits, added } = detectionEdits([car], ontology, options());
		expect(added).toBe(1);
		const { labelRow } = applyEdits(videoRow, ontology, edits, context());
		expect(tidyLabelRow(labelRow, ontology, videoMetadata).objects).toEqual([
			expect.objectContaining({
				class: 'Car',
				frames: [[3, 3]],
				places: [
					expect.objectContaining({
						confidence: 0.9,
						coordinates: { boundingBox: { x: 0.1, y: 0.1, w: 0.4, h: 0.4 } },
					}),
				],
			}),
		]);
	});

	it('make the same labels however often they are applied', () => {
		const { edits } = detectionEdits(
			[car, { ...car, frame: 4 }, { ...car, box: [0, 0, 10, 10] }],
			ontology,
			options(),
		);
		const once = applyEdits(videoRow, ontology, edits, context()).labelRow;
		const twice = applyEdits(once, ontology, edits, context());
		expect(twice.diff).toEqual([]);
		expect(twice.labelRow).toEqual(once);
	});

	it('of one track are one object', () => {
		const tracked = [3, 4, 5].map((frame) => ({ ...car, frame, track: 7 }));
		const { edits } = detectionEdits(tracked, ontology, options());
		const { labelRow } = applyEdits(videoRow, ontology, edits, context());
		expect(
			tidyLabelRow(labelRow, ontology, videoMetadata).objects.map(({ frames }) => frames),
		).toEqual([[[3, 5]]]);
	});

	it('below the threshold and of unknown classes are counted, not dropped silently', () => {
		const report = detectionEdits(
			[car, { ...car, confidence: 0.29 }, { ...car, class: 'tree' }, { ...car, class: 'tree' }],
			ontology,
			options({ minConfidence: 0.3, ignoreUnmatched: true }),
		);
		expect(report).toMatchObject({
			added: 1,
			belowThreshold: 1,
			unmatched: { tree: 2 },
			faults: [],
		});
	});

	it.each([
		[
			'an unknown class',
			{ ...car, class: 'tree' },
			{},
			'There is no object "tree" in the ontology. There are: Car',
		],
		[
			'a mapped class that is not there, even when others are ignored',
			{ ...car, class: 'tree' },
			{ classMap: { tree: 'Treee' }, ignoreUnmatched: true },
			'There is no object "Treee"',
		],
		['no class', { box: [1, 2, 3, 4] }, {}, 'names no class'],
		['no place', { class: 'Car' }, {}, 'has no place'],
		['a confidence in percent', { ...car, confidence: 90 }, {}, 'expected a number from 0 to 1'],
		['a frame that is none', { ...car, frame: 1.5 }, {}, 'expected a whole number from 0'],
		['something else', 'car', {}, 'A detection is an object'],
	])('with %s are faults with their position', (_, detection, extra, message) => {
		const { faults, edits } = detectionEdits([car, detection], ontology, options(extra));
		expect(faults).toEqual([{ index: 1, message: expect.stringContaining(message) }]);
		expect(edits).toHaveLength(1);
	});

	it('find classes by map, by title, by hash, or by default', () => {
		const classes = (detection: object, extra: Partial<DetectionOptions> = {}) =>
			detectionEdits([{ box: [0, 0, 64, 48], ...detection }], ontology, options(extra)).edits.map(
				({ object }) => object,
			);
		expect(classes({ label: 'vehicle' }, { classMap: { Vehicle: 'Car' } })).toEqual(['obCar']);
		expect(classes({ name: 'car' })).toEqual(['obCar']);
		expect(classes({ category: 'obThing' })).toEqual(['obThing']);
		expect(classes({}, { defaultClass: 'Thing' })).toEqual(['obThing']);
	});

	it('take the frame of the item when they name none', () => {
		const { edits } = detectionEdits(
			[{ class: 'Car', box: [0, 0, 64, 48] }],
			ontology,
			options({ frame: 12 }),
		);
		expect(edits[0]!.frames).toBe(12);
	});
});
