/** Project: Check Setup against the sandbox: what stops an agent, and the requests it takes to find out. */
import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import { operationRunner, useSandbox } from './encordRun';

const sandbox = useSandbox();
const run = operationRunner(sandbox);

const check = async (needs: INodeParameters, title: 'Many' | 'Conformance' = 'Many') => {
	const project = { __rl: true, mode: 'id', value: sandbox.project(title).projectHash };
	const result = await run('project', 'checkSetup', { project, needs }, [{}]);
	expect(result.error()).toBeUndefined();
	return result.json('Encord')[0]!;
};

describe('Project: Check Setup', () => {
	it('says that a project is ready, with four requests', async () => {
		await sandbox.requests();
		const needs = {
			stage: 'Agent 1',
			pathways: 'Cat, Dog',
			classes: 'Pet, Animal',
			pictures: true,
		};
		expect(await check(needs)).toEqual({
			projectHash: sandbox.project('Many').projectHash,
			title: 'Many',
			ready: true,
			summary: 'The project is ready.',
			findings: [],
		});
		expect(await sandbox.requests()).toEqual({
			'projects.get': 1,
			'tasks.list': 1,
			'labelrowmetadata.GET': 1,
			'items.getBulk': 1,
		});
	});

	it('checks each project of the items, and each once', async () => {
		const titles = ['Many', 'Conformance', 'Many'] as const;
		const hashes = titles.map((title) => sandbox.project(title).projectHash);
		await sandbox.requests();
		const result = await run(
			'project',
			'checkSetup',
			{ project: { __rl: true, mode: 'id', value: '={{ $json.of }}' }, needs: {} },
			hashes.map((of) => ({ of })),
		);
		expect(result.json('Encord').map(({ title }) => title)).toEqual(titles);
		expect(result.json('Encord').map(({ projectHash }) => projectHash)).toEqual(hashes);
		expect(await sandbox.requests()).toMatchObject({ 'projects.get': 2 });
	});

	it('lists everything that would stop the agent, each with what to do', async () => {
		const result = await check({ stage: 'Agent 1', pathways: 'Bird', classes: 'Zebra' });
		expect(result).toMatchObject({ ready: false, summary: '2 problems to solve, 0 to look at.' });
		expect(result.findings).toEqual([
			{
				severity: 'error',
				area: 'Workflow',
				message: 'The agent stage "Agent 1" has no pathway "Bird".',
				advice: 'Its pathways: "Cat", "Dog", "Other".',
			},
			{
				severity: 'error',
				area: 'Ontology',
				message: 'The ontology has no object and no classification "Zebra".',
				advice: expect.stringContaining('"Pet", "Animal"'),
			},
		]);
	});

	it('names the files of which no pictures can be made', async () => {
		const { findings } = await check({ pictures: true }, 'Conformance');
		expect(JSON.stringify(findings)).toMatch(/No pictures can be made of some files/);
	});

	it('tells that files cannot be read', async () => {
		await sandbox.control('POST', 'faults', {
			match: { call: 'items.getBulk' },
			then: { status: 403, body: { message: 'No access' } },
			times: 3,
		});
		expect(await check({ pictures: true })).toMatchObject({
			ready: false,
			findings: [{ severity: 'error', area: 'Rights' }],
		});
	});
});
