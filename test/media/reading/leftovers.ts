/** Finds processes and temp files that were left behind. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** The running ffmpeg processes that this process has started. */
export function decoderIds(): number[] {
	const lines = execFileSync('ps', ['-eo', 'ppid=,stat=,pid=,comm='])
		.toString()
		.split('\n')
		.map((line) => line.trim().split(/\s+/));
	return lines
		.filter(
			([parent, state, , command]) =>
				Number(parent) === process.pid && command?.startsWith('ffmpeg') && !state?.startsWith('Z'),
		)
		.map(([, , id]) => Number(id));
}

export const decodersRunning = () => decoderIds().length;

/** Temp folders of this process; their names contain its id. */
export const tempFolders = () =>
	readdirSync(tmpdir()).filter((name) => name.startsWith(`encord-media-${process.pid}-`));
