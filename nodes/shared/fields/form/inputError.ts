import type { INodeProperties } from 'n8n-workflow';
import { shortened } from '../../../../src/encord/wire/identifiers';

/** The error for a wrong or missing input. `message` says what is wrong, `advice` what would be right. */
export class InputError extends Error {
	constructor(
		message: string,
		readonly advice?: string,
	) {
		super(message);
		this.name = 'InputError';
	}
}

/** An expression gave nothing for this item. */
export function nothingGiven({ displayName }: Pick<INodeProperties, 'displayName'>): InputError {
	return new InputError(
		`${displayName} is empty: its expression gave nothing`,
		'An expression must give a value for every item. Look at the input of this node, or type a value.',
	);
}

/** A wrong value as a message quotes it. */
export function shown(value: unknown): string {
	return shortened(
		typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'undefined'),
	);
}
