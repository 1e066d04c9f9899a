/** Bars 1 and 2: whether the right frame is returned, by the number in the picture and by its pixels. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { decodeImage } from '../../src/media/picture/imageFile';
import { openMedia } from '../../src/media/openMedia';
import { readNumber } from '../../test/media/corpus/burntNumber';
import { nodeSend } from '../../test/media/server/nodeSend';
import { type Corpus, type CorpusFile, randomFrames } from './corpusFiles';
import { type PeerAnswer, startPeer, peerIsInstalled } from './processes';
import { report } from './report';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

const supported = (file: CorpusFile) =>
	/\.(mp4|mov|mkv|webm)$/.test(file.file) && !file.file.startsWith('one-hour');
/** The pixels of all frames of these files are compared; of other files those of every 11th frame. */
const comparedInFull = /opengop|intra-refresh|hevc|vfr/;

async function numbersShown(
	corpus: Corpus,
	file: CorpusFile,
	frames: number[],
	options: object,
): Promise<Array<[frame: number, number: number]>> {
	const media = openMedia(
		{ kind: 'video', url: corpus.server.source(file.file).url },
		{ send: nodeSend, ...options },
	);
	const shown: Array<[number, number]> = [];
	try {
		for await (const { frame, bytes } of media.frames({ frames }))
			shown.push([frame, readNumber(await decodeImage(bytes, 1e9))?.number ?? -1]);
	} catch {
		// Frames that are missing count as wrong.
	} finally {
		await media.close();
	}
	return shown;
}

async function rightNumbers(corpus: Corpus, ffmpegPath: string): Promise<void> {
	let [asked, right] = [0, 0];
	const wrong: string[] = [];
	const formats = ['jpeg', 'png', 'webp'] as const;
	for (const [index, file] of corpus.files.filter(supported).entries()) {
		const frames = randomFrames(index + 1, 6, file.frames);
		const list = randomFrames(index + 100, 8, file.frames);
		const asks = [...frames.map((frame) => [frame]), list];
		for (const [turn, selection] of asks.entries()) {
			const options = {
				ffmpegPath,
				format: formats[turn % 3],
				...(turn % 2 && { maxDimension: 320 }),
			};
			const shown = new Map(await numbersShown(corpus, file, selection, options));
			for (const frame of selection) {
				asked++;
				if (shown.get(frame) === file.shows(frame)) right++;
				else wrong.push(`${file.file}#${frame}`);
			}
		}
	}
	report({
		bar: 1,
		what: 'frames with the right number, single and listed, mp4/mov/mkv/webm',
		value: right / asked,
		limit: 1,
		atLeast: true,
		detail: { asked, right, wrong },
	});
}

async function rightPixels(corpus: Corpus, ffmpegPath: string): Promise<void> {
	let [asked, right] = [0, 0];
	const wrong: string[] = [];
	const hash = (data: Buffer) => createHash('sha1').update(data).digest('hex');
	for (const file of corpus.files.filter(supported)) {
		const args = [
			'-loglevel',
			'error',
			'-i',
			join(corpus.folder, file.file),
			'-map',
			'0:V:0',
			'-vsync',
			'passthrough',
			'-f',
			'rawvideo',
			'-pix_fmt',
			'rgb24',
			'-',
		];
		const { stdout } = spawnSync(ffmpegPath, args, { maxBuffer: 2 ** 31 });
		const size = file.width * file.height * 3;
		const step = comparedInFull.test(file.file) ? 1 : 11;
		const frames = Array.from({ length: Math.ceil(file.frames / step) }, (_, i) => i * step);
		const found = new Map<number, string>();
		const media = openMedia(
			{ kind: 'video', url: corpus.server.source(file.file).url },
			{ send: nodeSend, ffmpegPath },
		);
		try {
			for await (const { frame, data } of media.pixels({ frames })) found.set(frame, hash(data));
		} catch {
			// Frames that are missing count as wrong.
		} finally {
			await media.close();
		}
		for (const frame of frames) {
			asked++;
			if (found.get(frame) === hash(stdout.subarray(frame * size, (frame + 1) * size))) right++;
			else wrong.push(`${file.file}#${frame}`);
		}
	}
	report({
		bar: 2,
		what: 'frames whose pixels equal those of a full decode',
		value: right / asked,
		limit: 1,
		atLeast: true,
		detail: { asked, right, wrong: wrong.slice(0, 20) },
	});
}

/** How often the peer returns the right frame for the same frames, for comparison. */
async function peersNumbers(corpus: Corpus): Promise<void> {
	if (!peerIsInstalled()) return;
	const side = startPeer();
	const folder = mkdtempSync(join(tmpdir(), 'bench-media-'));
	const save = join(folder, 'frame.png');
	let [asked, right] = [0, 0];
	for (const [index, file] of corpus.files.filter(supported).entries()) {
		for (const frame of randomFrames(index + 1, 6, file.frames)) {
			asked++;
			rmSync(save, { force: true });
			const answer: PeerAnswer = await side.ask({
				job: 'frames',
				url: await corpus.server.source(file.file).url(),
				frames: [frame],
				save,
			});
			if (!answer.got) continue;
			if (readNumber(await decodeImage(readFileSync(save), 1e9))?.number === file.shows(frame))
				right++;
		}
	}
	await side.end();
	rmSync(folder, { recursive: true, force: true });
	report({
		bar: 1,
		what: 'the peer on the same single asks (for comparison)',
		value: right / asked,
		limit: 1,
		detail: { asked, right },
	});
}

export async function exactness(corpus: Corpus, ffmpegPath: string): Promise<void> {
	await rightNumbers(corpus, ffmpegPath);
	await rightPixels(corpus, ffmpegPath);
	await peersNumbers(corpus);
}
