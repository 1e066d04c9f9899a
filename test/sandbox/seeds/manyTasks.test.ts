import { expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { perceive } from '../../../sandbox/toy/perception';
import { startSandbox } from '../../../sandbox/sandbox';
import { isSeedName } from '../../../sandbox/seeds/seeds';

it('the seed tasks:30 has 30 tasks with pictures of animals and other things in one agent stage', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-tasks-'));
	const { projects, host, close } = await startSandbox({ seed: 'tasks:30', dataDir });
	try {
		expect(projects.map(({ title }) => title)).toEqual(['pets']);
		const { store } = host;
		expect(store.tasksOfStage(projects[0]!.agentStages[0]!.uuid)).toHaveLength(30);
		const items = store.items.all();
		expect(new Set(items.map(({ media }) => media!.etag)).size).toBe(30);
		const seen = await perceive(readFileSync(join(dataDir, items[24]!.media!.path)));
		expect(seen.subject?.thing).toBe('cat');
	} finally {
		await close();
		rmSync(dataDir, { recursive: true, force: true });
	}
});

it.each([
	['tasks:1', true],
	['tasks:100000', true],
	['tasks:100001', false],
	['tasks:0', false],
	['tasks:', false],
	['tasks:1e3', false],
	['demo', true],
	['tasks', false],
])('the name %s is a seed: %s', (name, is) => {
	expect(isSeedName(name)).toBe(is);
});
