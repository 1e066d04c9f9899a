/**
 * This package in n8n's engine with n8n's own expression engine (that one needs Node 22): poll the agent stage, answer a
 * classification, send the task on, until the stage is empty. With the argument `two-nodes`, the answer and the move are a node each.
 */
import { Expression, type INodeParameters } from 'n8n-workflow';
import { node, poller, runWorkflow, workflow } from '../../test/workflow/engine/harness';
import { serveRuns } from './measure';
import type { Place } from './server';
import { credentialsOf, locator, stageTrigger } from './stageTrigger';

/** As n8n 2.41.1 starts it by default. */
const engine =
	Number(process.versions.node.split('.')[0]) < 22
		? undefined
		: Expression.initExpressionEngine({
				engine: 'vm',
				poolSize: 1,
				maxCodeCacheSize: 1024,
				bridgeTimeout: 5000,
				bridgeMemoryLimit: 128,
			} as Parameters<typeof Expression.initExpressionEngine>[0]);

async function drain(place: unknown, batchSize: number): Promise<void> {
	await engine;
	const credentials = credentialsOf(place as Place);
	const trigger = stageTrigger(place as Place, batchSize);
	const answers = { answerMode: 'json', answersJson: '{ "Animal": "Cat" }' };
	// Project, stage, task, data unit and frame are left empty: those of the task are meant.
	const task = { resource: 'task', pathway: locator('Cat') };
	const encord = (name: string, parameters: object) =>
		node(name, 'n8n-nodes-encord.encord', parameters as INodeParameters);
	const nodes =
		process.argv[2] === 'two-nodes'
			? [
					encord('Label', { resource: 'classification', operation: 'set', ...answers }),
					encord('Last', { ...task, operation: 'proceed' }),
				]
			: [encord('Last', { ...task, operation: 'finish', ...answers })];
	const definition = workflow([trigger, ...nodes]);
	const tasks = await poller(definition, { credentials });
	for (;;) {
		const output = await tasks.poll();
		if (output === null) return;
		const run = await runWorkflow(definition, {
			credentials,
			items: output[0],
			mode: 'trigger',
		});
		const error = run.error();
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		for (const { moved } of run.json('Last')) if (moved !== true) throw new Error('not moved');
	}
}

serveRuns(drain);
