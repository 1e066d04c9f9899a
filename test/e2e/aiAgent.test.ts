/** Operations as tools of n8n's own AI Agent. The toy model calls what the prompt says. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DemoAccess } from '../../scripts/demo/demo';
import type { Execution } from '../../scripts/n8n/api';
import { answersOf, projectState, tasksByStage } from '../../scripts/sandbox/state';
import { agentWorkflow, byId, said, type Tool } from './demo/agentWorkflow';
import { freshDemo } from './demo/running';

let demo: DemoAccess;
let pets: string;
beforeAll(async () => {
	demo = await freshDemo();
	pets = (await projectState(demo.sandbox, 'pets')).projectHash;
});
beforeEach(async () => {
	await demo.sandbox.control('POST', 'reset');
});

const fromAi = (name: string) => `={{ $fromAI('${name}', '', 'string') }}`;

describe.each([1.9, 2.2, 3.1])('the Encord node as a tool of AI Agent %s', (version) => {
	async function run(text: string, tools: Tool[]): Promise<Execution> {
		const { id } = await demo.api.saveWorkflow(agentWorkflow(demo, { version, text, tools }));
		try {
			return await demo.api.finished(await demo.api.run(id, 'By hand'));
		} finally {
			await demo.api.deleteWorkflow(id);
		}
	}

	const list = (): Tool => ({
		name: 'List rows',
		parameters: {
			resource: 'labelRow',
			operation: 'getMany',
			project: byId(pets),
			filters: { titleContains: fromAi('title') },
		},
	});

	it('reads', async () => {
		const result = await run('Call the tool List_rows with {"title": "pet-03"}', [list()]);
		console.log(version, result.status, said(result), JSON.stringify(result.error));
	});
	it('reads none', async () => {
		const result = await run('Call the tool List_rows with {"title": "nobody"}', [list()]);
		console.log(version, result.status, said(result), JSON.stringify(result.error));
	});
	it('writes', async () => {
		const row = (await projectState(demo.sandbox, 'pets')).labelRows[0]!;
		const result = await run(
			`Call the tool Set_animal with {"unit": "${row.dataHash}", "answer": "{\\"Animal\\": \\"Cat\\"}"}`,
			[
				{
					name: 'Set animal',
					parameters: {
						resource: 'classification',
						operation: 'set',
						project: byId(pets),
						dataUnit: byId(fromAi('unit')),
						frame: 0,
						answerMode: 'json',
						answersJson: fromAi('answer'),
					},
				},
			],
		);
		console.log(version, result.status, said(result), JSON.stringify(result.error));
		const after = (await projectState(demo.sandbox, 'pets'));
		console.log(JSON.stringify(answersOf(after, 'Animal')), after.labelRows[0]!.saves.length);
	});
	it('refuses', async () => {
		const { tasks } = await projectState(demo.sandbox, 'pets');
		const result = await run(
			`Call the tool Move with {"task": "${tasks[0]!.uuid}", "pathway": "Nowhere"}`,
			[
				{
					name: 'Move',
					parameters: {
						resource: 'task',
						operation: 'proceed',
						project: byId(pets),
						stage: byId('Agent 1'),
						task: byId(fromAi('task')),
						pathway: byId(fromAi('pathway')),
					},
				},
			],
		);
		console.log(version, result.status, said(result), JSON.stringify(result.error), JSON.stringify(result.nodes.Move?.[0]));
		console.log(tasksByStage(await projectState(demo.sandbox, 'pets')));
	});
});
