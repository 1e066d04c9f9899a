import { describe, expect, it } from '@jest/globals';
import {
	listWaiting,
	WOKEN_PAGES,
	type ListingPlace,
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
			place: { resumeAt: '1' },
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
				place: {},
			});
	});

	it('ends when time is up', async () => {
		let left = 2;
		const isOver = () => --left === 0;
		expect(await listWaiting(stageOf([['a'], ['b'], ['c']]), { ...terms, isOver })).toEqual({
			tasks: tasks('a', 'b'),
			complete: false,
			place: { resumeAt: '2' },
		});
	});

	/** Lists again and again; notes the pages of each listing. */
	async function rounds(
		count: number,
		pages: string[][],
		{ isFree = () => false, woken = false, place = {} as ListingPlace } = {},
	) {
		const reads: number[][] = [];
		for (let round = 0; round < count; round++) {
			const read: number[] = [];
			({ place } = await listWaiting(stageOf(pages, read), { limit: 5, isFree, woken, place }));
			reads.push(read);
		}
		return { reads, place };
	}

	it('reads two pages of a stage where everything is in work, and gets to each page in the end', async () => {
		const { reads } = await rounds(39, many);
		expect(reads.every(([first, ...more]) => first === 0 && more.length === 1)).toBe(true);
		expect(reads.map((read) => read[1])).toEqual(many.slice(1).map((_, index) => index + 1));
	});

	it('then looks at the last page, and at those that follow it, every other time', async () => {
		const { place } = await rounds(39, many);
		expect((await rounds(4, many, { place })).reads).toEqual([
			[0, 39],
			[0, 1],
			[0, 39],
			[0, 2],
		]);
		const grown = [...many, ['new']];
		const isFree = ({ uuid }: { uuid: string }) => uuid === 'new';
		const found = await listWaiting(stageOf(grown), { limit: 1, isFree, place });
		expect(found.tasks.at(-1)).toEqual(task('new'));
	});

	it('reads further when Encord has said that tasks wait', async () => {
		const { reads } = await rounds(2, many, { woken: true });
		expect(reads[0]).toEqual(Array.from({ length: 1 + WOKEN_PAGES }, (_, page) => page));
		expect(reads[1]?.slice(0, 2)).toEqual([0, 1 + WOKEN_PAGES]);
	});

	it('goes on behind what it gave last, so that tasks in work are not walked through', async () => {
		const taken = new Set<string>();
		const isFree = ({ uuid }: { uuid: string }) => !taken.has(uuid);
		let place: ListingPlace = {};
		for (let round = 0; round < 8; round++) {
			const read: number[] = [];
			const listing = await listWaiting(stageOf(many, read), { limit: 10, isFree, place });
			const free = listing.tasks.filter(isFree).slice(0, 10);
			expect(free).toHaveLength(10);
			expect(read.length).toBeLessThanOrEqual(7);
			for (const { uuid } of free) taken.add(uuid);
			place = listing.place;
		}
		expect(taken.size).toBe(80);
	});

	it('asks for tasks by name whose lease is over, wherever they stand', async () => {
		const asked: unknown[] = [];
		const pages = (from?: string, due?: string[]) => {
			asked.push(due);
			return due ? stageOf([['30a']])() : stageOf(many)(from);
		};
		const isFree = ({ uuid }: { uuid: string }) => uuid === '30a';
		const listing = await listWaiting(pages, { limit: 5, isFree, due: ['d30', 'gone'] });
		expect(listing.tasks[0]).toEqual(task('30a'));
		expect(listing.asked).toEqual(['d30', 'gone']);
		expect(asked).toEqual([['d30', 'gone'], undefined, undefined]);
		// Enough of them: the others may not have been read.
		expect((await listWaiting(pages, { limit: 1, isFree, due: ['d30'] })).asked).toBeUndefined();
	});

	it('is complete when it got to the end in one go only', async () => {
		const isFree = () => false;
		const two = many.slice(0, 2);
		expect((await listWaiting(stageOf(two), { limit: 5, isFree })).complete).toBe(true);
		const three = many.slice(0, 3);
		const resumed = await listWaiting(stageOf(three), {
			limit: 5,
			isFree,
			place: { resumeAt: '2' },
		});
		expect(resumed).toEqual({
			tasks: [...three.slice(0, 1), ...three.slice(2)].flat().map(task),
			complete: false,
			place: { tailAt: '2', tailNext: true },
		});
	});

	it('does not count pages that have free tasks', async () => {
		const isFree = ({ uuid }: { uuid: string }) => uuid.endsWith('b');
		const listing = await listWaiting(stageOf(many), { limit: 40, isFree });
		expect(listing.tasks).toHaveLength(80);
	});

	it('comes back to a page that it did not read to its end', async () => {
		const isFree = ({ uuid }: { uuid: string }) => Number.parseInt(uuid) >= 1;
		const listing = await listWaiting(stageOf(many), { limit: 3, isFree });
		expect(listing.place.resumeAt).toBe('2');
	});

	it('begins anew when Encord no longer knows a place, and fails for other reasons', async () => {
		const isFree = () => false;
		for (const place of [{ resumeAt: 'old' }, { tailAt: 'old', tailNext: true }]) {
			const listing = await listWaiting(stageOf(many), { limit: 1, isFree, place });
			expect(listing.tasks).toEqual(many[0]?.map(task));
			expect(Object.values(listing.place)).not.toContain('old');
		}
		const broken = (from?: string) => {
			if (from === undefined) return stageOf(many)();
			throw new NetworkError('no answer');
		};
		await expect(
			listWaiting(broken, { limit: 1, isFree, place: { resumeAt: '9' } }),
		).rejects.toThrow('no answer');
	});
});
