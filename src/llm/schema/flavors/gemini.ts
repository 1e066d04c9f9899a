/**
 * Gemini's `responseSchema`: OpenAPI's `nullable`, `anyOf` without `oneOf`, and `propertyOrdering`, without which the fields come in
 * the order of the alphabet. Boxes are `box_2d`, as these models are trained to write them. Google states no limits in numbers;
 * these were measured by others (models §2).
 */
import { READING } from '../write/zod';
import type { Flavor } from './flavor';

export const gemini: Flavor = {
	displayName: 'Gemini',
	description: 'The responseSchema of Gemini models; boxes are their box_2d',
	dialect: {
		null: 'nullable',
		allRequired: true,
		bounds: true,
		closed: false,
		union: 'anyOf',
		ordering: true,
	},
	limits: { depth: 4, enumCharacters: 3_000 },
	keys: 'titles',
	boxes: 'gemini',
	strictness: READING,
};
