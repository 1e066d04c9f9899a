/** The event chosen on the form of the Encord Trigger decides what is read and shown. */
import { describe, expect, it } from '@jest/globals';
import type { Form } from '../../../nodes/shared/fields/form/form';
import { eventsOf, form } from '../../../nodes/EncordTrigger/form';

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

	it('can be an event of a stage, which has the fields that say who may send it', () =>
		expect(form.read(filledIn({ event: 'tasksReady', projectScope: 'any' }))).toEqual({
			option: 'tasksReady',
			value: {
				raw: true,
				extraOrigins: [],
				developmentApps: false,
				allowWithoutOrigin: false,
				onlySigned: false,
			},
		}));

	it.each([
		['customAgentCalled', ['customAgentCalled']],
		['tasksReady', ['tasksReady']],
		['taskMoved', ['taskSubmitted', 'taskCompleted']],
	] as const)('%s stands for %j', (chosen, events) => expect(eventsOf(chosen)).toEqual(events));

	it('is refused when no such event exists', () =>
		expect(() => form.read(filledIn({ event: 'taskDeleted', projectScope: 'any' }))).toThrow(
			/^Event is "taskDeleted", not one of customAgentCalled, taskCompleted, /,
		));

	it('decides which fields are shown', () => {
		const stageEvents = ['taskCompleted', 'taskSubmitted', 'taskMoved', 'tasksReady'];
		for (const { name, displayOptions } of form.properties) {
			if (name === 'event') continue;
			const shown = displayOptions?.show?.event as string[];
			const ofStages = ['eventNotice', ...(shown.length > 1 ? [name] : [])];
			expect([name, shown]).toEqual([
				name,
				ofStages.includes(name) ? stageEvents : ['customAgentCalled'],
			]);
		}
	});
});
