/** The checks that are one program each (ESLint, Prettier, tsc), and the steps of the set-up. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cloneFolder } from '../clone';
import { startProgram } from '../programs/program';
import { outcome, type Phase } from './phases';

const require_ = createRequire(__filename);
const eslint = join(dirname(require_.resolve('eslint/package.json')), 'bin', 'eslint.js');
const prettier = require_.resolve('prettier/bin/prettier.cjs');
const tsc = require_.resolve('typescript/bin/tsc');

/** A check that runs one program. It passes when the exit code is 0. */
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

/** ESLint and Prettier on every file, without a cache. */
export const lint: Phase[] = [
	tool('lint', eslint, '.', '--max-warnings', '0'),
	tool('formatting (npm run format)', prettier, '--check', '.'),
];

const cachedIn = (name: string): string[] => [
	'--cache',
	...['--cache-strategy', 'content'],
	...['--cache-location', `node_modules/.cache/encord-${name}`],
];

/**
 * The same with caches: a file that has not changed keeps its last result. A rule that reads several files (import circles) can
 * miss an error in this way; `lint` finds it.
 */
export const lintOfChanges: Phase[] = [
	tool('lint', eslint, '.', '--max-warnings', '0', ...cachedIn('eslint')),
	// Not in Prettier's default place: each run of Prettier without a cache deletes that file.
	tool('formatting (npm run format)', prettier, '--check', '.', ...cachedIn('formatting')),
];

/** The type check. It is incremental (tsconfig.check.json). */
export const types: Phase = tool('types', tsc, '-p', 'tsconfig.check.json');

/** A step of the set-up. It is counted only when it fails. */
export function setUp(title: string, work: () => Promise<unknown>): Phase {
	return {
		title,
		async run() {
			await work();
			return { passed: 0, failed: 0, skipped: 0 };
		},
	};
}
