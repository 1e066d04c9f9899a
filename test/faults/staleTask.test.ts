/** A batch of 300 tasks of which a person has moved one meanwhile, in n8n's engine, with and without other faults. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SeedBuilder } from '../../sandbox/seeds/builder';
import { runWorkflow, workflow } from '../workflow/engine/harness';
import { byId, encord } from '../workflow/encord/encordRun';
import { NodeSandbox } from '../workflow/encord/nodeSandbox';
import { besideStale, faults } from './flow/cases';

const TASKS = 300;
const person = 'colleague@example.com';

async function build(builder: SeedBuilder): Promise<void> {
	builder.addUser('agent@example.com', { withKey: true });
	builder.addUser(person);
	const dataset = builder.addDataset({ title: 'Notes' });
	for (let count = 0; count < TASKS; count++) {
		const title = `note-${count}.txt`;
		builder.addText(dataset, { title, file: Buffer.from(title), characters: title.length });
	}
	builder.addProject({
		title: 'Stale',
		ontologyUuid: builder.addOntology({
			title: 'Notes',
			spec: { classifications: [{ name: 'Note', type: 'text' }] },
		}),
		datasetHashes: [dataset],
		stages: [
			{ type: 'AGENT', title: 'Agent 1', pathways: [{ title: 'On', to: 'Review' }] },
			// Whoever takes the stale task for one of this stage moves it once more.
			{ type: 'AGENT', title: 'Agent 2', pathways: [{ title: 'On', to: 'Done' }] },
			{ type: 'REVIEW', title: 'Review', approved: 'Done', rejected: 'Agent 1' },
			{ type: 'DONE', title: 'Done' },
		],
	});
}

const sandbox = new NodeSandbox<'Stale'>({ name: 'stale', build });
beforeAll(async () => await sandbox.start(), 60_000);
afterAll(async () => await sandbox.stop());
beforeEach(async () => void (await sandbox.control('POST', 'reset')));

type Moves = Array<{ to: string; by: string }>;

describe(`a stale task in a batch of ${TASKS}`, () => {
	it.each(besideStale.map((name) => [name]))(
		'and %s: the others are moved once, and it stays where it is',
		async (name) => {
			const then = name === 'nothing else' ? undefined : faults[name];
			const { projectHash, agentStages } = sandbox.project('Stale');
			const tasks = await sandbox.tasks('Stale');
			const stale = tasks[217]!;
			await sandbox.control('POST', 'tasks', {
				project: 'Stale',
				dataHash: stale.dataHash,
				stage: 'Agent 2',
				user: person,
			});
			if (then)
				await sandbox.control('POST', 'faults', {
					match: { call: 'tasks.actions' },
					then,
					times: 2,
				});
			const run = await runWorkflow(
				workflow([
					encord('classification', 'set', {
						answerMode: 'json',
						answersJson: '{ "Note": "seen" }',
					}),
					{
						...encord('task', 'proceed', { pathway: byId('On') }),
						name: 'Proceed',
					},
				]),
				{
					credentials: sandbox.credentials,
					items: tasks.map(({ uuid, dataHash }) => ({
						json: { projectHash, stageUuid: agentStages[0]!.uuid, taskUuid: uuid, dataHash },
					})),
				},
			);
			expect(run.error()).toBeUndefined();
			const outcomes = run
				.json('Proceed')
				.map(({ taskUuid, moved, alreadyMoved }) =>
					taskUuid === stale.uuid ? [moved, alreadyMoved] : moved === true,
				);
			expect(outcomes.filter((outcome) => outcome === true)).toHaveLength(TASKS - 1);
			expect(outcomes.find((outcome) => typeof outcome === 'object')).toEqual([false, true]);
			const movesOf = (wanted: boolean) =>
				sandbox
					.tasks('Stale')
					.then((all) =>
						all
							.filter(({ uuid }) => (uuid === stale.uuid) === wanted)
							.map(({ moves }) => (moves as Moves).map(({ to, by }) => `${to} by ${by}`).join()),
					);
			expect(await movesOf(true)).toEqual([`Agent 2 by ${person}`]);
			expect(new Set(await movesOf(false))).toEqual(new Set(['Review by agent@example.com']));
			const rows = await sandbox.rows('Stale');
			const labels = rows.map(({ labels: row }) => Object.keys(row?.classification_answers ?? {}));
			expect(labels.every((hashes) => hashes.length === 1)).toBe(true);
		},
	);
});
