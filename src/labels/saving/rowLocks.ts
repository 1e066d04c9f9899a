/** One writer per label row inside this process: whoever wants a row waits for those who asked before. */

const tails = new Map<string, Promise<void>>();

/** Runs `work` while holding every key. Keys are taken in one global order, so that two callers never wait for each other. */
export async function withRowLocks<T>(keys: string[], work: () => Promise<T>): Promise<T> {
	const releases: Array<() => void> = [];
	try {
		for (const key of [...new Set(keys)].sort()) releases.push(await acquire(key));
		return await work();
	} finally {
		for (const release of releases) release();
	}
}

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
