/** Programs in place of ffmpeg, for tests: shell scripts that fail, wait, or pass their work on to the packaged ffmpeg. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpegPath } from './smallVideos';

/** Shell commands that write one picture of 1 x 1 pixel with these three letters as color. */
export const picture = (color: string) =>
	`printf 'P7\\nWIDTH 1\\nHEIGHT 1\\nDEPTH 3\\nMAXVAL 255\\nTUPLTYPE RGB\\nENDHDR\\n${color}'`;
export const timestamp = (pts: number) => `echo ${pts} >&3`;
/** Does what the packaged ffmpeg does. */
export const realFfmpeg = `exec ${ffmpegPath} "$@"`;

export class FakeFfmpegs {
	readonly folder = mkdtempSync(join(tmpdir(), 'encord-fake-ffmpeg-'));
	private made = 0;

	/** A program that runs these shell commands. It is called with its own number of starts, from 1, as `$start`. */
	script(commands: string): FakeFfmpeg {
		const path = join(this.folder, `ffmpeg-${++this.made}`);
		const text = `#!/bin/sh
if [ "$1" = -version ]; then ${realFfmpeg}; fi
echo "$$ $*" >> ${path}.starts
start=$(wc -l < ${path}.starts)
${commands}
`;
		writeFileSync(path, text, { mode: 0o755 });
		return new FakeFfmpeg(path);
	}

	remove(): void {
		rmSync(this.folder, { recursive: true });
	}
}

export class FakeFfmpeg {
	constructor(readonly path: string) {}

	private get starts(): string[] {
		const file = `${this.path}.starts`;
		return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
	}

	/** The arguments of each start. */
	get commands(): string[] {
		return this.starts.map((line) => line.slice(line.indexOf(' ') + 1));
	}

	/** The numbers of its processes that are still running. */
	get running(): number[] {
		return this.starts
			.map((line) => Number.parseInt(line, 10))
			.filter((id) => {
				try {
					return process.kill(id, 0);
				} catch {
					return false;
				}
			});
	}
}
