/** Fields that say how much comes back. */
import type { INodeProperties } from 'n8n-workflow';
import type { Batch } from '../runtime/batch';

export const returnAllField: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

/** How many results are wanted, `Infinity` for all. */
export function limitOf(batch: Batch, index: number): number {
	return batch.param<boolean>('returnAll', index, false)
		? Infinity
		: batch.param<number>('limit', index, 50);
}

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Whether the short form is wanted. */
export function wantsSimple(batch: Batch, index: number): boolean {
	return batch.param<boolean>('simplify', index, true);
}
