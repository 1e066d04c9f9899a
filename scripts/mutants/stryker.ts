/** Stryker (Apache-2.0), which makes mutants and runs the tests against them. It is installed once per user. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneFolder, inClone } from '../clone';
import { cacheFolder } from '../n8n/runtime';
import { npmInstall } from '../programs/npmInstall';
import { startProgram } from '../programs/program';

/** The last version that runs on Node 20. */
const version = '9.6.1';

/** A mutant as the report format of Stryker has it. Lines and columns count from 1. */
export interface Mutant {
	id: string;
	mutatorName: string;
	replacement?: string;
	status:
		| 'Killed'
		| 'Survived'
		| 'NoCoverage'
		| 'Timeout'
		| 'CompileError'
		| 'RuntimeError'
		| 'Ignored'
		| 'Pending';
	location: { start: Place; end: Place };
}

interface Place {
	line: number;
	column: number;
}

export interface MutatedFile {
	source: string;
	mutants: Mutant[];
}

/** About one mutant in `oneIn`; `seed` says which. */
export interface Sample {
	oneIn: number;
	seed: string;
}

/** n8n works outputs out from the source text of these functions, where Stryker's switch between mutants is not defined. */
const readAsText = [
	'nodes/shared/fields/pathwayOutputs.ts',
	'nodes/Encord/operations/labelRow/check.ts',
];

/** Results of earlier runs. Stryker tries again only what changed, the tests included. */
const incrementalFile = inClone('node_modules', '.cache', 'mutants', 'incremental.json');

/**
 * Stryker is no development dependency: its 160 packages would be installed with every clone, also where nobody runs it.
 * @returns the folder with its packages
 */
async function ensureStryker(): Promise<string> {
	const folder = join(cacheFolder(), `stryker-${version}`);
	if (existsSync(folder)) return folder;
	const partial = `${folder}.partial-${process.pid}`;
	process.stderr.write(`Installing Stryker ${version} into ${folder} (65 MB, once per user) …\n`);
	await mkdir(partial, { recursive: true });
	try {
		await writeFile(join(partial, 'package.json'), JSON.stringify({ private: true }));
		const packages = ['core', 'jest-runner'].map((name) => `@stryker-mutator/${name}@${version}`);
		await npmInstall({
			folder: partial,
			args: ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages],
			logFile: `${folder}.log`,
		});
		await rm(`${folder}.log`, { force: true });
		await rename(partial, folder).catch((error: unknown) => {
			if (!existsSync(folder)) throw error;
		});
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
	return folder;
}

/**
 * @param patterns files to change, as globs from this folder
 * @param tests files and folders of the tests to run; none means all unit tests. Of these, the ones that import a changed file run
 * @param sample tries some of the mutants only
 * @returns the mutants of each file, by its path from this folder
 * @throws Error with the end of Stryker's log when it did not finish
 */
export async function runStryker(
	patterns: string[],
	tests: string[],
	sample?: Sample,
): Promise<Map<string, MutatedFile>> {
	const modules = join(await ensureStryker(), 'node_modules', '@stryker-mutator');
	const scratch = await mkdtemp(join(tmpdir(), 'encord-mutants-'));
	try {
		const reportFile = join(scratch, 'report.json');
		const configFile = join(scratch, 'config.json');
		await mkdir(join(incrementalFile, '..'), { recursive: true });
		await writeFile(
			configFile,
			JSON.stringify({
				mutate: [...patterns, ...readAsText.map((file) => `!${file}`)],
				testRunner: 'jest',
				plugins: [
					join(modules, 'jest-runner', 'dist', 'src', 'index.js'),
					...(sample ? [inClone('scripts', 'mutants', 'sample.js')] : []),
				],
				checkers: sample ? ['sample'] : [],
				jest: { configFile: 'scripts/mutants/jest.config.js', enableFindRelatedTests: true },
				coverageAnalysis: 'perTest',
				// Constants are made once per test file. Trying them costs a whole run each.
				ignoreStatic: true,
				concurrency: 2,
				// The machine may be busy, and a time-out counts as noticed.
				timeoutMS: 15_000,
				timeoutFactor: 4,
				// All unit tests run once without a mutant, with a count of each line.
				dryRunTimeoutMinutes: 30,
				incremental: !sample,
				incrementalFile,
				// swc checks no types.
				disableTypeChecks: false,
				// Otherwise Stryker needs TypeScript beside itself, to change paths in it.
				tsconfigFile: 'none',
				tempDirName: join(scratch, 'sandbox'),
				ignorePatterns: ['.n8n-data', '.sandbox', 'dist', 'coverage'],
				reporters: ['json', 'progress-append-only'],
				jsonReporter: { fileName: reportFile },
				allowConsoleColors: false,
			}),
		);
		const sampleEnv = sample && {
			MUTANT_ONE_IN: String(sample.oneIn),
			MUTANT_SEED: sample.seed,
		};
		const program = startProgram(
			process.execPath,
			[join(modules, 'core', 'bin', 'stryker.js'), 'run', configFile],
			{
				cwd: cloneFolder,
				env: {
					...process.env,
					FUZZ_RUNS: '200',
					FUZZ_SEED: '1',
					MUTANT_TESTS: tests.join(';'),
					...sampleEnv,
				},
			},
		);
		void program
			.firstLine((line) => {
				process.stderr.write(`${line}\n`);
				return undefined;
			})
			.catch(() => undefined);
		const code = await program.exited;
		if (!existsSync(reportFile))
			throw new Error(`Stryker ended with code ${code}:\n${program.tail()}`);
		const { files } = JSON.parse(await readFile(reportFile, 'utf8')) as {
			files: Record<string, MutatedFile>;
		};
		return new Map(Object.entries(files));
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
}
