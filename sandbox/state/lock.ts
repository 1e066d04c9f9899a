/** Locks a data directory for one sandbox: two processes would overwrite each other's journal. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: the process exists and belongs to another user.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/**
 * Locks the directory (created when missing) and returns the function that unlocks it. The lock of a killed process is ignored.
 * @throws when another process holds the lock
 */
export function lockDataDir(dataDir: string): () => void {
	mkdirSync(dataDir, { recursive: true });
	const file = join(dataDir, 'sandbox.pid');
	const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
	if (holder > 0 && holder !== process.pid && isRunning(holder)) {
		throw new Error(
			`${dataDir} is in use by the sandbox with process id ${holder}; stop it or choose another --data-dir`,
		);
	}
	writeFileSync(file, String(process.pid));
	return () => rmSync(file, { force: true });
}
