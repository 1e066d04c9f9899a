/** Fields that say how much comes back. */
import { shownFor, type Field } from './form/field';
import { flag, number } from './form/values';

const returnAll = flag({
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
});

const limit = shownFor(
	number({
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 50,
		description: 'Max number of results to return',
	}),
	{ returnAll: [false] },
);

/** How many results are wanted, `Infinity` for all. */
export const limitFields: Field<number> = {
	properties: [returnAll.property, limit.property],
	read: (form) => (returnAll.read(form) ? Infinity : limit.read(form)),
};

/** Whether the short form of results is wanted. */
export const simplifyField = flag({
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});
