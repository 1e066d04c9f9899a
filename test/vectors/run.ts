/**
 * Runs golden vectors against the real code: `npm run --silent vectors -- DIR [file …]`. Last line is the total,
 * `N passed, N failed`; the exit code is not zero when anything failed.
 */
import { existsSync } from 'node:fs';
import { runFolder } from './runner';

async function main([folder, ...names]: string[]) {
	if (folder === undefined || !existsSync(folder)) {
		process.stderr.write('Usage: npm run --silent vectors -- DIR [file …]\n');
		process.exitCode = 2;
		return;
	}
	const allPassed = await runFolder(folder, names, (line) => process.stdout.write(`${line}\n`));
	process.exitCode = allPassed ? 0 : 1;
}

void main(process.argv.slice(2));
