/**
 * Runs one of the project's TypeScript programs, or a tool of node_modules. Before that it installs the packages of
 * package-lock.json if that file has changed. Every npm script runs through this file, so a fresh clone needs no other set-up.
 *
 * The program runs in this process, and package.json starts this file with `exec`. So the process that npm knows is the
 * program itself: a signal to npm reaches it, and npm waits for it. Without `exec`, npm's shell would get the signal and end
 * without passing it on. The program also ends when the process that started it is gone.
 *
 *   node scripts/run.mjs FILE.ts [args]      node scripts/run.mjs --jest [args]      node scripts/run.mjs --bin NAME [args]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { watchParent } from './programs/parentWatch.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(join(root, 'package.json'));

function installOnce() {
	const lock = createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex');
	const marker = join(root, 'node_modules', '.installed-lock');
	if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
	process.stderr.write('Installing development packages (about a minute the first time) …\n');
	for (const pause of [5, 20, 0]) {
		if (npmInstall()) break;
		if (pause === 0) {
			process.stderr.write(
				'npm could not install the development packages; its log is named above. What was downloaded is kept: start again when the cause is gone.\n',
			);
			process.exit(1);
		}
		process.stderr.write(`That failed. Trying again in ${pause} s …\n`);
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause * 1000);
	}
	writeFileSync(marker, lock);
}

/** @returns whether npm could install what package-lock.json names */
function npmInstall() {
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	// npm writes to stderr, because stdout is for the output of the program.
	// Not `npm ci`: it refuses the lock file where the registry lacks a package of another platform that an optional
	// dependency names.
	const { status } = spawnSync(
		npm,
		['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
		{ cwd: root, stdio: ['ignore', 2, 2] },
	);
	return status === 0;
}

/** File of the command that a package calls `name`. */
function binOf(name) {
	const manifestPath = require.resolve(`${name === 'tsc' ? 'typescript' : name}/package.json`);
	const { bin } = JSON.parse(readFileSync(manifestPath, 'utf8'));
	return join(dirname(manifestPath), typeof bin === 'string' ? bin : bin[name]);
}

/** Loads tsx as `node --import tsx` does, for this process and for those it forks. */
async function loadTsx() {
	const tsx = pathToFileURL(require.resolve('tsx')).href;
	process.execArgv.push('--import', tsx);
	await import(tsx);
}

/** The file to run and its arguments. */
async function programFor([what, ...args]) {
	if (what === '--jest') return [require.resolve('jest/bin/jest'), ...args];
	if (what === '--bin') return [binOf(args[0]), ...args.slice(1)];
	await loadTsx();
	return [join(root, what), ...args];
}

watchParent(process.ppid, () => process.kill(process.pid, 'SIGTERM'));
installOnce();
process.chdir(root);
process.argv.splice(1, Infinity, ...(await programFor(process.argv.slice(2))));
Module.runMain();
