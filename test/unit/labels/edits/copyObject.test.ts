import { describe, expect, it } from '@jest/globals';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import { encodeMask } from '../../../../src/labels/shapes/parts/runLengths';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { box, context, imageGroupRow, ontology } from '../fixtures';

const sameSizes: LabelRowJson = structuredClone(imageGroupRow);
Object.assign(sameSizes.data_units['img-1']!, { width: 10, height: 8 });
const mask = {
	bitmask: encodeMask({ width: 10, height: 8, data: new Uint8Array(80).fill(1) }),
};

/** Places an object on the first image and copies it to the second. */
function copied(row: LabelRowJson, object: string, coordinates: object) {
	const of = context({ metadata: { number_of_frames: 2 } });
	const place = { kind: 'addObject', object, coordinates, frames: 0 } as Edit;
	const placed = applyEdits(row, ontology, [place], of).labelRow;
	const [objectHash = ''] = Object.keys(placed.object_answers);
	const { labelRow, problems } = applyEdits(
		placed,
		ontology,
		[{ kind: 'copyObject', objectHash, toFrames: 1 }],
		of,
	);
	const { objects = [] } = (labelRow.data_units['img-1']?.labels ?? {}) as { objects?: object[] };
	return { problems: problems.map(({ code, message }) => [code, message]), objects };
}

describe('copying an object to images of a group', () => {
	it('keeps a mask where the images have the same size', () => {
		const { problems, objects } = copied(sameSizes, 'Mask', mask);
		expect(problems).toEqual([]);
		expect(objects).toMatchObject([mask]);
	});

	it('refuses a mask for an image of another size', () => {
		const { problems, objects } = copied(imageGroupRow, 'Mask', mask);
		expect(problems).toEqual([
			[
				'badFrames',
				'"Mask" covers the pixels of frame 0, which has 10 × 8 of them; frame 1 has 11 × 9.',
			],
		]);
		expect(objects).toEqual([]);
	});

	it('copies fractions to an image of any size', () => {
		const { problems, objects } = copied(imageGroupRow, 'Car', box());
		expect(problems).toEqual([]);
		expect(objects).toMatchObject([box()]);
	});
});
