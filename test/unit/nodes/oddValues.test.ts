/** Every field of every operation, with what it does not accept: made from the operations, so that a new field is tested by itself. */
import { describe, expect, it } from '@jest/globals';
import type { INodeProperties } from 'n8n-workflow';
import { operations } from '../../../nodes/Encord/operations';
import { id, runOperation } from './fakeN8n';

type Parameters = Record<string, unknown>;

/** A field, and the parameters that show it. Entries of collections have a path: `options.dryRun`. */
interface Shown {
	path: string;
	field: INodeProperties;
	others: Parameters;
}

function shownFields(fields: readonly INodeProperties[]): Shown[] {
	return fields.flatMap((field) => {
		const others = choicesThatShow(field, fields);
		const self = { path: field.name, field, others };
		if (field.type !== 'collection') return [self];
		const entries = (field.options ?? []) as INodeProperties[];
		return [
			self,
			...entries.map((entry) => ({ path: `${field.name}.${entry.name}`, field: entry, others })),
		];
	});
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

/** What makes an operation run as far as its fields. */
function filledIn(fields: readonly INodeProperties[]): Parameters {
	return Object.fromEntries(
		fields.flatMap((field): Array<[string, unknown]> => {
			if (field.type === 'resourceLocator') return [[field.name, id(1)]];
			if (field.type === 'resourceMapper') return [[field.name, { value: { question: 'yes' } }]];
			const expression = typeof field.default === 'string' && field.default.startsWith('=');
			return expression ? [[field.name, field.name === 'frame' ? 0 : id(1)]] : [];
		}),
	);
}

function withValue(parameters: Parameters, path: string, value: unknown): Parameters {
	const [first, second] = path.split('.');
	return second === undefined
		? { ...parameters, [first!]: value }
		: { ...parameters, [first!]: { [second]: value } };
}

const wrongType: { [type in INodeProperties['type']]?: unknown } = {
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

const otherwise = new Set([
	// Only the lists of the editor read it.
	'object: setAttributes: object',
	// It is read together with the ontology, whatever it is (test/unit/llm/modelAnswer.test.ts).
	'classification: set: modelAnswer',
]);

describe.each(
	operations.map((operation) => [`${operation.resource}: ${operation.name}`, operation]),
)('%s', (title, operation) => {
	const { fields } = operation as (typeof operations)[number];
	const cases = shownFields(fields)
		.filter(({ field }) => field.type !== 'notice')
		.filter(({ path }) => !otherwise.has(`${title as string}: ${path}`))
		.flatMap((shown) => [
			[shown.path, 'nothing', null, shown] as const,
			...(shown.field.type in wrongType
				? [[shown.path, 'another type', wrongType[shown.field.type], shown] as const]
				: []),
		]);
	it('does nothing without items', async () => {
		const { outputs, calls } = await runOperation(operation as (typeof operations)[number], {
			items: [],
			parameters: {},
		});
		expect(outputs).toEqual([[]]);
		expect(calls).toEqual([]);
	});

	it.each(cases)('refuses %s with %s', async (path, _what, value, { field, others }) => {
		const run = runOperation(operation as (typeof operations)[number], {
			parameters: withValue({ ...filledIn(fields), ...others }, path, value),
		});
		await expect(run).rejects.toThrow(field.displayName);
	});
});
