/** Operations whose places are given by name, against the sandbox. */
import { describe, expect, it } from '@jest/globals';
import type { ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';
import { Encord } from '../../../nodes/Encord/Encord.node';
import { node, openForm } from '../engine/harness';
import { byId, operationRunner, unit, useSandbox } from './encordRun';

const sandbox = useSandbox();
const operate = operationRunner(sandbox);

const CASES: Array<
	[resource: string, operation: string, parameters: INodeParameters, gives: (ids: Ids) => object]
> = [
	['project', 'get', { project: byId('Conformance') }, ({ projectHash }) => ({ projectHash })],
	[
		'labelRow',
		'get',
		{ project: byId('conformance'), dataUnit: byId('drive.mp4') },
		({ dataHash }) => ({ dataHash }),
	],
	[
		'storageItem',
		'get',
		{ project: byId('Conformance'), dataUnit: byId('drive.mp4') },
		() => ({ name: 'drive.mp4' }),
	],
	[
		'storageItem',
		'get',
		{ findBy: 'storageItem', storageItem: byId('drive.mp4') },
		() => ({ name: 'drive.mp4' }),
	],
	[
		'ontology',
		'get',
		{ findOntologyBy: 'ontology', ontology: byId('Pets') },
		() => ({ title: 'Pets' }),
	],
	[
		'task',
		'getMany',
		{
			project: byId('Many'),
			stage: byId('Agent 1'),
			filters: { datasets: ['Many images'] },
			limit: 1,
		},
		() => ({ stageTitle: 'Agent 1' }),
	],
];

interface Ids {
	projectHash: string;
	dataHash: string;
}

describe('by name', () => {
	it.each(CASES)('%s: %s', async (resource, operation, parameters, gives) => {
		const ids = (await unit(sandbox, 'drive.mp4')) as unknown as Ids;
		const result = await operate(resource, operation, parameters, [{}]);
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')[0]).toMatchObject(gives(ids));
	});

	it('an ID costs no request more than before', async () => {
		const { projectHash, dataHash } = (await unit(sandbox, 'drive.mp4')) as unknown as Ids;
		const requests = async (project: string, dataUnit: string) => {
			await sandbox.requests();
			const result = await operate(
				'labelRow',
				'get',
				{ project: byId(project), dataUnit: byId(dataUnit) },
				[{}],
			);
			expect(result.error()).toBeUndefined();
			return Object.values(await sandbox.requests()).reduce((sum, count) => sum + count, 0);
		};
		const byIds = await requests(projectHash, dataHash);
		expect(await requests('Conformance', 'drive.mp4')).toBe(byIds + 2);
	});
});

it('the lists of a form are those of the project and the ontology that it names', async () => {
	const { listSearch, loadOptions } = new Encord().methods;
	const form = (parameters: INodeParameters): ILoadOptionsFunctions =>
		openForm(node('Encord', 'n8n-nodes-encord.encord', parameters), {
			credentials: sandbox.credentials,
		});
	const { results } = await listSearch.searchObjects.call(
		form({ resource: 'object', operation: 'addMany', project: byId('Many') }),
	);
	expect(results.map(({ name }) => name)).toEqual(['Pet']);
	const objects = await loadOptions.getOntologyObjects.call(
		form({
			resource: 'ontology',
			operation: 'getModelSchema',
			findOntologyBy: 'ontology',
			ontology: byId('Pets'),
		}),
	);
	expect(objects.map(({ name }) => name)).toEqual(['Pet']);
	const unknown = form({ resource: 'object', operation: 'addMany', project: byId('Boats') });
	await expect(listSearch.searchObjects.call(unknown)).rejects.toThrow(
		'Project "Boats" is neither an ID nor the name of a project that the key can see',
	);
});
