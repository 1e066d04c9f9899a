/** What a run must not leave behind. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Running children of this process that are ffmpeg. */
export function decodersRunning(): number {
	const lines = execFileSync('ps', ['-eo', 'ppid=,stat=,comm='])
		.toString()
		.split('\n')
		.map((line) => line.trim().split(/\s+/));
	return lines.filter(
		([parent, state, command]) =>
			Number(parent) === process.pid && command?.startsWith('ffmpeg') && !state?.startsWith('Z'),
	).length;
}

/** Temporary files of this process; their names carry its id. */
export const temporaryFiles = () =>
	readdirSync(tmpdir()).filter((name) => name.startsWith(`encord-media-${process.pid}-`));
