import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

async function filesOf(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/**
 * Makes the files in `to` equal to those in `from` and returns how many differed. It does not write equal files, so that a
 * watcher of `to` sees only real changes.
 */
export async function mirror(from: string, to: string): Promise<number> {
	const files = await filesOf(from);
	let differed = 0;
	for (const file of files) {
		const content = await readFile(join(from, file));
		const target = join(to, file);
		const before = await readFile(target).catch(() => undefined);
		if (before?.equals(content)) continue;
		await mkdir(dirname(target), { recursive: true });
		await writeFile(target, content);
		differed += 1;
	}
	for (const file of await filesOf(to)) {
		if (files.includes(file)) continue;
		await rm(join(to, file));
		differed += 1;
	}
	return differed;
}
