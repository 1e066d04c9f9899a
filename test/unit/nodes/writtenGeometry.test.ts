import { describe, expect, it } from '@jest/globals';

import {
	withWritten,
	type WrittenGeometry,
} from '../../../nodes/shared/fields/labels/writtenGeometry';
import { applyEdits } from '../../../src/labels/edits/apply';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { tidyLabelRow } from '../../../src/labels/reading/tidy';
import { context, imageRow } from '../labels/fixtures';

/** The picture of the row has 40 × 30 pixels. */
const metadata = { number_of_frames: 1, width: 40, height: 30, data_type: 'IMAGE' };
const ontology = indexOntology({
	objects: [
		{ name: 'Hand', color: '#D33115', shape: 'skeleton', featureNodeHash: 'obHand01' },
		{ name: 'Tip', color: '#D33115', shape: 'point', featureNodeHash: 'obTip001' },
	],
	classifications: [],
	skeleton_templates: [
		{
			template: {
				name: 'Hand',
				feature_node_hash: 'obHand01',
				skeleton: { 0: { name: 'thumb' }, 1: { name: 'ring' }, 2: { name: 'little' } },
			},
		},
	],
});

/** The first place of an object that was drawn, in this format. */
function placeOf(object: string, coordinates: object, format: WrittenGeometry['format']) {
	const { labelRow, problems } = applyEdits(
		imageRow,
		ontology,
		[{ kind: 'addObject', object, frames: 0, coordinates: coordinates as never }],
		context({ metadata }),
	);
	expect(problems).toEqual([]);
	const found = tidyLabelRow(labelRow, ontology, metadata).objects.find(
		(each) => each.class === object,
	)!;
	const target = { format, scale: 'pixels' } as const;
	const { places } = withWritten(found, target, labelRow, metadata, ontology);
	return (places as object[])[0];
}

describe('the second format of a place', () => {
	it('has the keypoints of a skeleton in the order of the ontology', () => {
		const points = [
			{ x: 0.5, y: 0.5, name: 'little' },
			{ x: 0.25, y: 0.25, name: 'thumb' },
		];
		expect(placeOf('Hand', { skeleton: points }, 'coco')).toMatchObject({
			written: { keypoints: [10, 7.5, 2, 0, 0, 0, 20, 15, 2] },
		});
	});

	it('says why there is none, and keeps the place', () => {
		const place = placeOf('Tip', { point: { x: 0.5, y: 0.5 } }, 'coco');
		expect(place).toMatchObject({ frames: [0, 0], notWritten: expect.stringContaining('no box') });
		expect(place).not.toHaveProperty('written');
	});
});
