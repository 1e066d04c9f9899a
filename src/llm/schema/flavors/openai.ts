/**
 * OpenAI's strict Structured Outputs, which is also the strictest subset that other providers share: every field required and
 * closed, null for what may be left out, no bounds (models §2; models §2.1 says why the `openai` package does not write it).
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
