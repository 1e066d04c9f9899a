import { describe, expect, it } from '@jest/globals';
import { ProtocolError } from '../../../src/encord/wire/errors';
import { pagesOf, take, wholePagesOf, type Page } from '../../../src/encord/http/paging';

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

describe('whole pages', () => {
	/** Pages that are named by their token; notes the tokens that were asked for. */
	function listing(pages: Record<string, Page<number>>) {
		const asked: Array<string | undefined> = [];
		const read = async (from?: string) => {
			const got: Array<{ results: number[]; nextPageToken?: string }> = [];
			const fetchPage = async (token?: string) => {
				asked.push(token);
				return pages[token ?? 'first']!;
			};
			for await (const page of wholePagesOf('counting', fetchPage, from)) got.push(page);
			return got;
		};
		return { asked, read };
	}

	it.each([undefined, null, ''])(
		'end at the token %j, and each has the token of the next',
		async (last) => {
			const { asked, read } = listing({
				first: { results: [1, 2], nextPageToken: 'second' },
				second: { results: [], nextPageToken: 'third' },
				third: { results: [3], nextPageToken: last },
			});
			expect(await read()).toEqual([
				{ results: [1, 2], nextPageToken: 'second' },
				{ results: [], nextPageToken: 'third' },
				{ results: [3], nextPageToken: undefined },
			]);
			expect(asked).toEqual([undefined, 'second', 'third']);
		},
	);

	it('begin at the page of a token', async () => {
		const { asked, read } = listing({ second: { results: [3] } });
		expect(await read('second')).toEqual([{ results: [3] }]);
		expect(asked).toEqual(['second']);
	});

	it('that come round again are an error that says what was read', async () => {
		const { asked, read } = listing({
			first: { results: [1], nextPageToken: 'a' },
			a: { results: [2], nextPageToken: 'b' },
			b: { results: [3], nextPageToken: 'a' },
		});
		await expect(read()).rejects.toThrow(
			new ProtocolError('Encord repeats the same page without end (while counting).'),
		);
		expect(asked).toEqual([undefined, 'a', 'b']);
	});
});

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
