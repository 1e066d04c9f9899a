/** A workflow that cannot work is refused when it is published, not by its first poll or call. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import { node, publish, workflow } from '../engine/harness';
import { useTriggerSandbox } from './triggerSandbox';

const encord = useTriggerSandbox();
beforeEach(async () => await encord.reset());

const nowhere = '00000000-0000-4000-8000-000000000000';
const locator = (value: string) => ({ __rl: true, mode: 'id', value });

const tryPublishing = async (
	type: string,
	parameters: object,
	activation?: Parameters<typeof publish>[2],
) =>
	await publish(
		workflow([
			node('Start', `n8n-nodes-encord.${type}`, parameters as INodeParameters, { typeVersion: 2 }),
		]),
		encord.credentials(),
		activation,
	);

describe('the Encord Agent Stage Trigger', () => {
	const stage = async (parameters: object, activation?: Parameters<typeof publish>[2]) =>
		await tryPublishing(
			'encordAgentStageTrigger',
			{ project: locator(encord.project('Pets')), stage: locator('Agent 1'), ...parameters },
			activation,
		);

	it('is published when all is there', async () => {
		await expect(stage({})).resolves.toBeUndefined();
	});

	it.each<[string, object, RegExp]>([
		['a stage', { stage: locator('Agent 7') }, /has no agent stage "Agent 7"/],
		[
			'a failure pathway',
			{ options: { failurePathway: `${nowhere}|Trash` } },
			/The agent stage "Agent 1" has no pathway "00000000/,
		],
		[
			'a pathway with an output',
			{ output: 'pathways', pathways: [`${nowhere}|Trash`] },
			/has no pathway "00000000/,
		],
		['a project', { project: locator(nowhere) }, /project|access/i],
	])('is refused without %s that it names', async (_what, parameters, says) => {
		await expect(stage(parameters)).rejects.toThrow(says);
	});

	it('is not refused when n8n starts again: its polls say what is missing', async () => {
		await expect(stage({ stage: locator('Agent 7') }, 'init')).resolves.toBeUndefined();
	});
});

describe('the Encord Trigger', () => {
	const calls = async (parameters: object) => await tryPublishing('encordTrigger', parameters);

	it('is published for projects that are there, and for any project', async () => {
		await expect(calls({ projectIds: [encord.project('Pets')] })).resolves.toBeUndefined();
		await expect(calls({ projectScope: 'any' })).resolves.toBeUndefined();
	});

	it('is refused for a project that the key cannot see', async () => {
		const refused = calls({ projectIds: [encord.project('Pets'), nowhere] });
		await expect(refused).rejects.toThrow(/project|access/i);
	});

	it('is refused without projects', async () => {
		await expect(calls({})).rejects.toThrow(/project/i);
	});
});
