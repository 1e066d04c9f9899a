import { cp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cloneFolder, inClone } from './clone';
import { runProgram } from './programs';

const foldersWithPictures = ['credentials', 'icons', 'nodes'];

/** What `n8n-node build` does, without its prompts: a clean `dist/`, tsc (which copies the JSON files too), and the pictures. */
export async function build(): Promise<void> {
	await rm(inClone('dist'), { recursive: true, force: true });
	const tsc = createRequire(__filename).resolve('typescript/bin/tsc');
	await runProgram(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: cloneFolder });
	for (const folder of foldersWithPictures) {
		const files = await readdir(inClone(folder), { recursive: true }).catch(() => []);
		for (const file of files) {
			if (/\.(png|svg)$/.test(file)) await cp(inClone(folder, file), join(inClone('dist'), folder, file));
		}
	}
}

if (require.main === module) {
	build().catch((error: Error) => {
		process.stderr.write(`${error.message}\n`);
		process.exitCode = 1;
	});
}
