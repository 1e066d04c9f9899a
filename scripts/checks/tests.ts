/** The checks that are tests, run by jest. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneFolder } from '../clone';
import { startProgram } from '../programs/program';
import { outcome, type Phase } from './phases';

const jestProgram = createRequire(__filename).resolve('jest/bin/jest');

interface JestResult {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numRuntimeErrorTestSuites: number;
	testResults: Array<{
		message: string;
		name: string;
		assertionResults: Array<{ fullName: string; status: string }>;
	}>;
}

/** Number of jest workers for test files that may run at the same time. */
export const manyWorkers = Math.min(4, availableParallelism());

/** The tests of these jest projects. Projects whose tests start n8n or measure time need one worker. */
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
				// Otherwise a program that a failed test has started would keep jest running. It ends with jest.
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
					skippedTests: result.testResults.flatMap(({ assertionResults }) =>
						assertionResults
							.filter(({ status }) => status === 'pending')
							.map(({ fullName }) => fullName),
					),
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
