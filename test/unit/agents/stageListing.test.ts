import { describe, expect, it } from '@jest/globals';
import {
	FIRST_PAGES,
	FURTHER_PAGES,
	listWaiting,
	type StagePage,
} from '../../../src/agents/stageListing';
import { NetworkError, ValidationError } from '../../../src/encord/wire/errors';

const task = (uuid: string) => ({ uuid });
const tasks = (...uuids: string[]) => uuids.map(task);

/** A listing of pages; a place is the number of a page. Notes the pages that were read. */
function stageOf(pages: string[][], read: number[] = []) {
	return async function* (from = '0'): AsyncIterable<StagePage<{ uuid: string }>> {
		if (!/^\d+$/.test(from)) throw new ValidationError('There is no such page');
		for (let page = Number(from); page < pages.length; page++) {
			read.push(page);
			const next = page + 1 < pages.length ? String(page + 1) : undefined;
			yield { tasks: (pages[page] ?? []).map(task), ...(next !== undefined && { next }) };
		}
	};
}
const many = Array.from({ length: 40 }, (_, page) => [`${page}a`, `${page}b`]);
const terms = { limit: 50, isFree: () => true };

describe('listing a stage', () => {
	it('stops as soon as there are enough tasks to hand out', async () => {
		const read: number[] = [];
		const isFree = ({ uuid }: { uuid: string }) => uuid !== 'a';
		const pages = stageOf([['a'], ['b', 'c', 'd'], ['e']], read);
		expect(await listWaiting(pages, { isFree, limit: 2 })).toEqual({
			tasks: tasks('a', 'b', 'c'),
			complete: false,
		});
		expect(read).toEqual([0, 1]);
	});

	it('counts a task once that shifting pages show twice', async () => {
		const listing = await listWaiting(stageOf([['a', 'b'], ['a', 'c'], ['d']]), {
			...terms,
			limit: 3,
		});
		expect(listing.tasks).toEqual(tasks('a', 'b', 'c'));
	});

	it('is complete when the stage holds no more', async () => {
		for (const pages of [[['a'], ['b']], [['a']], [[]]])
			expect(await listWaiting(stageOf(pages), terms)).toEqual({
				tasks: tasks(...pages.flat()),
				complete: true,
			});
	});

	it('ends when time is up', async () => {
		let left = 2;
		const isOver = () => --left === 0;
		expect(await listWaiting(stageOf([['a'], ['b'], ['c']]), { ...terms, isOver })).toEqual({
			tasks: tasks('a', 'b'),
			complete: false,
		});
	});

	it('reads a bounded number of pages that have no free task, and then goes on where it stopped', async () => {
		const isFree = () => false;
		let resumeAt: string | undefined;
		const reads: number[][] = [];
		for (let round = 0; round < 4; round++) {
			const read: number[] = [];
			({ resumeAt } = await listWaiting(stageOf(many, read), { limit: 5, isFree, resumeAt }));
			expect(read.length).toBeLessThanOrEqual(FIRST_PAGES + FURTHER_PAGES);
			reads.push(read);
		}
		expect(reads.map((read) => [read[0], read[FIRST_PAGES], read.at(-1)])).toEqual([
			[0, 4, 15],
			[0, 16, 27],
			[0, 28, 39],
			[0, 4, 15],
		]);
	});

	it('is complete when it got to the end in one go only', async () => {
		const isFree = () => false;
		const ten = many.slice(0, 10);
		expect((await listWaiting(stageOf(ten), { limit: 5, isFree })).complete).toBe(true);
		const resumed = await listWaiting(stageOf(ten), { limit: 5, isFree, resumeAt: '8' });
		expect(resumed).toEqual({
			tasks: [...ten.slice(0, 4), ...ten.slice(8)].flat().map(task),
			complete: false,
		});
	});

	it('does not count pages that have free tasks', async () => {
		const isFree = ({ uuid }: { uuid: string }) => uuid.endsWith('b');
		const listing = await listWaiting(stageOf(many), { limit: 40, isFree });
		expect(listing.tasks).toHaveLength(80);
	});

	it('comes back to a page that it did not read to its end', async () => {
		const isFree = ({ uuid }: { uuid: string }) => Number.parseInt(uuid) >= 6;
		const listing = await listWaiting(stageOf(many), { limit: 3, isFree });
		expect(listing.resumeAt).toBe('7');
	});

	it('begins anew when Encord no longer knows the place, and fails for other reasons', async () => {
		const isFree = () => false;
		expect(await listWaiting(stageOf(many), { limit: 1, isFree, resumeAt: 'old' })).toEqual({
			tasks: many.slice(0, 4).flat().map(task),
			complete: false,
		});
		const broken = (from?: string) => {
			if (from === undefined) return stageOf(many)();
			throw new NetworkError('no answer');
		};
		await expect(listWaiting(broken, { limit: 1, isFree, resumeAt: '9' })).rejects.toThrow(
			'no answer',
		);
	});
});
