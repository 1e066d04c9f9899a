import { callWebhook, node, workflow, type WebhookCall } from '../engine/harness';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import { useTriggerSandbox } from './triggerSandbox';

const encord = useTriggerSandbox();

const locator = (value: string, mode = 'id') => ({ __rl: true, mode, value });
const listed = (...projects: object[]): INodeParameters => ({
	projects: { project: projects.map((project) => ({ project })) } as never,
});
const petsOnly = () => listed(locator(encord.project('Pets')));

interface Given {
	parameters?: INodeParameters;
	who?: 'owner' | 'outsider';
	credentials?: object;
	mode?: 'webhook' | 'manual';
	typeVersion?: number;
}

async function call(
	request: WebhookCall,
	{ parameters, who, credentials, mode = 'webhook', typeVersion = 1 }: Given = {},
) {
	const trigger = node(
		'Encord Trigger',
		'n8n-nodes-encord.encordTrigger',
		parameters ?? petsOnly(),
		{ webhookId: 'hook-1', typeVersion },
	);
	const headers = { origin: encord.sandbox.appUrl, ...request.headers };
	const given = { ...encord.credentials(who), ...credentials };
	return await callWebhook(
		workflow([trigger]),
		{ ...request, headers: dropEmpty(headers) },
		{ credentials: given as never, mode },
	);
}

const dropEmpty = (headers: Record<string, string>) =>
	Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
const payload = (title = 'cat-01.txt', more: object = {}) => ({
	projectHash: encord.project('Pets'),
	dataHash: encord.dataHash(title),
	frame: 0,
	...more,
});

