/**
 * Keeps the listings that somebody scrolls through. n8n asks for one page of a list after another; without this, each page would
 * read the whole listing from Encord again.
 */

const KEPT_MS = 60_000;
/** One listing can be large, so few are kept. */
const MAX_LISTS = 5;

export class RecentLists<T> {
	private readonly lists = new Map<string, { at: number; list: T[] }>();

	/**
	 * The listing. The first page always loads it, so that what is new in Encord can be found; later pages show what the first
	 * page loaded, within a minute.
	 * @param key account, and everything that the listing depends on
	 */
	async page(key: string, token: string | undefined, load: () => Promise<T[]>): Promise<T[]> {
		const recent = this.lists.get(key);
		if (token !== undefined && recent !== undefined && Date.now() - recent.at < KEPT_MS)
			return recent.list;
		const list = await load();
		this.lists.delete(key);
		this.lists.set(key, { at: Date.now(), list });
		for (const oldest of this.lists.keys()) {
			if (this.lists.size <= MAX_LISTS) break;
			this.lists.delete(oldest);
		}
		return list;
	}
}
