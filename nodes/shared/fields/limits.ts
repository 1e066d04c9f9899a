/** Fields for the number of results and their form. */
import { shownWhen, type Field } from './form/field';
import { flag, number } from './form/values';

const returnAll = flag({
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
});

const limit = shownWhen(
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

/** The maximum number of results; `Infinity` for all. */
export const limitFields: Field<number> = {
	properties: [returnAll.property, limit.property],
	read: (form) => (returnAll.read(form) ? Infinity : limit.read(form)),
};

/** Option of triggers: the data as Encord sent them. */
export const rawEntry = flag({
	displayName: 'Include Raw Data',
	name: 'includeRaw',
	type: 'boolean',
	default: true,
	description: 'Whether to add what Encord sent, unchanged, in the field "raw"',
});

/** Whether the output has the raw data. Until version 2 it always had them. */
export function wantsRaw({ includeRaw }: { includeRaw?: boolean }, nodeVersion: number): boolean {
	return includeRaw ?? nodeVersion < 2;
}

/** Whether to return the simplified form of results. */
export const simplifyField = flag({
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});
