/** Locks, such as that of a label row: within this process, one caller at a time holds a key, in the order in which they ask. */

/** By key: resolves when the last caller that asked for the lock has released it. */
const tails = new Map<string, Promise<void>>();

/**
 * Runs `work` while it holds the locks of all keys. Every caller takes its locks in the same order, so two callers never wait for
 * each other.
 */
export async function withLocks<T>(keys: string[], work: () => Promise<T>): Promise<T> {
	const releases: Array<() => void> = [];
	try {
		for (const key of [...new Set(keys)].sort()) releases.push(await acquire(key));
		return await work();
	} finally {
		for (const release of releases) release();
	}
}

/** Waits for a lock. @returns the function that releases it */
async function acquire(key: string): Promise<() => void> {
	const before = tails.get(key);
	let open: () => void = () => undefined;
	const held = new Promise<void>((resolve) => (open = resolve));
	tails.set(key, held);
	await before;
	return () => {
		if (tails.get(key) === held) tails.delete(key);
		open();
	};
}