describe('the Encord Trigger', () => {
	it('starts the workflow with the call, the label row and what was sent', async () => {
		const body = payload('cat-01.txt', {
			frame: ' 3 ',
			objectHashes: ['o1'],
			config: { threshold: 0.5 },
		});
		const answer = await call(
			{ body },
			{ parameters: { ...petsOnly(), reply: 'onReceived', message: ' Working on it ' } },
		);
		expect(answer.returned).toEqual({
			webhookResponse: { message: 'Working on it' },
			workflowData: [
				[
					{
						json: {
							event: 'customAgentCalled',
							caller: 'labelEditor',
							projectHash: encord.project('Pets'),
							dataHash: body.dataHash,
							frame: 3,
							objectHashes: ['o1'],
							dataTitle: 'cat-01.txt',
							editorUrl: `${encord.sandbox.appUrl}/label_editor/${body.projectHash}/${body.dataHash}/3`,
							labelRow: expect.objectContaining({
								projectHash: body.projectHash,
								dataHash: body.dataHash,
								dataTitle: 'cat-01.txt',
								dataType: 'plain_text',
								datasetTitle: 'Animals',
								labelHash: null,
								labelStatus: 'NOT_LABELLED',
								stageTitle: 'Agent 1',
								stageUuid: encord.stage.uuid,
								priority: 0.5,
								frames: 10,
								taskUuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
							}),
							raw: body,
						},
					},
				],
			],
		});
		expect(answer.headers).toMatchObject({
			'access-control-allow-origin': encord.sandbox.appUrl,
			vary: 'Origin',
		});
		expect(answer.returned.workflowData?.[0]?.[0]?.json.labelRow).not.toHaveProperty(
			'clientMetadata',
		);
		expect(encord.counts).toEqual({ 'labelrowmetadata.GET': 1 });
	});

	it('has what was sent only on request in new workflows, and fields nobody knows always', async () => {
		const body = payload('cat-01.txt', { config: { threshold: 0.5 } });
		const item = async (options: INodeParameters, sent: object = body) => {
			const parameters = { projectScope: 'any', options };
			const { returned } = await call({ body: sent }, { parameters, typeVersion: 2 });
			return returned.workflowData?.[0]?.[0]?.json;
		};
		const json = await item({});
		expect(json).toMatchObject({ otherFields: { config: { threshold: 0.5 } } });
		expect(json).not.toHaveProperty('raw');
		expect(Object.keys(json!).slice(0, 2)).toEqual(['dataTitle', 'editorUrl']);
		expect(await item({ includeRaw: true })).toMatchObject({ raw: body });
		const known = await item({}, payload('dog-02.txt'));
		expect(known).not.toHaveProperty('otherFields');
	});

	it('adds client metadata when asked', async () => {
		const { returned } = await call(
			{ body: payload() },
			{ parameters: { ...petsOnly(), options: { clientMetadata: true } } },
		);
		expect(returned.workflowData?.[0]?.[0]?.json.labelRow).toMatchObject({
			clientMetadata: { index: 1, site: 'London' },
		});
	});

	it.each<[string, () => object]>([
		['a list entry', () => locator(encord.project('Pets'), 'list')],
		['an ID in capitals', () => locator(encord.project('Pets').toUpperCase())],
		[
			'an address',
			() =>
				locator(`https://app.encord.com/projects/view/${encord.project('Pets')}/summary`, 'url'),
		],
	])('knows a listed project by %s', async (_name, project) => {
		const { returned } = await call(
			{ body: payload() },
			{ parameters: listed(locator(encord.project('Plants')), project()) },
		);
		expect(returned.workflowData).toHaveLength(1);
	});

	it.each(['X-Encord-Editor-Agent', 'X-Encord-Agent'])(
		'answers the test call (%s) without starting anything',
		async (name) => {
			for (const mode of ['webhook', 'manual'] as const) {
				const answer = await call(
					{ headers: { [name]: 'true' }, rawBody: Buffer.from('') },
					{ mode },
				);
				expect(answer).toMatchObject({
					returned: { noWebhookResponse: true },
					status: 200,
					body: undefined,
				});
				expect(answer.returned).not.toHaveProperty('workflowData');
				expect(answer.headers['access-control-allow-origin']).toBe(encord.sandbox.appUrl);
			}
			expect(encord.counts).toEqual({});
		},
	);

	it.each<[string, () => WebhookCall, number, RegExp]>([
		[
			'a bad field',
			() => ({ body: payload('cat-01.txt', { dataHash: 'x' }) }),
			400,
			/"dataHash" is text but no UUID/,
		],
		['no body', () => ({ rawBody: Buffer.from('') }), 400, /"body" is empty/],
		[
			'a foreign origin',
			() => ({ body: payload(), headers: { origin: 'https://evil.example' } }),
			403,
			/does not answer this web address/,
		],
		['no origin', () => ({ body: payload(), headers: { origin: '' } }), 403, /Origin header/],
		[
			'a project outside the list',
			() => ({ body: payload('fern.txt', { projectHash: encord.project('Plants') }) }),
			403,
			/does not serve this project/,
		],
		[
			'a data unit of another project',
			() => ({ body: payload('fern.txt') }),
			403,
			/cannot see this data unit in this project/,
		],
		['too much', () => ({ rawBody: Buffer.alloc(64 * 1024 + 1, ' ') }), 413, /64 KiB/],
	])('refuses %s with a message and starts nothing', async (_name, request, status, message) => {
		const answer = await call(request());
		expect(answer.returned).toEqual({ noWebhookResponse: true });
		expect(answer).toMatchObject({ status, body: { message: expect.stringMatching(message) } });
	});

	it('lets no page but the allowed ones read an answer', async () => {
		const foreign = await call({ body: payload(), headers: { origin: 'https://evil.example' } });
		expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
		expect(foreign.headers.vary).toBe('Origin');
		const own = await call({ body: payload('cat-01.txt', { frame: -1 }) });
		expect(own.headers['access-control-allow-origin']).toBe(encord.sandbox.appUrl);
	});

	it('answers further origins and callers without one when the options say so', async () => {
		const parameters = {
			...petsOnly(),
			options: {
				extraOrigins: 'https://label.example.com',
				allowWithoutOrigin: true,
				developmentApps: true,
			},
		};
		for (const origin of ['https://label.example.com', 'https://staging.encord.com', '']) {
			const answer = await call({ body: payload(), headers: { origin } }, { parameters });
			expect(answer.returned.workflowData).toHaveLength(1);
			expect(answer.headers['access-control-allow-origin']).toBe(origin || undefined);
		}
	});

	it('takes the body of a Lambda event, under any content type', async () => {
		for (const body of [{ body: payload() }, { body: JSON.stringify(payload()) }]) {
			const rawBody = Buffer.from(JSON.stringify(body));
			const { returned } = await call({
				rawBody,
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
			});
			expect(returned.workflowData?.[0]?.[0]?.json).toMatchObject({
				dataHash: encord.dataHash('cat-01.txt'),
				raw: payload(),
			});
		}
	});

	it('serves any project the key sees when told to', async () => {
		const parameters = { projectScope: 'any' };
		const body = payload('fern.txt', { projectHash: encord.project('Plants') });
		expect((await call({ body }, { parameters })).returned.workflowData).toHaveLength(1);
	});

	it('says the same of a project the key cannot see and of one that does not exist', async () => {
		const parameters = { projectScope: 'any' };
		const hidden = await call({ body: payload() }, { parameters, who: 'outsider' });
		const unknown = await call(
			{ body: payload('cat-01.txt', { projectHash: '99999999-0000-4000-8000-000000000000' }) },
			{ parameters, who: 'outsider' },
		);
		expect(hidden).toMatchObject({
			status: 403,
			body: {
				message:
					'Tell whoever runs this workflow: its key cannot see this data unit in this project.',
			},
		});
		expect(unknown).toEqual(hidden);
	});

	it('forwards the trace of the call to Encord', async () => {
		const traceId = '0123456789abcdef0123456789abcdef';
		const traces: unknown[] = [];
		const server = createServer((request, response) => {
			traces.push(request.headers['x-cloud-trace-context']);
			response.end(JSON.stringify({ status: 200, response: [] }));
		});
		await new Promise<void>((resolve) => {
			server.listen(0, '127.0.0.1', resolve);
		});
		try {
			const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			const credentials = { encordApi: { ...encord.credentials().encordApi, apiUrl } };
			await call(
				{ body: payload(), headers: { 'X-Cloud-Trace-Context': `${traceId}/1;o=1` } },
				{ credentials },
			);
		} finally {
			server.closeAllConnections();
			server.close();
		}
		expect(traces).toEqual([expect.stringMatching(new RegExp(`^${traceId}/\\d+;o=1$`))]);
	});

	it('says that Encord did not answer', async () => {
		const credentials = {
			encordApi: { ...encord.credentials().encordApi, apiUrl: 'http://127.0.0.1:9' },
		};
		const answer = await call({ body: payload() }, { credentials });
		expect(answer).toMatchObject({
			returned: { noWebhookResponse: true },
			status: 502,
			body: {
				message: expect.stringMatching(
					/^Encord does not answer at 127\.0\.0\.1:9\. .*nothing was changed/,
				),
			},
		});
		expect(answer.headers['access-control-allow-origin']).toBe(encord.sandbox.appUrl);
	}, 60_000);

	it.each<[string, Given]>([
		[
			'a key that is none',
			{ credentials: { encordApi: { privateKey: 'secret-text', region: 'eu' } } },
		],
		['no credential', { credentials: { encordApi: undefined } }],
		['an empty project list', { parameters: {} }],
		['a project that is none', { parameters: listed(locator('Pets')) }],
		[
			'an origin that is none',
			{ parameters: { projectScope: 'any', options: { extraOrigins: '*' } } },
		],
	])('answers like a person when it is set up with %s', async (_name, given) => {
		const answer = await call(
			{ body: payload(), headers: { origin: 'https://app.encord.com' } },
			given,
		);
		expect(answer).toMatchObject({
			returned: { noWebhookResponse: true },
			status: 500,
			body: { message: expect.stringMatching(/not set up completely/) },
		});
		expect(answer.headers['access-control-allow-origin']).toBe('https://app.encord.com');
		expect(JSON.stringify(answer)).not.toContain('secret-text');
	});
});
