/**
 * This package in n8n's engine with n8n's own expression engine: poll the agent stage, answer a classification, send the task on,
 * until the stage is empty.
 */
import { Expression, type INodeParameters } from 'n8n-workflow';
import { node, poller, runWorkflow, workflow } from '../../test/workflow/engine/harness';
import { serveRuns } from './measure';
import type { Place } from './server';

/** As n8n 2.41.1 starts it by default. */
const engine = process.versions.node.startsWith("20.") ? undefined : Expression.initExpressionEngine({
	engine: 'vm',
	poolSize: 1,
	maxCodeCacheSize: 1024,
	bridgeTimeout: 5000,
	bridgeMemoryLimit: 128,
} as Parameters<typeof Expression.initExpressionEngine>[0]);

const locator = (value: string, mode = 'id') => ({ __rl: true, mode, value });

async function drain(place: unknown, batchSize: number): Promise<void> {
	const { url, appUrl, privateKey, projectHash, stageUuid } = place as Place;
	await engine;
	const credentials = {
		encordApi: { privateKey, passphrase: '', region: 'custom', apiUrl: url, appUrl },
	};
	const trigger = node(
		'Tasks',
		'n8n-nodes-encord.encordAgentStageTrigger',
		{
			project: locator(projectHash, 'list'),
			stage: locator(stageUuid, 'list'),
			batchSize,
		} as unknown as INodeParameters,
		{ typeVersion: 2 },
	);
	const label = node('Label', 'n8n-nodes-encord.encord', {
		resource: 'classification',
		operation: 'set',
		project: locator('={{ $json.projectHash }}'),
		dataUnit: locator('={{ $json.dataHash }}'),
		answerMode: 'json',
		answersJson: '{ "Animal": "Cat" }',
	} as unknown as INodeParameters);
	const proceed = node('Proceed', 'n8n-nodes-encord.encord', {
		resource: 'task',
		operation: 'proceed',
		project: locator('={{ $json.projectHash }}'),
		stage: locator('={{ $json.stageUuid }}'),
		task: '={{ $json.taskUuid }}',
		pathway: locator('Cat'),
	} as unknown as INodeParameters);
	const tasks = await poller(workflow([trigger, label, proceed]), { credentials });
	for (;;) {
		const output = await tasks.poll();
		if (output === null) return;
		const run = await runWorkflow(workflow([trigger, label, proceed]), {
			credentials,
			items: output[0],
			mode: 'trigger',
		});
		const error = run.error();
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		for (const { moved } of run.json('Proceed')) if (moved !== true) throw new Error('not moved');
	}
}

serveRuns(drain);
