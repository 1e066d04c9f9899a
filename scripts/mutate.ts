/**
 * `npm run mutate -- PATH…`: changes the code of files or folders in small ways and prints which changes no unit test notices. One
 * file takes minutes, because only the tests of its module run: `src/labels/…` with `test/unit/labels`. `--tests PATH…` names other
 * tests, `--tests test/unit` runs all that import the file.
 */
import { existsSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { cloneFolder, inClone } from './clone';
import { scoreOf, scoreText, survivorLines } from './mutants/lines';
import { runStryker } from './mutants/stryker';

async function main(args: string[]): Promise<void> {
	const at = args.indexOf('--tests');
	const paths = (at === -1 ? args : args.slice(0, at)).map(fromClone);
	if (paths.length === 0) {
		process.stderr.write('Usage: npm run mutate -- PATH… [--tests PATH…]\n');
		process.exitCode = 2;
		return;
	}
	const tests = at === -1 ? testsOf(paths) : args.slice(at + 1).map(fromClone);
	const files = await runStryker(paths.map(patternOf), tests);
	// The report has the files of earlier runs, too.
	const asked = [...files].filter(([file]) =>
		paths.some((path) => file === path || file.startsWith(`${path}/`)),
	);
	for (const [path, file] of asked.sort(([a], [b]) => (a < b ? -1 : 1))) {
		process.stdout.write(`${path}  ${scoreText(scoreOf(file.mutants))}\n`);
		for (const line of survivorLines(path, file)) process.stdout.write(`${line}\n`);
	}
	const all = asked.flatMap(([, { mutants }]) => mutants);
	process.stdout.write(
		`${paths.join(' ')} with ${tests.join(' ') || 'all unit tests'}  ${scoreText(scoreOf(all))}\n`,
	);
}

function fromClone(path: string): string {
	return relative(cloneFolder, resolve(path)).replaceAll('\\', '/');
}

/** `src/labels/edits` → `test/unit/labels`, `nodes/…` → `test/unit/nodes`. Without such a folder, all unit tests. */
function testsOf(paths: string[]): string[] {
	const folders = paths.map((path) => {
		const [top = '', module = ''] = path.split('/');
		return `test/unit/${top === 'src' ? module : top}`;
	});
	return folders.every((folder) => existsSync(inClone(folder))) ? [...new Set(folders)] : [];
}

function patternOf(path: string): string {
	return statSync(inClone(path)).isDirectory() ? `${path}/**/*.ts` : path;
}

void main(process.argv.slice(2)).catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
