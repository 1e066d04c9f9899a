/** For every field of a form, values that it does not accept: made from the form, so that a new field is tested by itself. */
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { AUTOMATIC } from '../../../nodes/shared/fields/automatic';
import { id } from './fakeN8n';

export type Parameters = Record<string, unknown>;

export interface OddValue {
	/** Name of the parameter; of an entry of a collection or a row, with its place: `options.dryRun`. */
	path: string;
	what: 'nothing' | 'another type';
	displayName: string;
	type: INodeProperties['type'];
	/** The form with this value, and with what shows the field. */
	parameters: Parameters;
}

/** A value that a field of this type does not accept. */
export type WrongValues = { [type in INodeProperties['type']]?: unknown };

/** Fields that others read, or that are read together with the ontology: operation or trigger, and the field's path. */
export const otherwise = new Set([
	// Only the lists of the editor read it.
	'object: setAttributes: object',
	// It is read together with the ontology, whatever it is (test/unit/llm/modelAnswer.test.ts).
	'classification: set: modelAnswer',
	'task: finish: modelAnswer',
	'object: changeClass: modelAnswer',
	'object: changeClass: classAnswer',
	'object: setAttributes: modelAnswer',
	// They are read together with the labels, whatever they are (test/unit/detections).
	'object: addMany: detections',
	'task: finish: detections',
	// n8n reads it, to answer the call.
	'Encord Trigger: reply',
	'Encord Trigger: answer',
]);

const wrongType: WrongValues = {
	string: { a: 1 },
	number: 'many',
	boolean: 'maybe',
	options: 'nonsense',
	multiOptions: { a: 1 },
	dateTime: 'soon',
	collection: 'text',
	fixedCollection: 'text',
	json: 'text',
	resourceMapper: { value: 'text' },
};

export function oddValues(
	fields: readonly INodeProperties[],
	wrong: WrongValues = wrongType,
): OddValue[] {
	return fields
		.filter(
			// The latter are fields of tools only.
			({ type, displayOptions }) =>
				type !== 'notice' && type !== 'hidden' && displayOptions?.show?.['@tool'] === undefined,
		)
		.flatMap((field) => {
			const base = { ...valuesFor(fields), ...choicesThatShow(field, fields) };
			const given = (value: unknown): Parameters => ({ ...base, [field.name]: value });
			return [...variants(field, field.name, given, wrong), ...entryValues(field, given, wrong)];
		});
}

/** The values of the entries of a collection, or of the fields of a row. */
function entryValues(
	{ name, type, options = [] }: INodeProperties,
	given: (value: unknown) => Parameters,
	wrong: WrongValues,
): OddValue[] {
	if (type === 'collection')
		return (options as INodeProperties[]).flatMap((entry) =>
			variants(
				entry,
				`${name}.${entry.name}`,
				(value) => ({ ...given({ [entry.name]: value }), ...versionThatShows(entry) }),
				wrong,
			),
		);
	if (type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).flatMap(({ name: kind, values }) =>
		values.flatMap((entry) => {
			const row = { ...valuesFor(values), ...choicesThatShow(entry, values) };
			return variants(
				entry,
				`${name}.${kind}[0].${entry.name}`,
				(value) => given({ [kind]: [{ ...row, [entry.name]: value }] }),
				wrong,
			);
		}),
	);
}

function variants(
	{ type, displayName, typeOptions }: INodeProperties,
	path: string,
	given: (value: unknown) => Parameters,
	wrong: WrongValues,
): OddValue[] {
	const nothing: OddValue = { path, displayName, type, what: 'nothing', parameters: given(null) };
	// Which options there are is known when Encord has been asked; what is no text is never one.
	const isLoaded = typeOptions?.loadOptionsMethod !== undefined;
	const odd = isLoaded ? (wrong === wrongType ? { a: 1 } : wrong.multiOptions) : wrong[type];
	return odd === undefined
		? [nothing]
		: [nothing, { ...nothing, what: 'another type', parameters: given(odd) }];
}

/** The version of the node that shows the field. */
export function versionIn(parameters: Parameters): number {
	const condition = parameters['@version'] as { _cnd?: { lt?: number; gte?: number } } | undefined;
	const { lt, gte } = condition?._cnd ?? {};
	return gte ?? (lt === undefined ? 1 : lt - 1);
}

/** The condition on the version of the node, of an entry that only some versions have. */
function versionThatShows({ displayOptions }: INodeProperties): Parameters {
	const condition = displayOptions?.show?.['@version'];
	return condition ? { '@version': condition[0] } : {};
}

/** The values of other fields that a field is shown with. */
function choicesThatShow(
	{ displayOptions }: INodeProperties,
	fields: readonly INodeProperties[],
): Parameters {
	const choices: Parameters = {};
	for (const [name, values] of Object.entries(displayOptions?.show ?? {})) {
		choices[name] = values![0];
		const other = fields.find((field) => field.name === name);
		if (other) Object.assign(choices, choicesThatShow(other, fields));
	}
	return choices;
}

/** The defaults, with values for what has to be chosen. */
function valuesFor(fields: readonly INodeProperties[]): Parameters {
	return Object.fromEntries(fields.map((field) => [field.name, valueFor(field)]));
}

function valueFor({
	name,
	type,
	options,
	required,
	default: value,
	placeholder,
}: INodeProperties): unknown {
	if (required && value === '') return 'text';
	if (type === 'resourceLocator') return id(1);
	// A trigger needs at least one project.
	if (name === 'projectIds') return [id(1)];
	if (type === 'resourceMapper') return { value: { question: 'yes' } };
	if (placeholder === AUTOMATIC) return type === 'number' ? 0 : id(1);
	if (typeof value === 'string' && value.startsWith('=')) return id(1);
	return type === 'fixedCollection' ? rowsFor(options, value as Parameters) : value;
}

/** The rows that a form has by default, filled in. */
function rowsFor(kinds: INodeProperties['options'] = [], rows: Parameters): Parameters {
	return Object.fromEntries(
		(kinds as INodePropertyCollection[]).map(({ name, values }) => [
			name,
			((rows[name] ?? []) as unknown[]).map(() => valuesFor(values)),
		]),
	);
}
