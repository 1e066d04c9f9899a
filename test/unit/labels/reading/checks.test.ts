import { describe, expect, it } from '@jest/globals';

import { checkLabels } from '../../../../src/labels/reading/checks';
import type { Edit } from '../../../../src/labels/edits/edit';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { applyEdits } from '../../../../src/labels/edits/apply';
import { intersectionOverUnion } from '../../../../src/labels/reading/objectChecks';
import type { CheckRule } from '../../../../src/labels/reading/checkRule';
import { box, context, ontology, videoMetadata, videoRow } from '../fixtures';

const metadata = { ...videoMetadata, number_of_frames: 4 };

/** Faults of a four-frame row with these labels. */
function faults(edits: Edit[], ...rules: CheckRule[]) {
	const { labelRow, problems } = applyEdits(videoRow, ontology, edits, context({ metadata }));
	expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
	return checkLabels(labelRow, ontology, metadata, rules);
}

const add = (
	object: string,
	frames: Edit extends { frames?: infer F } ? F : never | number,
	coordinates = box(),
): Edit => ({ kind: 'addObject', object, frames: frames as number, coordinates, mode: 'add' });

describe('checks before submit', () => {
	it('count objects per frame and per row', () => {
		const cars = [add('Car', 1), add('Car', 1, box(0.5, 0.5, 0.1, 0.1))];
		expect(faults(cars, { rule: 'count', class: 'Car', max: 1, per: 'frame' })).toEqual([
			{ rule: 'count', class: 'Car', frame: 1, message: 'Frame 1 has 2 "Car"; expected at most 1' },
		]);
		expect(
			faults(cars, { rule: 'count', class: 'Car', min: 1, per: 'frame' }).map(({ frame }) => frame),
		).toEqual([0, 2, 3]);
		expect(faults(cars, { rule: 'count', class: 'Thing', min: 1, per: 'labelRow' })).toEqual([
			{
				rule: 'count',
				class: 'Thing',
				message: 'The label row has 0 "Thing"; expected at least 1',
			},
		]);
		expect(faults(cars, { rule: 'count', min: 2, max: 2, per: 'labelRow' })).toEqual([]);
	});

	describe('of turned boxes', () => {
		const rafts = indexOntology({
			objects: [
				{ name: 'Raft', shape: 'rotatable_bounding_box', color: '#fff', featureNodeHash: 'obRaft' },
			],
			classifications: [],
		} as never);
		/** 320 × 48 of 640 × 480 pixels in the middle, turned; they reach from the top edge to the bottom edge at 90 degrees. */
		const raft = (theta: number, w = 0.5): Edit =>
			add('Raft', 0, {
				rotatableBoundingBox: { x: 0.5 - w / 2, y: 0.45, w, h: 0.1, theta },
			} as never);
		const messages = (edits: Edit[], rule: CheckRule, isKnown = true) => {
			const size = isKnown ? { width: 640, height: 480 } : {};
			const row = structuredClone(videoRow);
			for (const unit of Object.values(row.data_units)) {
				delete unit.width;
				delete unit.height;
				Object.assign(unit, size);
			}
			const media: Partial<typeof metadata> = { ...metadata };
			delete media.width;
			delete media.height;
			Object.assign(media, size);
			const edited = applyEdits(row, rafts, edits, context({ metadata: media }));
			expect(edited.problems).toEqual([]);
			return checkLabels(edited.labelRow, rafts, media, [rule]).map(({ message }) => message);
		};
		const unknown = '"Raft" cannot be checked, because the size of the image is not known';
		const overlap: CheckRule = { rule: 'overlap', max: 0.5 };

		it('take the size of the image into account', () => {
			expect(messages([raft(0), raft(0)], overlap)).toEqual([
				'"Raft" and "Raft" overlap by 100 %; at most 50 %',
			]);
			expect(messages([raft(0), raft(90)], overlap)).toEqual([]);
			expect(messages([raft(90, 0.8)], { rule: 'outside' })).toEqual([
				'"Raft" reaches outside the image',
			]);
			expect(messages([raft(0, 0.8)], { rule: 'outside' })).toEqual([]);
			expect(messages([raft(0)], { rule: 'size', minSide: 50 })).toEqual([
				'"Raft" is 320 × 48 px; a side is at least 50 px',
			]);
		});

		it.each<[string, Edit[], CheckRule, string[]]>([
			['overlap, with another object', [raft(0), raft(0)], overlap, [unknown, unknown]],
			['overlap, alone', [raft(0)], overlap, []],
			['outside', [raft(0)], { rule: 'outside' }, [unknown]],
			['size', [raft(0)], { rule: 'size', minSide: 1 }, [unknown]],
		])(
			'say where the size is not known that they cannot be checked: %s',
			(_, edits, rule, faults) => {
				expect(messages(edits, rule, false)).toEqual(faults);
			},
		);
	});

	it('name what is too small, with frame and place', () => {
		const tiny = add('Car', 2, box(0.5, 0.25, 3 / 640, 0.2));
		expect(faults([tiny, add('Car', 0)], { rule: 'size', class: 'Car', minSide: 5 })).toEqual([
			{
				rule: 'size',
				class: 'Car',
				frame: 2,
				hash: expect.any(String),
				message: '"Car" is 3 × 96 px; a side is at least 5 px',
				x: expect.closeTo(0.5023, 3),
				y: expect.closeTo(0.35, 6),
			},
		]);
		expect(faults([tiny], { rule: 'size', minArea: 289 })).toHaveLength(1);
		expect(faults([tiny], { rule: 'size', minArea: 287 })).toEqual([]);
	});

	it('find boxes that lie on one another, within a class or across', () => {
		const overlapping = [add('Car', 0, box(0, 0, 0.5, 0.5)), add('Thing', 0, box(0, 0, 0.5, 0.4))];
		expect(faults(overlapping, { rule: 'overlap', max: 0.5 })).toEqual([]);
		expect(faults(overlapping, { rule: 'overlap', max: 0.5, acrossClasses: true })).toEqual([
			expect.objectContaining({
				rule: 'overlap',
				frame: 0,
				message: '"Car" and "Thing" overlap by 80 %; at most 50 %',
			}),
		]);
		expect(faults(overlapping, { rule: 'overlap', max: 0.8, acrossClasses: true })).toEqual([]);
	});

	it('find what reaches outside the image', () => {
		const row = structuredClone(
			applyEdits(videoRow, ontology, [add('Car', 1)], context({ metadata })).labelRow,
		);
		const object = (
			row.data_units['data-1']!.labels as {
				[frame: string]: { objects: Array<{ boundingBox: object }> };
			}
		)['1']!.objects[0]!;
		object.boundingBox = { x: 0.9, y: 0.2, w: 0.3, h: 0.1 };
		expect(checkLabels(row, ontology, metadata, [{ rule: 'outside' }])).toEqual([
			expect.objectContaining({ frame: 1, message: '"Car" reaches outside the image', x: 1 }),
		]);
	});

	it('find required answers that are missing', () => {
		const caption: Edit = {
			kind: 'setClassification',
			classification: 'Caption',
			answers: 'A road',
			frames: 2,
		};
		expect(faults([caption], { rule: 'requiredAnswers' })).toEqual([]);
		const empty: Edit = {
			kind: 'setClassification',
			classification: 'Caption',
			answers: { Caption: null },
			frames: 2,
		};
		expect(faults([empty], { rule: 'requiredAnswers' })).toEqual([
			expect.objectContaining({
				rule: 'requiredAnswers',
				class: 'Caption',
				frame: 2,
				message: '"Caption" of "Caption" is required and has no answer.',
			}),
		]);
	});

	it('find frames without labels, as ranges', () => {
		expect(faults([add('Car', 1)], { rule: 'emptyFrames' })).toEqual([
			{ rule: 'emptyFrames', frame: 0, message: 'Frame 0 has no label' },
			{ rule: 'emptyFrames', frame: 2, message: 'Frames 2–3 have no label' },
		]);
	});

	it('refuse a class the ontology does not have', () => {
		expect(() => faults([], { rule: 'count', class: 'Boat', max: 1, per: 'frame' })).toThrow(
			'There is no object "Boat"',
		);
	});

	it('measure overlap as the share of the common area', () => {
		expect(
			intersectionOverUnion({ x: 0, y: 0, w: 1, h: 1 }, { x: 0.5, y: 0, w: 1, h: 1 }),
		).toBeCloseTo(1 / 3);
		expect(intersectionOverUnion({ x: 0, y: 0, w: 1, h: 1 }, { x: 2, y: 0, w: 1, h: 1 })).toBe(0);
	});
});
