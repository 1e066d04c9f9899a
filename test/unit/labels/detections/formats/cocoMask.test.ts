import { describe, expect, it } from '@jest/globals';
import fc from '../../../fastCheck';

import { maskArea, maskBox } from '../../../../../src/geometry/mask';
import { cocoFromMask, maskFromCoco } from '../../../../../src/labels/detections/formats/cocoMask';

/** A picture of `#` and `.`, rows separated by blanks. */
function picture(text: string) {
	const rows = text.split(' ');
	return {
		width: rows[0]!.length,
		height: rows.length,
		data: Uint8Array.from(rows.join(''), (cell) => (cell === '#' ? 1 : 0)),
	};
}

describe('COCO masks', () => {
	// Column by column: .#. is 0 1 0 down the first column of three, and so on.
	it('run column by column', () => {
		expect(maskFromCoco({ size: [3, 2], counts: [1, 1, 2, 2] })).toEqual(
			picture('.. #. .#'.replace('.. #. .#', '.. ## .#')),
		);
	});

	it('reads the packed text that the COCO tools write for a left column of two rows and three columns', () => {
		// Runs 0, 2, 4: the first column set, the others not.
		expect(maskFromCoco({ size: [2, 3], counts: '024' })).toEqual(picture('#.. #..'));
	});

	it('comes back from its own text, for any mask', () => {
		const masks = fc
			.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
			.chain(([width, height]) =>
				fc
					.array(fc.constantFrom(0, 1), { minLength: width * height, maxLength: width * height })
					.map((cells) => ({ width, height, data: Uint8Array.from(cells) })),
			);
		fc.assert(fc.property(masks, (mask) => expect(maskFromCoco(cocoFromMask(mask))).toEqual(mask)));
	});

	it('tells area and box', () => {
		const mask = picture('.... .##. ..#.');
		expect(maskArea(mask)).toBe(3);
		expect(maskBox(mask)).toEqual({ x: 1, y: 1, w: 2, h: 2 });
		expect(maskBox(picture('.. ..'))).toBeUndefined();
	});

	it.each([
		[{ size: [2], counts: '024' }, '"size": [height, width]'],
		[{ size: 4, counts: '024' }, '"size": [height, width]'],
		[{ counts: '024' }, '"size": [height, width]'],
		[{ size: [0, 2], counts: [] }, '"size": [height, width]'],
		[{ size: [2, 0], counts: [] }, '"size": [height, width]'],
		[{ size: [1.5, 2], counts: [3] }, '"size": [height, width]'],
		[{ size: [2, '2'], counts: [4] }, '"size": [height, width]'],
		[{ size: [2, 2] }, '"counts": a text or a list of numbers'],
		[{ size: [2, 2], counts: 4 }, '"counts": a text or a list of numbers'],
		[{ size: [2, 2], counts: [1.5, 2.5] }, 'whole numbers from 0'],
		[{ size: [2, 2], counts: [3] }, 'cover 3 pixels, and it has 4'],
		[{ size: [2, 2], counts: '!' }, 'malformed'],
		[{ size: [2, 2], counts: [1, -1] }, 'whole numbers from 0'],
		[{ size: [2, 2], counts: [9] }, 'do not fit'],
	])('refuses %j', (rle, message) => {
		expect(() => maskFromCoco(rle as never)).toThrow(message);
	});
});
