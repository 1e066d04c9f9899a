/**
 * Grounding DINO, as predict() of its repository answers: boxes (center and size as fractions), logits and phrases side by side.
 * Source: IDEA-Research/GroundingDINO, util/inference.py.
 */
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { isMap } from '../parts/json';

export const groundingDino: Format = {
	name: 'groundingDino',
	title: 'Grounding DINO',
	description: 'Boxes, logits and phrases side by side; center and size as fractions',
	isChoice: true,
	recognizes: (data) =>
		isMap(data) && ['boxes', 'logits', 'phrases'].every((key) => Array.isArray(data[key])),
	read: (data, context) =>
		readEntries(data, { order: 'cxcywh', unit: 'fractions', by: 'Grounding DINO' }, context),
};
