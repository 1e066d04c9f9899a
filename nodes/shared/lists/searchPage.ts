/** Pages of a searchable list, made from everything Encord returned. */
import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

/** Entries n8n shows before it asks for more. */
const PAGE_SIZE = 100;

/** Entries whose name contains the filter (case ignored), by name, one page of them. The token is a text (n8n §5). */
export function searchPage(
	entries: INodeListSearchItems[],
	filter?: string,
	paginationToken?: string,
): INodeListSearchResult {
	const wanted = filter?.trim().toLowerCase() ?? '';
	const matching = entries
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
	const start = Number(paginationToken ?? 0) || 0;
	const end = start + PAGE_SIZE;
	return {
		results: matching.slice(start, end),
		...(end < matching.length ? { paginationToken: String(end) } : {}),
	};
}
