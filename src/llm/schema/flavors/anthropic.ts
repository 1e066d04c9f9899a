/**
 * The `input_schema` of a tool for Anthropic's models. Property names match `^[a-zA-Z0-9_.-]{1,64}$`, otherwise the whole request is
 * refused (models §2), so titles become such keys and stand in the descriptions. Bounds are left out: a tool with `strict`
 * refuses them.
 */
import type { Flavor } from './flavor';

export const anthropic: Flavor = {
	displayName: 'Anthropic (Tool Input)',
	description: 'The input_schema of a tool; titles become keys of plain letters',
	dialect: {
		null: 'type',
		allRequired: true,
		bounds: false,
		closed: true,
		union: 'anyOf',
		ordering: false,
	},
	limits: {},
	keys: 'ascii',
	boxes: 'encord',
	strictness: { allRequired: true, closed: true, bounds: false },
};
