import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { runProgram } from './program';
import { withProgress } from './progress';

/** Debian asks this program whether the service of a new package may be started. 101 means no. */
const servicePolicy = '/usr/sbin/policy-rc.d';

/**
 * Installs packages with apt-get. This needs root; otherwise, or when it fails, nothing is installed and the caller finds out by
 * looking for the program. Services of the packages are not started.
 */
export async function installDebianPackages(title: string, packages: string[]): Promise<void> {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
	const ownPolicy = !existsSync(servicePolicy);
	try {
		if (ownPolicy) await writeFile(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
		await withProgress(`Installing ${title} with apt-get`, async () => {
			await runProgram('apt-get', ['update', '-qq'], { env });
			await runProgram('apt-get', install, { env });
		});
	} catch (error) {
		process.stderr.write(`${(error as Error).message}\n`);
	} finally {
		if (ownPolicy) await rm(servicePolicy, { force: true });
	}
}
