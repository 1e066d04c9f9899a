import { describe, expect, it } from '@jest/globals';
import type { INodeType } from 'n8n-workflow';
import { callWebhook, node, poller, runWorkflow, workflow } from './harness';

const counter = (): INodeType => ({
	description: {
		displayName: 'Counter',
		name: 'counter',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Counter' },
		inputs: [],
		outputs: ['main'],
		polling: true,
		properties: [],
		webhooks: [{ name: 'default', httpMethod: 'POST', path: 'count' }],
	},
	async poll() {
		const memory = this.getWorkflowStaticData('node');
		memory.polls = Number(memory.polls ?? 0) + 1;
		return [[{ json: { polls: memory.polls } }]];
	},
	async webhook() {
		const response = this.getResponseObject();
		response.setHeader('X-Seen', String(this.getHeaderData()['x-given']));
		response.status(403).json(this.getBodyData());
		return { noWebhookResponse: true };
	},
});

const shout = (): INodeType => ({
	description: {
		displayName: 'Shout',
		name: 'shout',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Shout' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [
			{ displayName: 'Text', name: 'text', type: 'string', default: '={{ $json.word }}' },
		],
	},
	async execute() {
		await this.sendResponse({ body: { done: true }, headers: {}, statusCode: 202 });
		return [
			await Promise.all(
				this.getInputData().map(async (_item, index) => ({
					json: { text: String(this.getNodeParameter('text', index)).toUpperCase() },
					binary: {
						data: await this.helpers.prepareBinaryData(Buffer.from([1, 2, index]), 'a.bin'),
					},
					pairedItem: { item: index },
				})),
			),
		];
	},
});

const extraNodes = { 'test.counter': counter, 'test.shout': shout };

describe('the workflow harness', () => {
	it('runs nodes with n8n-core: expressions, default values, binary storage, answers to a waiting caller', async () => {
		const run = await runWorkflow(
			workflow([
				node('Start', 'n8n-nodes-base.manualTrigger'),
				node('Shout', 'test.shout'),
				node('End', 'n8n-nodes-base.noOp'),
			]),
			{ items: [{ json: { word: 'cat' } }, { json: { word: 'dog' } }], extraNodes },
		);
		expect(run.error()).toBeUndefined();
		expect(run.json('End')).toEqual([{ text: 'CAT' }, { text: 'DOG' }]);
		expect(run.items('End')[1]!.binary!.data!.id).toMatch(/^filesystem-v2:/);
		expect([...(await run.binary(run.items('End')[1]))]).toEqual([1, 2, 1]);
		expect(run.responses).toEqual([{ body: { done: true }, headers: {}, statusCode: 202 }]);
	});

	it('polls a trigger with lasting static data', async () => {
		const trigger = await poller(workflow([node('Counter', 'test.counter')]), { extraNodes });
		await trigger.poll();
		expect(await trigger.poll()).toEqual([[{ json: { polls: 2 } }]]);
		expect(trigger.staticData()).toMatchObject({ polls: 2 });
	});

	it('calls a webhook and reads what the node answered', async () => {
		const answer = await callWebhook(
			workflow([node('Counter', 'test.counter')]),
			{ headers: { 'X-Given': 'yes' }, body: { a: 1 } },
			{ extraNodes },
		);
		expect(answer).toEqual({
			returned: { noWebhookResponse: true },
			status: 403,
			headers: { 'x-seen': 'yes' },
			body: { a: 1 },
		});
	});
});
