/** Every operation as the tool of an AI Agent, called as n8n's own tool runtime calls it (n8n §6). */
import { describe, expect, it } from '@jest/globals';
import { SupplyDataContext } from 'n8n-core';
import { makeHandleToolInvocation } from 'n8n-core/dist/execution-engine/node-execution-context/utils/get-input-connection-data';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	type IDataObject,
	type INodeParameters,
} from 'n8n-workflow';
import { Encord } from '../../../nodes/Encord/Encord.node';
import { byId, encord, useSandbox } from './encordRun';
import { instanceOf, workflow } from '../engine/harness';
import { additionalData } from '../engine/n8nRuntime';

const sandbox = useSandbox();

/** What the agent's model reads after it called the tool with these arguments. */
async function asTool(
	resource: string,
	operation: string,
	parameters: INodeParameters,
	args: IDataObject = {},
): Promise<unknown> {
	const tool = encord(resource, operation, parameters);
	const definition = workflow([tool]);
	const instance = instanceOf(definition);
	const runData = createRunExecutionData();
	const around = additionalData(definition, 'manual', sandbox.credentials, []);
	const handle = makeHandleToolInvocation(
		(runIndex: number) =>
			new SupplyDataContext(
				instance,
				instance.getNode(tool.name)!,
				around,
				'manual',
				runData,
				runIndex,
				[{ json: {} }],
				{},
				NodeConnectionTypes.AiTool,
				{ data: {}, node: tool, source: null },
				[],
			),
		tool,
		new Encord() as never,
		runData,
	);
	return JSON.parse((await handle(args)) as string);
}

describe('the Encord node as a tool', () => {
	const projectHash = () => sandbox.project('Conformance').projectHash;

	it('gives what it found as JSON', async () => {
		expect(await asTool('project', 'get', { project: byId(projectHash()) })).toMatchObject([
			{ title: 'Conformance' },
		]);
	});

	it('gives an empty list when it found nothing', async () => {
		expect(
			await asTool('labelRow', 'getMany', {
				project: byId(projectHash()),
				filters: { titleContains: 'no such title' },
			}),
		).toEqual([]);
	});

	it('writes, and says what it wrote', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'cat.jpg');
		const answer = await asTool('classification', 'set', {
			project: byId(projectHash()),
			dataUnit: byId(dataHash),
			frame: 0,
			answerMode: 'json',
			answersJson: '{ "Caption": "A cat" }',
		});
		expect(answer).toMatchObject([{ saved: true, added: 1 }]);
		expect((await sandbox.row('Conformance', 'cat.jpg')).saves).toHaveLength(1);
	});

	it('gives the results of an operation with several outputs by its one output', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'cat.jpg');
		expect(
			await asTool('labelRow', 'check', {
				project: byId(projectHash()),
				dataUnit: byId(dataHash),
				alsoCheck: ['emptyFrames'],
			}),
		).toMatchObject([{ passed: false, faultCount: 1 }]);
	});

	it('removes and moves nothing unless the form lets the agent do so', async () => {
		const item = { project: byId(projectHash()), dataUnit: byId('any') };
		const refusal = [{ error: expect.stringContaining('An AI Agent may not run this operation') }];
		expect(await asTool('object', 'delete', item)).toEqual(refusal);
		expect(await asTool('task', 'proceed', { ...item, pathway: byId('Cat') })).toEqual(refusal);
	});

	it('says why it cannot answer the call', async () => {
		expect(await asTool('agent', 'reply', { outcome: 'done', message: 'Done' })).toMatchObject([
			{ replied: false, reason: expect.stringContaining('behind the agent') },
		]);
	});
});
