import { describe, expect, it } from '@jest/globals';
import type { Project } from '../../../src/encord/calls/projects';
import { RecentProjects } from '../../../src/encord/recentProjects';

function reader() {
	let reads = 0;
	return {
		reads: () => reads,
		read: async () => ({ title: String(++reads) }) as Project,
	};
}

describe('projects that were read some seconds ago', () => {
	it('are read once for each account, until they are old', async () => {
		let now = 1000;
		const recent = new RecentProjects(10_000, () => now);
		const { read, reads } = reader();
		const title = async (account: string, id = 'P') => (await recent.get(account, id, read)).title;
		expect([await title('a'), await title('a', 'p'), await title('b')]).toEqual(['1', '1', '2']);
		now += 9_999;
		expect(await title('a')).toBe('1');
		now += 1;
		expect(await title('a')).toBe('3');
		now -= 1;
		expect(await title('a')).toBe('4');
		expect(reads()).toBe(4);
	});

	it('are forgotten with their account, also while one is being read', async () => {
		const recent = new RecentProjects();
		const { read } = reader();
		const slow = recent.get('a', 'p', async () => {
			recent.forget('a');
			return await read();
		});
		expect((await slow).title).toBe('1');
		expect((await recent.get('a', 'p', read)).title).toBe('2');
		await recent.get('b', 'p', read);
		recent.forget('a');
		expect((await recent.get('b', 'p', read)).title).toBe('3');
		expect((await recent.get('a', 'p', read)).title).toBe('4');
	});

	it('are not remembered when they could not be read', async () => {
		const recent = new RecentProjects();
		await expect(
			recent.get('a', 'p', async () => await Promise.reject(new Error('no'))),
		).rejects.toThrow('no');
		expect((await recent.get('a', 'p', reader().read)).title).toBe('1');
	});
});
