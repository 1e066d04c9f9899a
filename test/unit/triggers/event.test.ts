/** The event chosen on the form of the Encord Trigger decides what is read and shown. */
import { describe, expect, it } from '@jest/globals';
import type { Form } from '../../../nodes/shared/fields/form/form';
import { form } from '../../../nodes/EncordTrigger/form';

const filledIn = (values: Record<string, unknown>): Form => ({
	value: (name) => values[name],
	chosen: (name) => String(values[name] ?? ''),
	isExpression: () => false,
	item: {},
	ancestors: [],
	timezone: 'UTC',
	nodeVersion: 1,
});

describe('the event of the Encord Trigger', () => {
	it('says whose settings are read', () =>
		expect(
			form.read(filledIn({ event: 'customAgentCalled', projectScope: 'any', message: 'Hi' })),
		).toMatchObject({ option: 'customAgentCalled', value: { message: 'Hi', fetch: 'nothing' } }));

	it('is refused when no such event exists', () =>
		expect(() => form.read(filledIn({ event: 'taskMoved', projectScope: 'any' }))).toThrow(
			/^Event is "taskMoved", not one of customAgentCalled$/,
		));

	it('shows the fields of its own calls only', () => {
		const shared = ['endpointNotice', 'event'];
		for (const { name, displayOptions } of form.properties)
			if (!shared.includes(name))
				expect([name, displayOptions?.show?.event]).toEqual([name, ['customAgentCalled']]);
	});
});
