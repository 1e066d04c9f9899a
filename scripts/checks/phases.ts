/** The checks behind `npm test`, `npm run check` and `npm run lint`: quiet while all is well, what fails is shown in full. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cloneFolder } from '../clone';
import { startProgram } from '../programs/program';

interface Count {
	passed: number;
	failed: number;
	skipped: number;
}

export interface Phase {
	title: string;
	run(): Promise<Count & { report?: string }>;
}

const require_ = createRequire(__filename);
const eslint = join(dirname(require_.resolve('eslint/package.json')), 'bin', 'eslint.js');
const prettier = require_.resolve('prettier/bin/prettier.cjs');
const tsc = require_.resolve('typescript/bin/tsc');
const jestProgram = require_.resolve('jest/bin/jest');

const outcome = (ok: boolean): Count => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

/** A check that is one program: passed when it ends with 0. */
function tool(title: string, ...args: string[]): Phase {
	return {
		title,
		async run() {
			const program = startProgram(process.execPath, args, { cwd: cloneFolder });
			const code = await program.exited;
			return { ...outcome(code === 0), report: program.tail(1000) };
		},
	};
}

/** Both halves of linting, each file looked at anew. */
export const lint: Phase[] = [
	tool('lint', eslint, '.', '--max-warnings', '0'),
	tool('formatting (npm run format)', prettier, '--check', '.'),
];

const rememberingIn = (name: string): string[] => [
	'--cache',
	...['--cache-strategy', 'content'],
	...['--cache-location', `node_modules/.cache/encord-${name}`],
];

/**
 * The same, but files that did not change keep their last result. A rule that looks at several files at once (import circles)
 * can miss something that way; `lint` cannot.
 */
export const lintOfChanges: Phase[] = [
	tool('lint', eslint, '.', '--max-warnings', '0', ...rememberingIn('eslint')),
	// Not in Prettier's usual place, which every run of Prettier without a cache clears.
	tool('formatting (npm run format)', prettier, '--check', '.', ...rememberingIn('formatting')),
];

/** The type check, which remembers what did not change (tsconfig.check.json). */
export const types: Phase = tool('types', tsc, '-p', 'tsconfig.check.json');

/** A step of the set-up, which counts only when it fails. */
export function setUp(title: string, work: () => Promise<unknown>): Phase {
	return {
		title,
		async run() {
			await work();
			return { passed: 0, failed: 0, skipped: 0 };
		},
	};
}

interface JestResult {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numRuntimeErrorTestSuites: number;
	testResults: Array<{ message: string; name: string }>;
}

/** Number of jest workers for tests that may run beside each other. */
export const manyWorkers = Math.min(4, availableParallelism());

/** The jest projects named, with as many workers as they bear: one where a test starts n8n or measures time. */
export function tests(projects: string[], workers: number): Phase {
	return {
		title: projects.join(', '),
		async run() {
			const scratch = await mkdtemp(join(tmpdir(), 'encord-test-'));
			const file = join(scratch, 'result.json');
			try {
				const args = [
					'--selectProjects',
					...projects,
					'--maxWorkers',
					String(workers),
					'--silent',
					'--json',
					'--outputFile',
					file,
				];
				// What a failed test left running must not keep jest from ending; with jest it ends, too.
				const program = startProgram(process.execPath, [jestProgram, ...args, '--forceExit'], {
					cwd: cloneFolder,
				});
				await program.exited;
				const text = await readFile(file, 'utf8').catch(() => undefined);
				if (text === undefined) return { ...outcome(false), report: program.tail() };
				const result = JSON.parse(text) as JestResult;
				return {
					passed: result.numPassedTests,
					failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
					skipped: result.numPendingTests,
					report: result.testResults
						.filter(({ message }) => message !== '')
						.map(({ name, message }) => `${name}\n${message}`)
						.join('\n'),
				};
			} finally {
				await rm(scratch, { recursive: true, force: true });
			}
		},
	};
}

const secondsSince = (started: number): string => ((Date.now() - started) / 1000).toFixed(1);

/** Runs one phase and prints its line when it failed or `everyLine` is wanted. */
async function runPhase(phase: Phase, everyLine: boolean): Promise<Count> {
	const started = Date.now();
	const result = await phase
		.run()
		.catch((error: Error) => ({ ...outcome(false), report: error.message }));
	const failed = result.failed > 0;
	const count = result.passed + result.failed > 1 ? ` (${result.passed} passed)` : '';
	const line = `${failed ? 'FAIL' : 'ok  '} ${phase.title}${count}, ${secondsSince(started)} s\n`;
	if (failed) process.stdout.write(`${line}${result.report ?? ''}\n\n`);
	else if (everyLine) process.stdout.write(line);
	return result;
}

/** One phase after the other with a line for each, or all at once with a line for those that fail. */
async function countsOf(phases: Phase[], order: 'inTurn' | 'atOnce'): Promise<Count[]> {
	if (order === 'atOnce') {
		return await Promise.all(phases.map(async (phase) => await runPhase(phase, false)));
	}
	const counts: Count[] = [];
	for (const phase of phases) counts.push(await runPhase(phase, true));
	return counts;
}

/** Runs the phases, prints the total as the last line, and makes this process end with 1 when something failed. */
export async function runPhases(phases: Phase[], order: 'inTurn' | 'atOnce'): Promise<void> {
	const started = Date.now();
	const counts = await countsOf(phases, order);
	const sum = (kind: keyof Count): number =>
		counts.reduce((total, count) => total + count[kind], 0);
	const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
	const seconds = order === 'atOnce' ? `, ${secondsSince(started)} s` : '';
	process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed${skipped}${seconds}\n`);
	process.exitCode = sum('failed') > 0 ? 1 : 0;
}
