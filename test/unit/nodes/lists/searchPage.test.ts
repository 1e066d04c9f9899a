/** Pages of a searchable list, and listings that are kept while somebody scrolls. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RecentLists } from '../../../../nodes/shared/lists/recentLists';
import { searchPage } from '../../../../nodes/shared/lists/searchPage';

const entries = (...names: string[]) => names.map((name) => ({ name, value: `id of ${name}` }));
const numbered = (count: number) =>
	entries(...Array.from({ length: count }, (_, at) => `picture ${count - at}`));
const names = (page: { results: Array<{ name: string }> }) => page.results.map(({ name }) => name);

describe('a page of a list', () => {
	it('has the entries by name, numbers by their size', () =>
		expect(searchPage(entries('b 10', 'b 9', 'A'))).toEqual({
			results: entries('A', 'b 9', 'b 10'),
		}));

	it.each([
		['at', ['Cat', 'hat']],
		['  CAT ', ['Cat']],
		['  ', ['Cat', 'dog', 'hat']],
		['', ['Cat', 'dog', 'hat']],
		[undefined, ['Cat', 'dog', 'hat']],
		['cow', []],
	])('has those whose name contains %j in any case', (filter, expected) =>
		expect(names(searchPage(entries('dog', 'hat', 'Cat'), filter))).toEqual(expected),
	);

	it.each([
		[99, undefined, 99, undefined],
		[100, undefined, 100, undefined],
		[101, undefined, 100, '100'],
		[101, '100', 1, undefined],
		[200, '100', 100, undefined],
		[201, '100', 100, '200'],
		[201, 'no number', 100, '100'],
	])('of %i entries, after %j, has %i and leads to %j', (count, token, length, next) => {
		const page = searchPage(numbered(count), '', token);
		expect(page.results).toHaveLength(length);
		expect(page.paginationToken).toBe(next);
	});

	it('begins where the one before it ended', () => {
		const all = numbered(101);
		expect(names(searchPage(all)).at(-1)).toBe('picture 100');
		expect(names(searchPage(all, '', '100'))).toEqual(['picture 101']);
	});
});

describe('a listing that somebody scrolls through', () => {
	beforeEach(() => void jest.useFakeTimers());
	afterEach(() => void jest.useRealTimers());

	function listings() {
		const lists = new RecentLists<string>();
		let loads = 0;
		const page = async (key: string, token?: string) =>
			await lists.page(key, token, async () => [`load ${++loads}`]);
		return page;
	}

	it('is read again for every first page, and not for later ones', async () => {
		const page = listings();
		expect(await page('a')).toEqual(['load 1']);
		expect(await page('a', '100')).toEqual(['load 1']);
		expect(await page('a')).toEqual(['load 2']);
		expect(await page('a', '200')).toEqual(['load 2']);
	});

	it('is read when a later page of it is the first that is asked for', async () => {
		const page = listings();
		await page('a');
		expect(await page('b', '100')).toEqual(['load 2']);
		expect(await page('a', '100')).toEqual(['load 1']);
	});

	it.each([
		[59_999, 'load 1'],
		[60_000, 'load 2'],
	])('is kept for a minute: after %i ms it is %s', async (ms, expected) => {
		const page = listings();
		await page('a');
		jest.advanceTimersByTime(ms);
		expect(await page('a', '100')).toEqual([expected]);
	});

	it('is dropped when five others were read since', async () => {
		const page = listings();
		for (const key of ['a', 'b', 'c', 'd', 'e']) await page(key);
		expect(await page('a', '100')).toEqual(['load 1']);
		// The one that is read again counts as new.
		expect(await page('a')).toEqual(['load 6']);
		expect(await page('f')).toEqual(['load 7']);
		expect(await page('a', '100')).toEqual(['load 6']);
		expect(await page('c', '100')).toEqual(['load 3']);
		expect(await page('b', '100')).toEqual(['load 8']);
	});
});
