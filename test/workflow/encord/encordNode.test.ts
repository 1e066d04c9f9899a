import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { byId, encord, runner, taskItems, useSandbox } from './encordRun';
import { node, runWorkflow, workflow, type RunOptions } from '../engine/harness';
import { MANY } from './nodeSandbox';

const sandbox = useSandbox();
const run = runner(sandbox);
const projectHash = (title: 'Conformance' | 'Many' = 'Conformance') =>
	sandbox.project(title).projectHash;

describe('reading', () => {
	it('gets a project, its workflow and its ontology', async () => {
		const result = await run(encord('project', 'get', { project: byId(projectHash()) }));
		expect(result.json('Encord')[0]).toMatchObject({
			title: 'Conformance',
			stages: ['Agent 1', 'Annotate 1', 'Review 1', 'Complete'],
		});
		const flow = await run(encord('project', 'getWorkflow', { project: byId(projectHash()) }));
		expect((flow.json('Encord')[0]!.stages as IDataObject[])[0]).toMatchObject({
			title: 'Agent 1',
			pathways: [
				{ title: 'annotate', destinationTitle: 'Annotate 1' },
				{ title: 'review' },
				{ title: 'complete' },
			],
		});
		const ontology = await run(encord('ontology', 'get'), {
			items: [{ json: { projectHash: projectHash() } }],
		});
		expect(
			(ontology.json('Encord')[0]!.classifications as IDataObject[]).map(({ title }) => title),
		).toEqual(['Caption', 'Weather', 'Tags', 'People count', 'Overall quality']);
	});

	it('gets the schema that a language model answers under', async () => {
		const { json } = await run(
			encord('ontology', 'getModelSchema', {
				askedClassifications: ['Weather', 'Tags'],
				schemaOptions: { pathways: ['review', 'complete'] },
			}),
			{ items: [{ json: { projectHash: projectHash() } }] },
		);
		const [{ schema, prompt, names }] = json('Encord') as [IDataObject & { schema: IDataObject }];
		expect(Object.keys(names as IDataObject)).toEqual(['Weather', 'Tags']);
		expect(schema).toMatchObject({
			properties: {
				Weather: { anyOf: [{}, {}, {}, {}] },
				Tags: { items: { enum: ['Night', 'Indoor scene', 'Crowd'] } },
				pathway: { enum: ['review', 'complete', null] },
			},
		});
		expect(prompt).toContain('- pathway: where the task goes next');
	});

	it('takes a project by the address of a page of the app', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'cat.jpg');
		const address = `https://label.example.com/label_editor/${projectHash()}/${dataHash}/0?objectHash=x`;
		const result = await run(
			encord('project', 'get', { project: { __rl: true, mode: 'url', value: address } }),
		);
		expect(result.json('Encord')[0]).toMatchObject({ title: 'Conformance' });
	});

	it('lists label rows with limit and filters', async () => {
		const list = async (parameters: INodeParameters) =>
			(
				await run(
					encord('labelRow', 'getMany', { project: byId(projectHash('Many')), ...parameters }),
				)
			).json('Encord');
		expect(await list({ limit: 3 })).toHaveLength(3);
		expect(await list({ returnAll: true })).toHaveLength(MANY);
		expect(await list({ filters: { titleContains: '-19' } })).toHaveLength(10);
	});

	it('says what to do about a project the key cannot see', async () => {
		const result = await run(
			encord('project', 'get', { project: byId('00000000-0000-4000-8000-000000000000') }),
		);
		expect(result.error()).toMatchObject({
			message: expect.any(String),
			description: expect.stringContaining('ID'),
		});
		expect(result.error()!.context).toMatchObject({ itemIndex: 0 });
	});
});

