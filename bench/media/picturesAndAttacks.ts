/** Bars 15 to 19: colors, large images, hostile files, faults of storage, cancellation. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MediaError } from '../../src/media/errors';
import type { FrameSelection, MediaOptions, MediaSource } from '../../src/media/contract';
import { decodeImage } from '../../src/media/picture/imageFile';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer, type Behavior } from '../../test/media/server/assetServer';
import { decodersRunning, tempFolders } from '../../test/media/reading/leftovers';
import { nodeSend } from '../../test/media/server/nodeSend';
import type { Corpus } from './corpusFiles';
import { startOurs, startPeer, peerIsInstalled } from './processes';
import { medianOfThree, report, skipped } from './report';

async function color(
	server: AssetServer,
	folder: string,
	ffmpegPath: string,
	encoder: string,
): Promise<void> {
	const filter = 'scale=out_color_matrix=bt709:out_range=tv,format=yuv444p';
	execFileSync(encoder, [
		'-loglevel',
		'error',
		'-nostdin',
		'-y',
		'-f',
		'lavfi',
		'-i',
		'color=c=0x20C040:size=320x180:rate=5',
		'-vf',
		filter,
		'-frames:v',
		'5',
		'-c:v',
		'libx264',
		'-qp',
		'0',
		'-colorspace',
		'bt709',
		'-color_primaries',
		'bt709',
		'-color_trc',
		'bt709',
		join(folder, 'patch.mp4'),
	]);
	const media = openMedia(
		{ kind: 'video', url: server.source('patch.mp4').url },
		{ send: nodeSend, ffmpegPath, quality: 95 },
	);
	for await (const { bytes } of media.frames({ frames: [2] })) {
		const { data, width } = await decodeImage(bytes, 1e6);
		const at = (90 * width + 160) * 3;
		const rgb = [...data.subarray(at, at + 3)];
		const error = Math.max(...[32, 192, 64].map((level, i) => Math.abs(level - (rgb[i] ?? 0))));
		const peer = peerIsInstalled() ? startPeer() : undefined;
		const theirs = await peer?.ask({ job: 'color', path: join(folder, 'patch.mp4') });
		await peer?.end();
		report({
			bar: 15,
			what: 'bt709 patch: largest difference of a channel, after JPEG',
			value: error,
			limit: 3,
			detail: { rgb, peerRgb: theirs?.rgb },
		});
	}
	await media.close();
}

async function largeImage(folder: string, encoder: string): Promise<void> {
	if (!peerIsInstalled())
		return skipped(
			16,
			'OpenCV for Python (python3-opencv) is not installed: no peer to compare with',
		);
	const path = join(folder, 'large.jpg');
	execFileSync(encoder, [
		'-loglevel',
		'error',
		'-nostdin',
		'-f',
		'lavfi',
		'-i',
		'testsrc2=size=4000x3000:rate=1',
		'-vf',
		'noise=alls=10',
		'-frames:v',
		'1',
		'-q:v',
		'3',
		path,
	]);
	const [own, theirs] = [startOurs(), startPeer()];
	const twenty = Array.from({ length: 20 }, (_, i) => [
		(i % 5) * 700 + 100,
		Math.floor(i / 5) * 700 + 50,
		500,
		500,
	]);
	const jobs = [
		['crop and resize', { job: 'crops', path, boxes: [[1000, 800, 1200, 900]], size: 512 }, 0.5],
		['resize to 1024', { job: 'resize', path, size: 1024 }, 0.75],
		['20 crops', { job: 'crops', path, boxes: twenty }, 1.2],
	] as const;
	for (const [name, job, limit] of jobs) {
		await own.ask(job as never);
		await theirs.ask(job);
		const a = await medianOfThree(async () => (await own.ask(job as never)).ms);
		const b = await medianOfThree(async () => (await theirs.ask(job)).ms);
		report({
			bar: 16,
			what: `12 megapixels, ${name}: time against OpenCV`,
			value: a / b,
			limit,
			detail: { ms: Math.round(a), opencvMs: Math.round(b) },
		});
	}
	await own.end();
	await theirs.end();
}

async function outcome(
	source: MediaSource,
	selection: FrameSelection,
	options: Partial<MediaOptions>,
): Promise<{ code: string; ms: number; frames: number[] }> {
	const started = performance.now();
	const media = openMedia(source, { send: nodeSend, idleMs: 1500, ...options });
	const frames: number[] = [];
	try {
		for await (const { frame } of media.frames(selection)) frames.push(frame);
		return { code: 'none', ms: performance.now() - started, frames };
	} catch (error) {
		return {
			code: error instanceof MediaError ? error.code : 'untyped',
			ms: performance.now() - started,
			frames,
		};
	} finally {
		await media.close();
	}
}

async function attacks(corpus: Corpus, ffmpegPath: string): Promise<void> {
	const folder = join(corpus.folder, 'attack');
	if (!existsSync(folder)) return skipped(17, 'the folder has no attack files');
	let connections = 0;
	// The playlists of the corpus refer to port 9 of this machine.
	const trap = createServer((socket) => {
		connections++;
		socket.destroy();
	});
	const listening = await new Promise<boolean>((resolve) => {
		trap.once('error', () => resolve(false));
		trap.listen(9, '127.0.0.1', () => resolve(true));
	});
	let slowest = 0;
	const outcomes: Record<string, string> = {};
	for (const file of readdirSync(folder)) {
		for (const kind of ['video', 'image'] as const) {
			const { code, ms } = await outcome(
				{ kind, url: corpus.server.source(`attack/${file}`).url },
				{ frames: [0] },
				{ ffmpegPath },
			);
			outcomes[`${file} as ${kind}`] = code;
			if (code !== 'none') slowest = Math.max(slowest, ms);
		}
	}
	if (listening)
		await new Promise((resolve) => {
			trap.close(resolve);
		});
	if (listening)
		report({
			bar: 17,
			what: 'hostile files: connections to anywhere else',
			value: connections,
			limit: 0,
			detail: outcomes,
		});
	else skipped(17, 'port 9 cannot be listened on: connections are not observed');
	report({
		bar: 17,
		what: 'hostile files: slowest ms to a typed error',
		value: slowest,
		limit: 2000,
	});
}

async function faults(corpus: Corpus, ffmpegPath: string): Promise<void> {
	const video = (file: string, behavior: Behavior = {}): MediaSource => ({
		kind: 'video',
		url: corpus.server.source(file, behavior).url,
	});
	const file = 'cfr-h264-bframes-faststart.mp4';
	const count = corpus.files.find((entry) => entry.file === file)?.frames ?? 0;
	const checks: Array<[string, Promise<boolean>]> = [
		[
			'truncated.mp4, a frame behind the cut',
			outcome(video('truncated.mp4'), { frames: [count - 1] }, { ffmpegPath }).then(
				({ code }) => code === 'truncated',
			),
		],
		[
			'a frame past the end',
			outcome(video(file), { frames: [count] }, { ffmpegPath }).then(
				({ code }) => code === 'outOfRange',
			),
		],
		[
			'403 in the middle',
			outcome(video(file, { expireFrom: 2 }), { frames: [count - 1] }, { ffmpegPath }).then(
				({ frames }) => frames[0] === count - 1,
			),
		],
		[
			'a server without Range',
			outcome(video(file, { noRange: true }), { frames: [count - 1] }, { ffmpegPath }).then(
				({ frames }) => frames[0] === count - 1,
			),
		],
	];
	const failed: string[] = [];
	for (const [name, check] of checks) if (!(await check)) failed.push(name);
	report({
		bar: 18,
		what: 'faults: right outcomes',
		value: checks.length - failed.length,
		limit: checks.length,
		atLeast: true,
		detail: { failed },
	});
}

async function stopping(corpus: Corpus, ffmpegPath: string): Promise<void> {
	const file = corpus.has('one-hour.mp4') ? 'one-hour.mp4' : 'long-gop.mp4';
	const ms = await medianOfThree(async () => {
		const stop = new AbortController();
		const media = openMedia(
			{ kind: 'video', url: corpus.server.source(file).url },
			{ send: nodeSend, ffmpegPath, signal: stop.signal },
		);
		let stopped = 0;
		try {
			for await (const { frame } of media.frames('all')) {
				if (frame < 20 || stopped) continue;
				stopped = performance.now();
				stop.abort();
			}
		} catch (error) {
			if (!(error instanceof MediaError) || error.code !== 'cancelled') throw error;
		}
		await media.close();
		if (decodersRunning() || tempFolders().length) throw new Error('something was left behind');
		return performance.now() - stopped;
	});
	report({
		bar: 19,
		what: 'ms from stopping until nothing runs and no file is left',
		value: ms,
		limit: 500,
	});
}

export async function picturesAndAttacks(
	corpus: Corpus,
	ffmpegPath: string,
	encoder: string,
): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-media-'));
	const server = await AssetServer.start(folder);
	try {
		await color(server, folder, ffmpegPath, encoder);
		await largeImage(folder, encoder);
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
	await attacks(corpus, ffmpegPath);
	await faults(corpus, ffmpegPath);
	await stopping(corpus, ffmpegPath);
}
