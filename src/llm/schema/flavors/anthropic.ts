/**
 * The `input_schema` of a tool for Anthropic's models. Property names match `^[a-zA-Z0-9_.-]{1,64}$`, otherwise the whole request is
 * refused (https://github.com/n8n-io/n8n/issues/30590), so titles become such keys and stand in the descriptions. Bounds are left
 * out: with `strict` on the tool they are refused
 * (https://platform.claude.com/docs/en/build-with-claude/structured-outputs). For a tool without `strict` no limits of size are
 * known; with it, a large grammar is refused, and a plain tool is the way out.
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
