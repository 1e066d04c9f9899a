/**
 * Two n8n on one stage, in n8n's engine. Each has its own copy of every module, as two processes have: neither knows of the
 * other's leases and locks.
 */
import { describe, expect, it, jest } from '@jest/globals';
import type * as EncordNode from '../../nodes/Encord/Encord.node';
import type * as TriggerNode from '../../nodes/EncordAgentStageTrigger/EncordAgentStageTrigger.node';
import type * as LabelerNode from '../../nodes/EncordAiLabeler/EncordAiLabeler.node';
import { activate, stepByStep, withFinish, withLabeler, type Round } from './flow/agentFlow';
import { rhythms } from './flow/cases';
import { PetsStage } from './flow/petsStage';
import type { NodeClasses } from '../workflow/engine/n8nRuntime';

/** The node classes of one n8n. What they remember in their modules is not shared with those of the other. */
function instance(): NodeClasses {
	const classes: NodeClasses = {};
	/* eslint-disable @typescript-eslint/no-require-imports -- only `require` loads a second copy */
	jest.isolateModules(() => {
		const { Encord } = require('../../nodes/Encord/Encord.node') as typeof EncordNode;
		const { EncordAiLabeler } =
			require('../../nodes/EncordAiLabeler/EncordAiLabeler.node') as typeof LabelerNode;
		const { EncordAgentStageTrigger } =
			require('../../nodes/EncordAgentStageTrigger/EncordAgentStageTrigger.node') as typeof TriggerNode;
		classes['n8n-nodes-encord.encord'] = () => new Encord();
		classes['n8n-nodes-encord.encordAiLabeler'] = () => new EncordAiLabeler();
		classes['n8n-nodes-encord.encordAgentStageTrigger'] = () => new EncordAgentStageTrigger();
	});
	/* eslint-enable @typescript-eslint/no-require-imports */
	return classes;
}
const instances = [instance(), instance()];
const flows = {
	'step by step': stepByStep,
	'Task: Finish': withFinish,
	'AI Labeler': withLabeler,
};

async function withStage(test: (stage: PetsStage) => Promise<void>): Promise<void> {
	const stage = await PetsStage.start();
	try {
		await test(stage);
	} finally {
		await stage.stop();
	}
}

const both = async (stage: PetsStage, flow: keyof typeof flows) =>
	await Promise.all(
		instances.map(async (nodes) => await activate(flows[flow](stage), stage, nodes)),
	);

describe.each(Object.keys(flows) as Array<keyof typeof flows>)(
	'two n8n on one stage (%s)',
	(flow) => {
		it.each(rhythms.map((rhythm) => [rhythm]))(
			'at the same time, calls delayed by %j ms: nothing happens twice',
			async (rhythm) => {
				await withStage(async (stage) => {
					const actives = await both(stage, flow);
					const executions = await Promise.all(
						actives.map(async ({ poll }) => (await poll()) as () => Promise<Round>),
					);
					expect(executions).not.toContain(undefined);
					for (const call of ['labelrow.PUT', 'labelrow.GET', 'labelrow.POST', 'tasks.actions'])
						for (const delayMs of rhythm) stage.break({ call }, { delayMs }, 1);
					const rounds = await Promise.all(executions.map(async (execute) => await execute()));
					expect(rounds.map(({ error }) => error)).toEqual([undefined, undefined]);
					await stage.expectEmptyAndSound();
				});
			},
		);

		it('one of them so slow that the other has finished everything meanwhile', async () => {
			await withStage(async (stage) => {
				const [slow, fast] = await both(stage, flow);
				const late = await slow!.poll();
				await fast!.untilEmpty();
				await stage.expectDone();
				expect((await late!()).error).toBeUndefined();
				await stage.expectDone();
			});
		});
	},
);

describe('what a trigger remembers is wiped', () => {
	const wipe = (memory: object) => {
		for (const key of Object.keys(memory)) delete (memory as Record<string, unknown>)[key];
	};

	it('while an execution runs: the same n8n hands nothing out again', async () => {
		await withStage(async (stage) => {
			const active = await activate(stepByStep(stage), stage);
			const execute = await active.poll();
			wipe(active.staticData());
			expect(await active.poll()).toBeUndefined();
			await execute!();
			await stage.expectDone();
		});
	});

	it('by something that is not ours: it is passed over', async () => {
		await withStage(async (stage) => {
			const active = await activate(stepByStep(stage), stage);
			Object.assign(active.staticData(), {
				place: `${stage.place.projectHash}/${stage.place.stageUuid}`,
				leases: { x: 1, y: null, z: { until: 'soon', attempts: {} } },
				next: 7,
			});
			await active.untilEmpty();
			await stage.expectDone();
		});
	});
});
