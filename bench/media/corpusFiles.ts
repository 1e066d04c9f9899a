/** Reads the manifest of the corpus folder, which tells which number each frame of each file shows (frames §3). */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaSource } from '../../src/media/contract';
import { AssetServer } from '../../test/media/server/assetServer';

export interface ManifestFile {
	file: string;
	bytes: number;
	codec: string;
	frames: number;
	width: number;
	height: number;
	rotation: number;
	/** Runs of numbers: first number, length. A negative first number stands for frames without a number. */
	numbers: Array<[number, number]>;
}

export interface CorpusFile extends ManifestFile {
	/** The number that a frame shows; -1 for none. */
	shows: (frame: number) => number;
}

export interface Corpus {
	folder: string;
	files: CorpusFile[];
	server: AssetServer;
	has: (file: string) => boolean;
	/** The source as the nodes describe it, with the name and sizes that Encord knows. */
	described: (file: string) => Omit<MediaSource, 'url'>;
}

/** `count` different numbers below `below`, always the same for a seed. */
export function randomFrames(seed: number, count: number, below: number): number[] {
	let state = seed * 7919 + 1;
	const random = () => {
		state = (state * 48271) % 2147483647;
		return state / 2147483647;
	};
	const picked = new Set<number>();
	while (picked.size < Math.min(count, below)) picked.add(Math.floor(random() * below));
	return [...picked];
}

export async function openCorpus(folder: string): Promise<Corpus> {
	const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
		files: ManifestFile[];
	};
	const files = manifest.files.map((file) => {
		const numbers = file.numbers.flatMap(([first, length]) =>
			Array.from({ length }, (_, i) => (first < 0 ? -1 : first + i)),
		);
		return { ...file, shows: (frame: number) => numbers[frame] ?? -1 };
	});
	return openFolder(folder, files);
}

/** Serves the files of a folder. */
export async function openFolder(folder: string, files: CorpusFile[]): Promise<Corpus> {
	return {
		folder,
		files,
		server: await AssetServer.start(folder),
		has: (file) => existsSync(join(folder, file)),
		described(file) {
			const { width, height } = files.find((entry) => entry.file === file) ?? {};
			return {
				kind: 'video',
				title: file,
				expected: { width, height, fileSize: statSync(join(folder, file)).size },
			};
		},
	};
}
