import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

async function filesOf(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/**
 * Makes the files of `to` those of `from` and returns how many differed. A file that is the same is not written, so that
 * whoever watches `to` sees real changes only.
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
