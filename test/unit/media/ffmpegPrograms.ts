/** Programs that stand in for ffmpeg in tests. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What ffmpeg answers to `-version`. */
export const versionText = (version: string, libavcodec: string) =>
	`ffmpeg version ${version} Copyright (c)\nbuilt with gcc\nlibavutil      56. 70.100 / 56. 70.100\nlibavcodec     ${libavcodec} / ${libavcodec}`;

/** A folder for such programs. The owner must call `remove`. */
export async function programFolder() {
	const folder = await mkdtemp(join(tmpdir(), 'encord-ffmpeg-'));
	return {
		folder,
		/** Writes a program with the name `ffmpeg` into a folder of its own. @returns its path */
		async program(name: string, script: string): Promise<string> {
			const own = join(folder, name);
			await mkdir(own, { recursive: true });
			const path = join(own, 'ffmpeg');
			await writeFile(path, `#!/bin/sh\n${script}\n`);
			await chmod(path, 0o755);
			return path;
		},
		remove: async () => await rm(folder, { recursive: true }),
	};
}

/** A script that writes a text. */
export const saying = (text: string) => `cat <<'END'\n${text}\nEND`;
