/**
 * `npm test`: everything the project can check about itself, on a machine with nothing but Node. Quiet while all is well; what
 * fails is shown in full. The last line is the total.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBuilt } from './build';
import { ensureChromium } from './chromium';
import { cloneFolder } from './clone';
import { ensureN8nRuntime } from './n8nRuntime';
import { startProgram } from './programs';

interface Count {
	passed: number;
	failed: number;
	skipped: number;
}

interface Phase {
	title: string;
	run(): Promise<Count & { report?: string }>;
}

const require_ = createRequire(__filename);
const eslint = join(dirname(require_.resolve('eslint/package.json')), 'bin', 'eslint.js');
const tsc = require_.resolve('typescript/bin/tsc');
const jest = require_.resolve('jest/bin/jest');

const outcome = (ok: boolean): Count => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

/** A check that is one program: passed when it ends with 0. */
function tool(title: string, ...args: string[]): Phase {
	return {
		title,
		async run() {
			const program = startProgram(process.execPath, args, { cwd: cloneFolder });
			const code = await program.exited;
			return { ...outcome(code === 0), report: program.tail() };
		},
	};
}

/** A step of the set-up, which counts only when it fails. */
function setUp(title: string, work: () => Promise<unknown>): Phase {
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

/** The jest projects named, with as many workers as they bear: one where a test starts n8n or measures time. */
function tests(projects: string[], workers: number): Phase {
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
				const program = startProgram(process.execPath, [jest, ...args, '--forceExit'], {
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

async function ensureBrowser(): Promise<void> {
	if ((await ensureChromium()) !== undefined) return;
	process.stderr.write(
		'\nNO BROWSER: neither Chromium nor Chrome was found and it cannot be installed here (that needs root and apt-get).\n' +
			'The browser tests are SKIPPED. Install Chromium, or name one with CHROMIUM_PATH.\n\n',
	);
}

const workers = Math.min(4, availableParallelism());
const phases: Phase[] = [
	tool('lint', eslint, '.', '--max-warnings', '0'),
	tool('types', tsc, '-p', 'tsconfig.check.json'),
	tests(['unit', 'vectors'], workers),
	tests(['sandbox', 'workflow'], workers),
	tests(['media'], 1),
	setUp('build', ensureBuilt),
	setUp('n8n', ensureN8nRuntime),
	setUp('browser', ensureBrowser),
	tests(['faults'], 1),
	tests(['e2e'], 1),
];

async function main(): Promise<void> {
	const total: Count = { passed: 0, failed: 0, skipped: 0 };
	for (const phase of phases) {
		const started = Date.now();
		const result = await phase
			.run()
			.catch((error: Error) => ({ ...outcome(false), report: error.message }));
		const seconds = ((Date.now() - started) / 1000).toFixed(1);
		const tests = result.passed + result.failed > 1 ? ` (${result.passed} passed)` : '';
		process.stdout.write(
			`${result.failed === 0 ? 'ok  ' : 'FAIL'} ${phase.title}${tests}, ${seconds} s\n`,
		);
		if (result.failed > 0) process.stdout.write(`${result.report ?? ''}\n\n`);
		total.passed += result.passed;
		total.failed += result.failed;
		total.skipped += result.skipped;
	}
	const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
	process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
	process.exitCode = total.failed > 0 ? 1 : 0;
}

void main();
