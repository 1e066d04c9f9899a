import { describe, expect, it } from '@jest/globals';
import { pagesOf, take } from '../../../src/encord/http/paging';

/** Pages of two members each, without end, and how many of them were fetched. */
function endless() {
	const fetched: string[] = [];
	const members = pagesOf('counting', async (token = '0') => {
		fetched.push(token);
		const page = Number(token);
		return { results: [page * 2, page * 2 + 1], nextPageToken: String(page + 1) };
	});
	return { fetched, members };
}

describe('take', () => {
	it.each([
		[0, [], []],
		[1, [0], ['0']],
		[2, [0, 1], ['0']],
		[3, [0, 1, 2], ['0', '1']],
	])('%i members fetches the pages that hold them', async (limit, expected, pages) => {
		const { fetched, members } = endless();
		expect(await take(members, limit)).toEqual(expected);
		expect(fetched).toEqual(pages);
	});

	it('gives all members when there are fewer', async () =>
		expect(
			await take(
				pagesOf('counting', async () => ({ results: [1, 2] })),
				9,
			),
		).toEqual([1, 2]));
});
