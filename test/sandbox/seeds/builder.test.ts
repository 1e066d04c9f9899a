/** What a seed may rely on, and what it is told when it goes wrong. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import type { Seed } from '../../../sandbox/seeds/builder';

const folders: string[] = [];
const folder = () => {
	folders.push(mkdtempSync(join(tmpdir(), 'encord-sandbox-')));
	return folders.at(-1) ?? '';
};
afterEach(() =>
	folders.splice(0).forEach((dataDir) => rmSync(dataDir, { recursive: true, force: true })),
);

const start = (build: Seed, dataDir = folder(), name = 'own'): Promise<Sandbox> =>
	startSandbox({ dataDir, seed: { name, build } });

const small: Seed = async (build) => {
	build.addUser('a@b.io', { withKey: true });
	const ontologyUuid = build.addOntology({
		title: 'O',
		spec: { classifications: [{ name: 'Animal', type: 'radio', options: ['Cat', 'Big dog'] }] },
	});
	const dataset = build.addDataset({ title: 'D' });
	build.addImage(dataset, { title: 'a.png', width: 1, height: 1, file: Buffer.from('x') });
	build.addProject({
		title: 'P',
		ontologyUuid,
		datasetHashes: [dataset],
		priorities: { 'a.png': 0.9 },
		stages: [
			{ type: 'AGENT', title: 'Agent 1', pathways: [{ title: 'Done', to: 'Complete' }] },
			{ type: 'DONE', title: 'Complete' },
		],
	});
};

describe('a seed', () => {
	it('has the same ids in every directory, and others under another name', async () => {
		const ids = async (name: string) => {
			const { projects, host, close } = await start(small, folder(), name);
			const all = JSON.stringify([
				projects,
				host.store.ontologies.all(),
				host.store.tasks.all(),
				host.store.dataUnits.all(),
			]);
			await close();
			return all;
		};
		const first = await ids('own');
		expect(await ids('own')).toBe(first);
		expect(await ids('other')).not.toBe(first);
	});

	it('writes options the way Encord names their values', async () => {
		const { host, close } = await start(small);
		expect(
			host.store.ontologies.all()[0]?.editor.classifications[0]?.attributes[0]?.options,
		).toMatchObject([
			{ label: 'Cat', value: 'cat' },
			{ label: 'Big dog', value: 'big_dog' },
		]);
		expect(host.store.labelRows.all()[0]?.priority).toBe(0.9);
		await close();
	});

	it('is built anew when the process died while building', async () => {
		const dataDir = folder();
		const half: Seed = async (build) => {
			await small(build);
			throw new Error('died');
		};
		await expect(start(half, dataDir)).rejects.toThrow('died');
		const { projects, close } = await start(small, dataDir);
		expect(projects).toHaveLength(1);
		await close();
	});

	it('is used again, not built again', async () => {
		const dataDir = folder();
		await (await start(small, dataDir)).close();
		const never: Seed = () => Promise.reject(new Error('built again'));
		const { projects, close } = await start(never, dataDir);
		expect(projects[0]?.title).toBe('P');
		await close();
	});

	it.each<[string, Seed, string]>([
		[
			'no user with a key',
			async (build) => {
				build.addDataset({ title: 'D' });
			},
			'add a user with a key',
		],
		[
			'a pathway to nowhere',
			async (build) => {
				build.addUser('a@b.io', { withKey: true });
				build.addProject({
					title: 'P',
					ontologyUuid: '',
					datasetHashes: [],
					stages: [{ type: 'ANNOTATION', title: 'A', to: 'B' }],
				});
			},
			'No stage is called "B"',
		],
		[
			'two data units of one name',
			async (build) => {
				build.addUser('a@b.io', { withKey: true });
				const dataset = build.addDataset({ title: 'D' });
				for (let count = 0; count < 2; count += 1)
					build.addImage(dataset, { title: 'a.png', width: 1, height: 1, file: Buffer.from('x') });
			},
			'are called "a.png"',
		],
	])('is told about %s', async (_fault, build, message) =>
		expect(start(build)).rejects.toThrow(message),
	);
});
