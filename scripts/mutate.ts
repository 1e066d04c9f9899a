/**
 * `npm run mutate -- PATH…`: changes the code of files or folders in small ways and prints which changes no unit test notices. One
 * file takes minutes, because only the tests of its module run: `src/labels/…` with `test/unit/labels`. `--tests PATH…` names other
 * tests, `--tests test/unit` runs all that import the file. `--one-in N` tries about one change in N, so that whole folders take
 * minutes, too; `--seed S` tries others. `--also workflow,media` tries what is left with these kinds of tests, some minutes for each
 * change.
 */
import { existsSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cloneFolder, inClone } from './clone';
import { scoreOf, scoreText, survivorLines, survivorsOf } from './mutants/lines';
import { otherTests } from './mutants/otherTests';
import { runStryker, type MutatedFile } from './mutants/stryker';

async function main(args: string[]): Promise<void> {
	const at = args.indexOf('--tests');
	const { values, positionals } = parseArgs({
		args: at === -1 ? args : args.slice(0, at),
		options: {
			'one-in': { type: 'string' },
			seed: { type: 'string', default: '1' },
			also: { type: 'string' },
		},
		allowPositionals: true,
	});
	const paths = positionals.map(fromClone);
	const oneIn = Number(values['one-in'] ?? 1);
	if (paths.length === 0 || !Number.isInteger(oneIn) || oneIn < 1) {
		process.stderr.write(
			'Usage: npm run mutate -- [--one-in N [--seed S]] [--also KIND,…] PATH… [--tests PATH…]\n',
		);
		process.exitCode = 2;
		return;
	}
	const tests = at === -1 ? testsOf(paths) : args.slice(at + 1).map(fromClone);
	const sample = oneIn === 1 ? undefined : { oneIn, seed: values.seed };
	const files = await runStryker(paths.map(patternOf), tests, sample);
	const scores = [];
	for (const path of paths) {
		const asked = inPaths(files, [path]);
		for (const [file, result] of asked) {
			if (!sample) process.stdout.write(`${file}  ${scoreText(scoreOf(result.mutants))}\n`);
			for (const line of survivorLines(file, result)) process.stdout.write(`${line}\n`);
		}
		scores.push(`${path}  ${scoreText(scoreOf(asked.flatMap(([, { mutants }]) => mutants)))}\n`);
	}
	process.stdout.write(`With ${tests.join(' ') || 'all unit tests'}:\n${scores.join('')}`);
	if (values.also) await tryAlso(values.also.split(','), inPaths(files, paths));
}

/** Prints for each change that is left which other test notices it. */
async function tryAlso(kinds: string[], files: Array<[string, MutatedFile]>): Promise<void> {
	const others = await otherTests(kinds);
	try {
		process.stdout.write(`With ${kinds.join(' and ')} too:\n`);
		for (const [file, mutated] of files)
			for (const mutant of survivorsOf(mutated.mutants)) {
				const by = await others.notice(file, mutated, mutant);
				const [line] = survivorLines(file, { ...mutated, mutants: [mutant] });
				process.stdout.write(`${line}\n    ${by ?? 'NOT NOTICED'}\n`);
			}
	} finally {
		await others.close();
	}
}

/** The report has the files of earlier runs, too. */
function inPaths(files: Map<string, MutatedFile>, paths: string[]): Array<[string, MutatedFile]> {
	return [...files]
		.filter(([file]) => paths.some((path) => file === path || file.startsWith(`${path}/`)))
		.sort(([a], [b]) => (a < b ? -1 : 1));
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
