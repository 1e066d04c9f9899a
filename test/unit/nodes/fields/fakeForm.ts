/** A form with values, for tests of fields. */
import type { IDataObject } from 'n8n-workflow';
import type { Ancestor } from '../../../../nodes/shared/fields/form/ancestors';
import type { Field } from '../../../../nodes/shared/fields/form/field';
import { partOf, type Form } from '../../../../nodes/shared/fields/form/form';

export interface FormAround extends Partial<Pick<Form, 'item' | 'nodeVersion' | 'names'>> {
	/** Names of the parameters that hold expressions. */
	expressions?: string[];
	/** Encord nodes before this one, the nearest first: name and item. Each is before those that are nearer, but for `branches`. */
	before?: Array<[node: string, json: IDataObject | undefined]>;
	/** Whether the nodes before are on branches of their own. */
	branches?: boolean;
}

/** The form. A text under the name of a locator is what was chosen. */
export function formOf(
	values: IDataObject,
	{
		expressions = [],
		before = [],
		branches = false,
		item = {},
		nodeVersion = 2,
		names,
	}: FormAround = {},
): Form {
	const nodes = before.map(([node]) => node);
	const ancestors = before.map(
		([node, json]): Ancestor => ({
			node,
			json,
			isBefore: (other) => !branches && nodes.indexOf(node) > nodes.indexOf(other.node),
		}),
	);
	const whole: Form = {
		value: () => undefined,
		chosen: (path) => {
			const value = values[path.split('.').at(-1)!];
			return typeof value === 'string' ? value : '';
		},
		isExpression: (path) => expressions.includes(path.replace(/^\./, '')),
		item,
		ancestors,
		timezone: 'Europe/London',
		nodeVersion,
		...(names && { names }),
	};
	return partOf(whole, '', values);
}

/** Reads a field of a form that has these values, and its defaults for the others. */
export function readField<T>(field: Field<T>, values: IDataObject = {}, around?: FormAround): T {
	const defaults = Object.fromEntries(
		field.properties.map(({ name, default: value }) => [name, value]),
	) as IDataObject;
	return field.read(formOf({ ...defaults, ...values }, around));
}
