/** Bars 3 to 7, 9 and 12 to 14: bytes, requests, time against the peer and memory for the files of one hour. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameSelection } from '../../src/media/contract';
import { type Corpus, randomFrames } from './corpusFiles';
import {
	type OurProcess,
	startOurs,
	startPeer,
	type PeerProcess,
	peerIsInstalled,
	withProcess,
} from './processes';
import { median, medianOfThree, report, skipped } from './report';

interface Measured {
	ms: number;
	firstMs: number;
	got: number;
	bytes: number;
	requests: number;
	peakMb: number;
}

/** Measures one read in a new worker, so that its memory is measured alone. The reads in `warmUp` run before it. */
export async function measureRead(
	corpus: Corpus,
	file: string,
	selection: FrameSelection,
	options: object,
	warmUp: FrameSelection[] = [],
): Promise<Measured> {
	const worker = startOurs();
	for (const before of warmUp)
		await worker.ask({
			job: 'frames',
			source: corpus.described(file),
			url: await corpus.server.source(file).url(),
			selection: before,
			options,
		});
	const { url, traffic } = corpus.server.source(file);
	const link = await url();
	const { value, peakMb } = await worker.measureMemory(() =>
		worker.ask({ job: 'frames', source: corpus.described(file), url: link, selection, options }),
	);
	await worker.end();
	if (value.error) throw new Error(`${file}: ${value.error}`);
	return { ...value, bytes: traffic.bytes, requests: traffic.requests, peakMb };
}

/** Median time of single frames. Before that, the first of them is read once as a warm-up. */
export async function singleFrameMs(
	worker: OurProcess,
	corpus: Corpus,
	file: string,
	frames: number[],
	options: object,
): Promise<number> {
	const times: number[] = [];
	for (const frame of [frames[0] ?? 0, ...frames]) {
		const answer = await worker.ask({
			job: 'frames',
			source: corpus.described(file),
			url: await corpus.server.source(file).url(),
			selection: { frames: [frame] },
			options,
		});
		if (answer.got !== 1) throw new Error(`${file}: frame ${frame} did not come (${answer.error})`);
		times.push(answer.ms);
	}
	return median(times.slice(1));
}

/** Median time of the peer for these lists of frames. */
export async function peerMs(
	worker: PeerProcess,
	corpus: Corpus,
	file: string,
	lists: number[][],
): Promise<number> {
	const times: number[] = [];
	for (const frames of lists)
		times.push(
			(await worker.ask({ job: 'frames', url: await corpus.server.source(file).url(), frames })).ms,
		);
	return median(times);
}

/** The same, each in a process of its own. */
const ourMs = (...job: [Corpus, string, number[], object]) =>
	withProcess(startOurs(), (worker) => singleFrameMs(worker, ...job));
const theirMs = (...job: [Corpus, string, number[][]]) =>
	withProcess(startPeer(), (worker) => peerMs(worker, ...job));

async function bytesAndRequests(corpus: Corpus, count: number, options: object): Promise<void> {
	for (const [file, most] of [
		['one-hour.mp4', 4],
		['one-hour-moovend.mp4', 5],
	] as const) {
		if (!corpus.has(file)) continue;
		const size = statSync(join(corpus.folder, file)).size;
		const runs = [];
		for (const frame of randomFrames(3, 5, count))
			runs.push(await measureRead(corpus, file, { frames: [frame] }, options));
		report({
			bar: 3,
			what: `${file}: share of bytes for one frame, worst of five`,
			value: Math.max(...runs.map(({ bytes }) => bytes)) / size,
			limit: 0.006,
			detail: runs.map(({ bytes }) => bytes),
		});
		report({
			bar: 4,
			what: `${file}: requests for one frame, worst of five`,
			value: Math.max(...runs.map(({ requests }) => requests)),
			limit: most,
		});
	}
	const worker = startOurs();
	const file = 'one-hour.mp4';
	const { url, traffic } = corpus.server.source(file);
	const link = await url();
	await worker.ask({
		job: 'frames',
		source: corpus.described(file),
		url: link,
		selection: { frames: [40_000] },
		options,
		keep: true,
	});
	const before = traffic.requests;
	await worker.ask({
		job: 'frames',
		source: corpus.described(file),
		url: link,
		selection: { frames: [60_000] },
		options,
		keep: true,
	});
	await worker.end();
	report({
		bar: 4,
		what: 'one-hour.mp4: requests once the index is known',
		value: traffic.requests - before,
		limit: 2,
	});
}

