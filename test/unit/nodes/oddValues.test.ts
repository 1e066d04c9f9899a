/** Every field of every operation and trigger refuses what it does not accept, and says so with its name. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { operations } from '../../../nodes/Encord/operations';
import { form as stageForm } from '../../../nodes/EncordAgentStageTrigger/form';
import { form as labelerForm } from '../../../nodes/EncordAiLabeler/form';
import { form as triggerForm } from '../../../nodes/EncordTrigger/form';
import { partOf, type Form } from '../../../nodes/shared/fields/form/form';
import { runOperation } from './fakeN8n';
import { oddValues, otherwise, versionIn, type Parameters } from './oddValueCases';

const casesOf = (title: string, fields: readonly INodeProperties[]) =>
	oddValues(fields)
		.filter(({ path }) => !otherwise.has(`${title}: ${path}`))
		.map((odd) => [odd.path, odd.what, odd] as const);

describe.each(
	operations.map((operation) => [`${operation.resource}: ${operation.name}`, operation] as const),
)('%s', (title, operation) => {
	it('does nothing without items', async () => {
		const { outputs, calls } = await runOperation(operation, { items: [], parameters: {} });
		expect(outputs).toEqual([[]]);
		expect(calls).toEqual([]);
	});

	it.each(casesOf(title, operation.fields))(
		'refuses %s with %s',
		async (_path, _what, { parameters, displayName }) =>
			await expect(
				runOperation(operation, { parameters, typeVersion: versionIn(parameters) }),
			).rejects.toThrow(displayName),
	);
});

const valueAt = (parameters: Parameters, path: string): unknown =>
	path
		.split(/[.[\]]+/)
		.filter((key) => key !== '')
		.reduce<unknown>((value, key) => (value as Parameters | null | undefined)?.[key], parameters);

/** The form of a trigger with these parameters. */
const filledIn = (parameters: Parameters): Form =>
	partOf(
		{
			value: () => undefined,
			isExpression: () => false,
			chosen: (path) => String(valueAt(parameters, path) ?? ''),
			item: {},
			ancestors: [],
			timezone: 'Europe/London',
			nodeVersion: versionIn(parameters),
		},
		'',
		parameters as IDataObject,
	);

describe.each([
	['Encord Trigger', triggerForm],
	['Encord AI Labeler', labelerForm],
	['Encord Agent Stage Trigger', stageForm],
])('%s', (title, form) => {
	it.each(casesOf(title, form.properties))(
		'refuses %s with %s',
		(_path, _what, { parameters, displayName }) =>
			expect(() => form.read(filledIn(parameters))).toThrow(displayName),
	);
});
