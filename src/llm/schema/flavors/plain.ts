/** JSON Schema of draft 2020-12 for everything without a dialect of its own, such as n8n's Structured Output Parser. */
import { READING } from '../write/zod';
import type { Flavor } from './flavor';

export const plain: Flavor = {
	displayName: 'Plain JSON Schema',
	description: 'Draft 2020-12, for the Structured Output Parser and most other tools',
	schemaUri: 'https://json-schema.org/draft/2020-12/schema',
	dialect: {
		null: 'type',
		allRequired: false,
		bounds: true,
		closed: true,
		union: 'anyOf',
		ordering: false,
	},
	limits: {},
	keys: 'titles',
	boxes: 'encord',
	strictness: READING,
};