async function againstPeer(corpus: Corpus, count: number, options: object): Promise<void> {
	const random = randomFrames(5, 50, count);
	const sampled = Array.from({ length: Math.ceil(count / 100) }, (_, i) => i * 100);
	const size = statSync(join(corpus.folder, 'one-hour.mp4')).size;
	const cases = [
		['50 random frames', { frames: random }, random, 0.025, 0.5],
		['every 100th frame', { every: 100 }, sampled, 0.018, 0.25],
	] as const;
	for (const [name, selection, frames, share, limit] of cases) {
		const runs: Measured[] = [];
		// The peer has its libraries loaded when it gets a job, so our process reads a frame before.
		for (let i = 0; i < 3; i++)
			runs.push(await measureRead(corpus, 'one-hour.mp4', selection, options, [{ frames: [0] }]));
		report({
			bar: 5,
			what: `one-hour.mp4, ${name}: share of bytes`,
			value: median(runs.map(({ bytes }) => bytes)) / size,
			limit: share,
			detail: {
				pictures: runs[0]?.got,
				requests: runs[0]?.requests,
				peakMb: median(runs.map(({ peakMb }) => peakMb)),
			},
		});
		if (!peerIsInstalled()) continue;
		const theirs = await medianOfThree(() => theirMs(corpus, 'one-hour.mp4', [frames as number[]]));
		const own = median(runs.map(({ ms }) => ms));
		report({
			bar: 9,
			what: `one-hour.mp4, ${name}: time against the peer`,
			value: own / theirs,
			limit,
			detail: { ms: Math.round(own), peerMs: Math.round(theirs) },
		});
	}
	if (!peerIsInstalled())
		return skipped(
			7,
			'OpenCV for Python (python3-opencv) is not installed: no peer to compare with',
		);
	const singles = randomFrames(11, 5, count);
	for (const file of ['one-hour.mp4', 'one-hour-moovend.mp4']) {
		const theirs = await theirMs(
			corpus,
			file,
			singles.slice(0, 3).map((frame) => [frame]),
		);
		const own = await medianOfThree(() => ourMs(corpus, file, singles, options));
		report({
			bar: 7,
			what: `${file}: time for one frame against the peer`,
			value: own / theirs,
			limit: 0.25,
			detail: { ms: Math.round(own), peerMs: Math.round(theirs) },
		});
	}
	const middle = [Math.floor(count / 2)];
	const theirs = await theirMs(corpus, 'one-hour.mkv', [middle, middle, middle]);
	const own = await medianOfThree(() => ourMs(corpus, 'one-hour.mkv', middle, options));
	report({
		bar: 7,
		what: 'one-hour.mkv: time for the middle frame against the peer',
		value: own / theirs,
		limit: 0.6,
		detail: { ms: Math.round(own), peerMs: Math.round(theirs) },
	});
}

async function memory(corpus: Corpus, count: number, options: object): Promise<void> {
	const one = { frames: [Math.floor(count / 2)] };
	const runs = [
		await measureRead(corpus, 'one-hour.mp4', one, options),
		await measureRead(corpus, 'one-hour.mp4', one, options),
		await measureRead(corpus, 'one-hour.mp4', one, options),
	];
	const hour = median(runs.map(({ peakMb }) => peakMb));
	report({
		bar: 12,
		what: 'one-hour.mp4: peak memory in MB for one frame, node and ffmpeg together',
		value: hour,
		limit: 180,
	});
	const short = await medianOfThree(
		async () =>
			(await measureRead(corpus, 'cfr-h264-bframes-faststart.mp4', { frames: [100] }, options))
				.peakMb,
	);
	report({
		bar: 13,
		what: 'peak memory in MB: the hour minus ten seconds',
		value: hour - short,
		limit: 30,
		detail: { hour, short },
	});
	const tenth = await measureRead(corpus, 'one-hour.mp4', { every: 10 }, options);
	report({
		bar: 14,
		what: `every 10th frame of the hour (${tenth.got}): ms to the first picture`,
		value: tenth.firstMs,
		limit: 1000,
		detail: { seconds: Math.round(tenth.ms / 1000) },
	});
	report({
		bar: 14,
		what: 'every 10th frame of the hour: peak memory in MB',
		value: tenth.peakMb,
		limit: 256,
	});
}

async function matroskaBytes(corpus: Corpus, count: number, options: object): Promise<void> {
	const size = statSync(join(corpus.folder, 'one-hour.mkv')).size;
	const frames = [123, Math.floor(count / 2), count - 1];
	for (const frame of frames) {
		const { bytes, peakMb } = await measureRead(
			corpus,
			'one-hour.mkv',
			{ frames: [frame] },
			options,
		);
		// The bit rate is constant: the group of pictures of the frame ends about here.
		const prefix = Math.min(size, (size * (frame + 50)) / count);
		report({
			bar: 6,
			what: `one-hour.mkv, frame ${frame}: MiB beyond the end of its group of pictures`,
			value: (bytes - prefix) / 2 ** 20,
			limit: 2,
			detail: { share: bytes / size, peakMb },
		});
	}
}

export async function hour(corpus: Corpus, options: object): Promise<void> {
	const file = corpus.files.find((entry) => entry.file === 'one-hour.mp4');
	if (!file) {
		for (const bar of [3, 4, 5, 6, 7, 9, 12, 13, 14])
			skipped(bar, 'the folder has no one-hour files');
		return;
	}
	await bytesAndRequests(corpus, file.frames, options);
	await matroskaBytes(corpus, file.frames, options);
	await memory(corpus, file.frames, options);
	await againstPeer(corpus, file.frames, options);
}
