/** Boxes of a chosen order, in JSON that bears no producer's mark. */
import type { BoxOrder } from '../../labels/detections/formats/boxNumbers';
import { readEntries } from './parts/entries';
import type { Format } from './format';

function plain(name: BoxOrder, title: string, description: string): Format {
	return {
		name,
		title,
		description,
		isChoice: true,
		recognizes: () => false,
		// The order is the user's choice, which is compared with what the data says later.
		read: (data, context) => readEntries(data, { by: 'the data' }, context),
	};
}

export const cxcywh = plain(
	'cxcywh',
	'Box by Center and Size (Cx, Cy, W, H)',
	'Numbers as chosen below',
);
export const xywh = plain('xywh', 'Box by Corner and Size (X, Y, W, H)', 'Numbers as chosen below');
export const xyxy = plain('xyxy', 'Box by Two Corners (X1, Y1, X2, Y2)', 'Most detectors');
export const yxyx = plain(
	'yxyx',
	'Box by Two Corners, Y First (Y1, X1, Y2, X2)',
	'Some language models, usually on a grid of 1000; points and outlines are y first too',
);
