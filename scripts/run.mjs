/**
 * Runs one of the project's TypeScript programs (or a tool of node_modules) after making sure that what package-lock.json
 * names is installed: the one set-up step behind every npm script, so that a fresh clone needs no other preparation.
 *
 *   node scripts/run.mjs FILE.ts [args]      node scripts/run.mjs --jest [args]      node scripts/run.mjs --bin NAME [args]
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

function commandFor([what, ...args]) {
	if (what === '--jest') return [require.resolve('jest/bin/jest'), ...args];
	if (what === '--bin') {
		const [name, ...rest] = args;
		const manifestPath = require.resolve(`${name === 'tsc' ? 'typescript' : name}/package.json`);
		const { bin } = JSON.parse(readFileSync(manifestPath, 'utf8'));
		return [join(dirname(manifestPath), typeof bin === 'string' ? bin : bin[name]), ...rest];
	}
	return ['--import', require.resolve('tsx'), join(root, what), ...args];
}

installOnce();
const child = spawn(process.execPath, commandFor(process.argv.slice(2)), {
	stdio: 'inherit',
	cwd: root,
});
// The child decides when to end: it may have processes of its own to stop first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
