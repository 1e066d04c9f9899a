import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cloneFolder, inClone } from '../clone';
import { writeOutputSchemas } from './outputSchemas';
import { runProgram } from '../programs/program';

const sourceFolders = ['credentials', 'icons', 'nodes', 'src'];
const sourceFiles = ['package.json', 'tsconfig.json', 'tsconfig.sdk.json'];
/** Not in `dist/`, because npm publishes everything in that folder. */
const stampFile = inClone('node_modules', '.cache', 'encord-build');

async function filesUnder(folder: string): Promise<string[]> {
	const entries = await readdir(inClone(folder), { recursive: true, withFileTypes: true }).catch(
		() => [],
	);
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Does what `n8n-node build` does, without its prompts: empties `dist/`, runs tsc (which also copies the JSON files), and adds output
 * schemas and pictures.
 */
export async function build(): Promise<void> {
	await rm(stampFile, { force: true });
	await rm(inClone('dist'), { recursive: true, force: true });
	const tsc = createRequire(__filename).resolve('typescript/bin/tsc');
	await runProgram(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: cloneFolder });
	// Types of the SDK alone: nobody imports the nodes.
	await runProgram(process.execPath, [tsc, '-p', 'tsconfig.sdk.json'], { cwd: cloneFolder });
	await completeOutput(inClone('dist'));
}

/** Adds the output schemas and the pictures, which the compiler does not write. */
export async function completeOutput(dist: string): Promise<void> {
	await writeOutputSchemas(dist);
	for (const folder of sourceFolders) {
		for (const file of await filesUnder(folder)) {
			if (/\.(png|svg)$/.test(file)) await cp(file, join(dist, file.slice(cloneFolder.length)));
		}
	}
}

async function stamp(): Promise<string> {
	const files = [
		...(await Promise.all(sourceFolders.map(filesUnder))).flat(),
		...sourceFiles.map((file) => inClone(file)),
	];
	const states = await Promise.all(
		files.sort().map(async (file) => {
			const { size, mtimeMs } = await stat(file);
			return [file, size, mtimeMs];
		}),
	);
	return createHash('sha256').update(JSON.stringify(states)).digest('hex');
}

/** Builds when a source has changed since the last build. */
export async function ensureBuilt(): Promise<void> {
	const now = await stamp();
	const built = await readFile(stampFile, 'utf8').catch(() => '');
	const whole = await stat(inClone('dist')).catch(() => undefined);
	if (built === now && whole !== undefined) return;
	await build();
	await mkdir(dirname(stampFile), { recursive: true });
	await writeFile(stampFile, now);
}
