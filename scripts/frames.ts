/**
 * `npm run --silent frames -- FOLDER LIST.json OUT.jsonl`: reads files of a folder with the product's reader and writes one JSON
 * line per file: `count`, `frames` (SHA-256 of the RGB24 pixels by frame number), `pictures` (of images: size and type of what
 * a node would put out), `warnings`, `errors` (code and message), `bytes` read. `FFMPEG_PATH` chooses the ffmpeg.
 */
import { createHash } from 'node:crypto';
import {
	openSync,
	readFileSync,
	readSync,
	closeSync,
	writeFileSync,
	appendFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { detectImageType } from '../src/media/bytes/fileSignature';
import type { FrameSelection, Media } from '../src/media/contract';
import { MediaError } from '../src/media/errors';
import { openMedia } from '../src/media/openMedia';
import { flattened } from '../src/media/picture/background';
import { folderStorage } from './frames/folderStorage';
import { type ListEntry, parseList } from './frames/list';

interface FileResult {
	file: string;
	count: number | null;
	frames: Record<string, string>;
	pictures: object[];
	warnings: string[];
	errors: Array<{ frame?: number; code: string; message: string }>;
	bytes: number;
	ms: number;
}

function kindOf(path: string): 'video' | 'image' {
	const head = Buffer.alloc(64);
	const file = openSync(path, 'r');
	try {
		detectImageType(head.subarray(0, readSync(file, head)));
		return 'image';
	} catch {
		return 'video';
	} finally {
		closeSync(file);
	}
}

class FileRun {
	readonly result: FileResult;
	private readonly storage;
	private readonly warnings = new Set<string>();

	constructor(
		private readonly folder: string,
		private readonly entry: ListEntry,
	) {
		this.storage = folderStorage(folder);
		this.result = {
			file: entry.file,
			count: null,
			frames: {},
			pictures: [],
			warnings: [],
			errors: [],
			bytes: 0,
			ms: 0,
		};
	}

	async run(): Promise<FileResult> {
		const started = performance.now();
		const { ask = {} } = this.entry;
		const { frames = 'all' } = ask;
		const selections: FrameSelection[] =
			frames === 'all'
				? ['all']
				: ask.each === 'alone'
					? frames.map((frame) => ({ frames: [frame] }))
					: [{ frames }];
		for (const selection of selections)
			await this.tried(selection, (media) => this.read(media, selection));
		await this.tried('all', async (media) => {
			this.result.count = await media.frameCount();
		});
		this.result.warnings = [...this.warnings];
		this.result.bytes = this.storage.bytesSent();
		this.result.ms = Math.round(performance.now() - started);
		return this.result;
	}

	private async read(media: Media, selection: FrameSelection): Promise<void> {
		for await (const { frame, warnings = [], ...pixels } of media.pixels(selection)) {
			const { data } = flattened(pixels);
			this.result.frames[frame] = createHash('sha256').update(data).digest('hex');
			for (const warning of warnings) this.warnings.add(warning);
		}
		if (media.kind !== 'image') return;
		const { maxDimension, format } = this.entry.ask ?? {};
		for await (const { bytes, ...picture } of media.frames(selection, { maxDimension, format }))
			this.result.pictures.push({ ...picture, bytes: bytes.length });
	}

	private async tried(
		selection: FrameSelection,
		use: (media: Media) => Promise<void>,
	): Promise<void> {
		const { file, frameCount } = this.entry;
		let media: Media | undefined;
		try {
			const kind = this.entry.kind ?? kindOf(join(this.folder, file));
			media = openMedia(
				{ kind, title: file, url: this.storage.urlOf(file), expected: { frameCount } },
				{ send: this.storage.send },
			);
			await use(media);
		} catch (error) {
			const frames = selection !== 'all' && 'frames' in selection ? selection.frames : [];
			const { code, message } =
				error instanceof MediaError
					? error
					: { code: 'crash', message: String((error as Error).stack) };
			const reported = { ...(frames.length === 1 && { frame: frames[0] }), code, message };
			if (!this.result.errors.some((known) => known.message === message && known.code === code))
				this.result.errors.push(reported);
		} finally {
			await media?.close();
		}
	}
}

async function main([folder, listFile, outFile]: string[]): Promise<void> {
	if (!folder || !listFile || !outFile) {
		process.stderr.write('Usage: npm run --silent frames -- FOLDER LIST.json OUT.jsonl\n');
		process.exitCode = 2;
		return;
	}
	const entries = parseList(readFileSync(listFile, 'utf8'));
	writeFileSync(outFile, '');
	for (const entry of entries) {
		const result = await new FileRun(folder, entry).run();
		appendFileSync(outFile, `${JSON.stringify(result)}\n`);
	}
}

void main(process.argv.slice(2));
