/**
 * Runs one of the project's TypeScript programs (or a tool of node_modules) after making sure that what package-lock.json
 * names is installed: the one set-up step behind every npm script, so that a fresh clone needs no other preparation.
 *
 * The program runs in this very process, and package.json starts us with `exec`, so that the process npm knows is the
 * program itself: a signal to npm reaches it, and npm waits for it. Without `exec` npm's shell would stand between them,
 * and it dies of the signal without passing it on. The program also ends when the process that started it is gone.
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
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	// stdout belongs to the program that was asked for, so npm reports on stderr.
	// Not `npm ci`: it refuses the lock file where the registry lacks a package of another platform that an optional
	// dependency names.
	const result = spawnSync(
		npm,
		['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
		{ cwd: root, stdio: ['ignore', 2, 2] },
	);
	if (result.status !== 0) process.exit(result.status ?? 1);
	writeFileSync(marker, lock);
}

/** File of the command that a package calls `name`. */
function binOf(name) {
	const manifestPath = require.resolve(`${name === 'tsc' ? 'typescript' : name}/package.json`);
	const { bin } = JSON.parse(readFileSync(manifestPath, 'utf8'));
	return join(dirname(manifestPath), typeof bin === 'string' ? bin : bin[name]);
}

/** Makes this process one that was started with `--import tsx`; the processes it forks are, too. */
async function understandTypeScript() {
	const tsx = pathToFileURL(require.resolve('tsx')).href;
	process.execArgv.push('--import', tsx);
	await import(tsx);
}

/** The file to run and its arguments. */
async function programFor([what, ...args]) {
	if (what === '--jest') return [require.resolve('jest/bin/jest'), ...args];
	if (what === '--bin') return [binOf(args[0]), ...args.slice(1)];
	await understandTypeScript();
	return [join(root, what), ...args];
}

watchParent(process.ppid, () => process.kill(process.pid, 'SIGTERM'));
installOnce();
process.chdir(root);
process.argv.splice(1, Infinity, ...(await programFor(process.argv.slice(2))));
Module.runMain();
