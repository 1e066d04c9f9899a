import { node, openForm } from '../engine/harness';
import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import { EncordAgentStageTrigger } from '../../../nodes/EncordAgentStageTrigger/EncordAgentStageTrigger.node';
import { EncordTrigger } from '../../../nodes/EncordTrigger/EncordTrigger.node';
import { useTriggerSandbox } from './triggerSandbox';

const encord = useTriggerSandbox();

const { listSearch, loadOptions } = new EncordAgentStageTrigger().methods;
const locator = (value: string) => ({ __rl: true, mode: 'id', value });
const form = (parameters: INodeParameters, type = 'encordAgentStageTrigger') =>
	openForm(node('Trigger', `n8n-nodes-encord.${type}`, parameters), {
		credentials: encord.credentials() as never,
	});
const onStage = () =>
	form({ project: locator(encord.project('Pets')), stage: locator('Agent 1') } as never);

describe('lists in the forms of the triggers', () => {
	it('offer projects and agent stages', async () => {
		const projects = await new EncordTrigger().methods.listSearch.searchProjects.call(
			form({}, 'encordTrigger'),
		);
		expect(projects.results.map(({ name }) => name)).toEqual(['Pets', 'Plants']);
		const stages = await listSearch.searchAgentStages.call(onStage());
		expect(stages.results).toEqual([{ name: 'Agent 1', value: encord.stage.uuid }]);
	});

	it('offer the pathways of the stage, as outputs and for the rest', async () => {
		const pathways = [
			{ name: 'Cat', value: encord.pathway('Cat') },
			{ name: 'Dog', value: encord.pathway('Dog') },
		];
		expect(await loadOptions.getPathwayOutputs.call(onStage())).toEqual(pathways);
		expect(await loadOptions.getOtherwise.call(onStage())).toEqual([
			{ name: 'Leave in the Stage', value: 'leave' },
			...pathways,
		]);
	});

	it('offer the datasets of the project', async () => {
		expect(await loadOptions.getDatasets.call(onStage())).toEqual([
			{ name: 'Animals', value: expect.stringMatching(/^[0-9a-f-]{36}$/) },
		]);
	});

	it('say what to choose first', async () => {
		await expect(loadOptions.getDatasets.call(form({}))).rejects.toThrow(
			'Choose the project first',
		);
		await expect(
			loadOptions.getOtherwise.call(form({ project: locator(encord.project('Pets')) } as never)),
		).rejects.toThrow('Choose the agent stage first');
	});
});
