/** What a run must not leave behind. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Running children of this process that are ffmpeg. */
export function decodersRunning(): number {
	const lines = execFileSync('ps', ['-eo', 'ppid=,stat=,comm=']).toString().split('\n').map((line) => line.trim().split(/\s+/));
	return lines.filter(([parent, state, command]) => Number(parent) === process.pid && command?.startsWith('ffmpeg') && !state?.startsWith('Z')).length;
}

/** Temporary files of this process go to a folder of its own until `restore`. */
export function watchTemporaryFiles(): { files: () => string[]; restore: () => void } {
	const before = process.env.TMPDIR;
	const folder = mkdtempSync(join(tmpdir(), 'media-test-'));
	process.env.TMPDIR = folder;
	return {
		files: () => readdirSync(folder, { recursive: true }).map(String),
		restore() {
			if (before === undefined) delete process.env.TMPDIR;
			else process.env.TMPDIR = before;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
