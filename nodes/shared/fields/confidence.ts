/** How sure a model is of what it labels. */
import type { INodeProperties } from 'n8n-workflow';
import type { Batch } from '../runtime/batch';
import { InputError } from '../runtime/errors';

/** Entry of an Options collection. */
export const confidenceOption: INodeProperties = {
	displayName: 'Confidence',
	name: 'confidence',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 4 },
	default: 1,
	description: 'How sure the model is, from 0 to 1; kept on the label',
};

/** The confidence given, undefined for none. @throws InputError */
export function confidenceOf(batch: Batch, index: number): number | undefined {
	const value = batch.option('confidence', index);
	if (value === undefined || value === null || value === '') return undefined;
	const number = Number(value);
	if (!(number >= 0 && number <= 1))
		throw new InputError(`The confidence ${String(value)} is not a number from 0 to 1`);
	return number;
}
