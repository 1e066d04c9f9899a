/** The decision in the reply to a call: a pathway of the stage that called, checked in n8n, because Encord would fail the run. */
import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { node, runWorkflow, workflow } from '../engine/harness';
import { useTriggerSandbox } from './triggerSandbox';

const encord = useTriggerSandbox();

/** What the Encord Trigger gives for a call about a data unit in the agent stage. */
const called = (caller = 'workflow', stageUuid: string | null = encord.stage.uuid) => ({
	json: {
		event: 'customAgentCalled',
		caller,
		projectHash: encord.project('Pets'),
		labelRow: { stageUuid },
	},
});

async function reply(
	parameters: INodeParameters,
	{ items = [called()] }: { items?: INodeExecutionData[] } = {},
) {
	const result = await runWorkflow(
		workflow([
			node('Call', 'n8n-nodes-encord.encordTrigger'),
			node('Reply', 'n8n-nodes-encord.encord', {
				resource: 'agent',
				operation: 'reply',
				message: 'Done',
				...parameters,
			}),
		]),
		{ mode: 'webhook', credentials: encord.credentials(), items },
	);
	const error = result.error();
	return {
		body: result.responses[0]?.body,
		output: result.json('Reply'),
		error: error && `${error.message} ${error.description ?? ''}`,
	};
}

const byName = (decision: string) => ({ options: { decision } });
const chosen = (pathway: object): INodeParameters => ({
	decide: 'choose',
	project: { __rl: true, mode: 'id', value: encord.project('Pets') },
	stage: { __rl: true, mode: 'id', value: 'Agent 1' },
	pathway: { __rl: true, ...pathway } as never,
});

describe('the decision in a reply', () => {
	it.each<[string, () => INodeParameters]>([
		['by name', () => byName('Dog')],
		['by a name with spaces around it', () => byName(' Dog\n')],
		['by an expression', () => byName('={{ "D" + "og" }}')],
		[
			'chosen from the list',
			() => chosen({ mode: 'list', value: encord.pathway('Dog').split('|')[0] }),
		],
		['chosen by name', () => chosen({ mode: 'id', value: 'Dog' })],
	])('is the name of the pathway, given %s', async (_name, parameters) => {
		const { body, output } = await reply(parameters());
		expect(body).toEqual({ message: 'Done', decision: 'Dog' });
		expect(output).toEqual([{ replied: true, status: 200, message: 'Done', decision: 'Dog' }]);
		expect(encord.counts).toEqual({ 'projects.get': 1 });
	});

	it.each<[string, () => INodeParameters, RegExp]>([
		['a name of no pathway', () => byName('Horse'), /no pathway "Horse".*"Cat", "Dog"/],
		['a blank one', () => byName('  '), /decision is blank/],
		['a text that is too long', () => byName('x'.repeat(300)), /no pathway.*"Cat", "Dog"/],
		['the ID of nothing', () => byName('99999999-0000-4000-8000-000000000000'), /"Cat", "Dog"/],
		[
			'two ways that differ',
			() => ({ ...chosen({ mode: 'id', value: 'Dog' }), ...byName('Cat') }),
			/different pathways: "Dog", "Cat"/,
		],
	])('is refused for %s, and nothing is sent', async (_name, parameters, message) => {
		const { body, error } = await reply(parameters());
		expect(body).toBeUndefined();
		expect(error).toMatch(message);
	});

	it('is refused when the items decide on different pathways', async () => {
		const items = ['Cat', 'Dog'].map((pathway) => ({ json: { ...called().json, pathway } }));
		expect((await reply(byName('={{ $json.pathway }}'), { items })).error).toMatch(
			/different pathways: "Cat", "Dog"/,
		);
	});

	it('is left out for the Label Editor, which ignores it, without asking Encord', async () => {
		const items = [called('labelEditor', null)];
		expect((await reply(byName('Anything'), { items })).body).toEqual({ message: 'Done' });
		expect(encord.counts).toEqual({});
	});

	it('is of the chosen stage where the call tells of none, and refused where none is known', async () => {
		const items = [called('other', null)];
		expect((await reply(chosen({ mode: 'id', value: 'Cat' }), { items })).body).toEqual({
			message: 'Done',
			decision: 'Cat',
		});
		expect((await reply(byName('Cat'), { items })).error).toMatch(/not known which stage called/);
	});
});