describe('the reply to a custom agent call', () => {
	const call = (reply?: string) =>
		node('Call', 'n8n-nodes-encord.encordTrigger', reply === undefined ? {} : { reply });
	const answer = (name = 'Encord', message = '={{ $json.why }}') => ({
		...encord('agent', 'reply', { outcome: 'problem', message }),
		id: name,
		name,
	});
	const after = node('After', 'n8n-nodes-base.noOp');
	const options = {
		mode: 'webhook' as const,
		items: [{ json: { why: 'Only polygons' } }],
	};

	it.each([
		['by its default', undefined],
		['by the form', 'responseNode'],
	])(
		'goes out while the workflow runs on, where the trigger leaves it to this node %s',
		async (_, reply) => {
			const result = await runWorkflow(workflow([call(reply), answer(), after]), {
				...options,
				credentials: sandbox.credentials,
			});
			expect(result.responses).toEqual([
				expect.objectContaining({ statusCode: 400, body: { message: 'Only polygons' } }),
			]);
			expect(result.json('After')).toEqual([
				{ replied: true, status: 400, message: 'Only polygons' },
			]);
		},
	);

	it.each<[string, INode[], string, Partial<RunOptions>]>([
		['no trigger', [answer(), after], 'No call of an agent started', {}],
		[
			'a trigger that answers at once',
			[call('onReceived'), answer(), after],
			'The trigger answers',
			{},
		],
		['a sub-workflow', [call(), answer(), after], 'This is a sub-workflow', { mode: 'integrated' }],
		['a retry', [call(), answer(), after], 'This execution was retried', { mode: 'retry' }],
	])('says that nobody waits, and passes the items on: %s', async (_, nodes, reason, more) => {
		const result = await runWorkflow(workflow(nodes), {
			...options,
			credentials: sandbox.credentials,
			...more,
		});
		expect(result.responses).toEqual([]);
		expect(result.json('After')).toEqual([
			{ why: 'Only polygons', replied: false, reason: expect.stringContaining(reason) },
		]);
	});

	it('passes the pictures of the items on, too, when nobody waits', async () => {
		const picture = { data: { data: 'aGk=', mimeType: 'image/png' } };
		const result = await runWorkflow(workflow([answer(), after]), {
			mode: 'webhook',
			items: [{ json: { why: 'Only polygons' }, binary: picture }],
			credentials: sandbox.credentials,
		});
		expect(result.items('After')).toMatchObject([{ json: { replied: false }, binary: picture }]);
	});

	it('goes out once', async () => {
		const result = await runWorkflow(
			workflow([call(), answer('First'), answer('Second', 'Done')]),
			{
				...options,
				credentials: sandbox.credentials,
			},
		);
		expect(result.responses).toHaveLength(1);
		expect(result.json('Second')).toMatchObject([
			{ replied: false, reason: 'The call has been answered already.' },
		]);
	});
});

describe('a retry of the reply', () => {
	it('takes what the first try sent as its reply', async () => {
		const call = node('Call', 'n8n-nodes-encord.encordTrigger', {});
		const reply = {
			...encord('agent', 'reply', { outcome: 'done', message: '={{ $json.message }}' }),
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
			onError: 'continueRegularOutput' as const,
		};
		const result = await runWorkflow(workflow([call, reply]), {
			mode: 'webhook',
			credentials: sandbox.credentials,
			// n8n tries again because the first item has an error, after the second was answered.
			items: [{ json: {} }, { json: { message: 'One cat' } }],
		});
		expect(result.responses).toMatchObject([{ body: { message: 'One cat' } }]);
		expect(result.json('Encord')).toEqual([
			{ error: expect.stringContaining('Message') },
			{ replied: true, status: 200, message: 'One cat' },
		]);
	});
});

describe('the node itself', () => {
	it('sends a custom API call to the HTTP Request node', async () => {
		const result = await run(encord('project', '__CUSTOM_API_CALL__'));
		expect(result.error()).toMatchObject({
			message: expect.stringContaining('HTTP Request node'),
			description: expect.stringContaining('Predefined Credential Type'),
		});
	});

	it('ends at once when the execution is stopped', async () => {
		await sandbox.control('POST', 'faults', {
			match: { call: 'labelrowmetadata.GET' },
			then: { delayMs: 20_000 },
		});
		const stop = new AbortController();
		const started = Date.now();
		const running = run(encord('labelRow', 'getMany', { project: byId(projectHash()) }), {
			signal: stop.signal,
		});
		setTimeout(() => stop.abort(), 300);
		const result = await running;
		expect(Date.now() - started).toBeLessThan(2_000);
		expect(result.items('Encord')).toEqual([]);
	});

	it('keeps every item when Encord fails in the middle and errors go on', async () => {
		await sandbox.control('POST', 'faults', {
			match: { call: 'labelrow.POST' },
			then: { status: 400, body: { status: 400, response: ['UNKNOWN_ERROR'] } },
			times: 500,
		});
		const items = (await taskItems(sandbox, 'Many')).slice(0, 3);
		const result = await run(
			encord(
				'classification',
				'set',
				{ answerMode: 'json', answersJson: '{"Legs":4}' },
				{ onError: 'continueRegularOutput' },
			),
			{ items },
		);
		expect(result.json('Encord')).toHaveLength(3);
		expect(
			result.json('Encord').every(({ error }) => typeof error === 'string' && error !== ''),
		).toBe(true);
		expect(result.items('Encord').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect((await sandbox.rows('Many')).every(({ saves }) => saves.length === 0)).toBe(true);
	}, 30_000);
});
