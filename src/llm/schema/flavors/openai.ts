/**
 * OpenAI's strict Structured Outputs, which is also the strictest subset that other providers share: every field required and
 * closed, null for what may be left out, no bounds. The schema is written directly: the `openai` package's zod helper turns
 * zod's bounds and optional fields into what strict mode refuses, so the subset must be chosen before it anyway. A test
 * compares with what the helper writes.
 *
 * Limits: https://developers.openai.com/api/docs/guides/structured-outputs#supported-schemas (5,000 properties, 10 levels, 1,000
 * values of enums, 120,000 characters of names and values, 15,000 characters in an enum of more than 250 values).
 */
import type { Flavor } from './flavor';

export const openai: Flavor = {
	displayName: 'OpenAI (Strict)',
	description: 'Structured Outputs in strict mode; also what most other strict endpoints accept',
	dialect: {
		null: 'type',
		allRequired: true,
		bounds: false,
		closed: true,
		union: 'anyOf',
		ordering: false,
	},
	limits: {
		depth: 10,
		properties: 5_000,
		enumValues: 1_000,
		characters: 120_000,
		largeEnumCharacters: 15_000,
	},
	keys: 'titles',
	boxes: 'encord',
	strictness: { allRequired: true, closed: true, bounds: false },
};
