/** The corpus folder given as argument: its manifest tells which number each frame of each file shows. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaSource } from '../../src/media/contract';
import { AssetServer } from '../../test/media/assetServer';

export interface ManifestFile {
	file: string;
	bytes: number;
	codec: string;
	frames: number;
	width: number;
	height: number;
	rotation: number;
	/** Runs of numbers: first, length. */
	numbers: Array<[number, number]>;
}

export interface CorpusFile extends ManifestFile {
	/** Number that frame n shows. */
	shows: (frame: number) => number;
}

export interface Corpus {
	folder: string;
	files: CorpusFile[];
	server: AssetServer;
	has: (file: string) => boolean;
	/** The file as the nodes describe it: what Encord says of its name and sizes. */
	described: (file: string) => Omit<MediaSource, 'url'>;
}

/** Frame lists are the same in every run, and different for every seed. */
export function shuffled(seed: number, count: number, below: number): number[] {
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

/** Some files of a folder, served. */
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
