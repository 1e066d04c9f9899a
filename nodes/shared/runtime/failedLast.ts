/** The entries in their order, with the failed ones behind the others. */
export function failedLast<A>(entries: readonly A[], failed: (entry: A) => boolean): A[] {
	return [...entries.filter((entry) => !failed(entry)), ...entries.filter(failed)];
}
