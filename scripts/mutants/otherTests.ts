/** Tries changes that the unit tests did not notice with other kinds of tests, in a copy of this folder. */
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { cloneFolder, inClone } from '../clone';
import { startProgram } from '../programs/program';
import type { MutatedFile, Mutant } from './stryker';

/** What the copy does not need, or gets as a link. */
const notCopied = ['.git', '.n8n-data', '.sandbox', 'coverage', 'node_modules'];

/** How long the tests of one change may take. Longer counts as noticed, as in Stryker. */
const LIMIT_MS = 20 * 60_000;

export interface OtherTests {
	/**
	 * Runs the tests that import the file, until the first fails.
	 * @returns the test that failed, or undefined when all pass
	 */
	notice(file: string, mutated: MutatedFile, mutant: Mutant): Promise<string | undefined>;
	close(): Promise<void>;
}

/** @param projects names of jest.config.js */
export async function otherTests(projects: readonly string[]): Promise<OtherTests> {
	const copy = await mkdtemp(join(tmpdir(), 'encord-mutants-'));
	await cp(cloneFolder, copy, {
		recursive: true,
		filter: (path) => !notCopied.includes(relative(cloneFolder, path)),
	});
	await symlink(inClone('node_modules'), join(copy, 'node_modules'));
	return {
		notice: async (file, { source }, mutant) => {
			await writeFile(join(copy, file), changed(source, mutant));
			try {
				return await firstFailure(copy, projects, file);
			} finally {
				await writeFile(join(copy, file), source);
			}
		},
		close: async () => await rm(copy, { recursive: true, force: true }),
	};
}

/** The source with the text of the mutant in its place. */
export function changed(
	source: string,
	{ location: { start, end }, replacement = '' }: Mutant,
): string {
	const lines = source.split('\n');
	const offset = ({ line, column }: Mutant['location']['start']) =>
		lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
	return source.slice(0, offset(start)) + replacement + source.slice(offset(end));
}

async function firstFailure(
	copy: string,
	projects: readonly string[],
	file: string,
): Promise<string | undefined> {
	const jest = startProgram(
		process.execPath,
		[
			inClone('node_modules', 'jest', 'bin', 'jest.js'),
			...['--selectProjects', ...projects],
			...['--findRelatedTests', join(copy, file), '--passWithNoTests'],
			...['--bail=1', '--silent', '--maxWorkers=2', '--no-coverage', '--colors=false'],
		],
		{ cwd: copy, env: { ...process.env, FUZZ_RUNS: '200', FUZZ_SEED: '1' } },
	);
	let isLate = false;
	const limit = setTimeout(() => {
		isLate = true;
		void jest.stop();
	}, LIMIT_MS);
	const code = await jest.exited;
	clearTimeout(limit);
	if (isLate) return 'time-out';
	if (code === 0) return undefined;
	const output = jest.tail(2000);
	return /^\s*● .*$/m.exec(output)?.[0].trim() ?? output.slice(-1000);
}
