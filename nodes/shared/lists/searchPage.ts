/** Filters, sorts and pages the entries of a searchable list. */
import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

const byName = new Intl.Collator('en', { numeric: true });

/** Entries per page. */
const PAGE_SIZE = 100;

/** One page of the entries whose name contains the filter (case ignored), sorted by name. The token must be text (n8n §5). */
export function searchPage(
	entries: INodeListSearchItems[],
	filter?: string,
	paginationToken?: string,
): INodeListSearchResult {
	const searched = filter?.trim().toLowerCase() ?? '';
	const matching = entries
		.filter(({ name }) => name.toLowerCase().includes(searched))
		.sort((a, b) => byName.compare(a.name, b.name));
	const start = Number(paginationToken ?? 0) || 0;
	const end = start + PAGE_SIZE;
	return {
		results: matching.slice(start, end),
		...(end < matching.length ? { paginationToken: String(end) } : {}),
	};
}
