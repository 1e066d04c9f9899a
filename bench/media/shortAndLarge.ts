/** Bars 6, 8 and 10 to 12: small files, and videos in 1080p. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Corpus, openFolder, randomFrames } from './corpusFiles';
import { measureRead, peerMs, singleFrameMs } from './hour';
import { decodeMs, startOurs, startPeer, peerIsInstalled, withProcess } from './processes';
import { median, medianOfThree, report, skipped } from './report';

/** A dynamically linked ffmpeg takes 80 ms to start, a static one 5 ms. The bar depends on it (frames §7). */
function startMs(ffmpeg: string): number {
	const times = [1, 2, 3].map(() => {
		const started = performance.now();
		execFileSync(ffmpeg, ['-version']);
		return performance.now() - started;
	});
	return median(times);
}

interface Compared {
	file: string;
	ratio: number;
	/** Milliseconds more than the peer. */
	extraMs: number;
}

/** Both processes serve all files, like n8n and a service that uses the agents library. */
async function againstPeer(corpus: Corpus, ffmpegPath: string): Promise<Compared[]> {
	const files = corpus.files.filter(
		({ file, frames }) =>
			/\.(mp4|mov|mkv|webm)$/.test(file) && !/one-hour|truncated|single/.test(file) && frames > 50,
	);
	const compared: Compared[] = [];
	await withProcess(startOurs(), (own) =>
		withProcess(startPeer(), async (theirs) => {
			for (const [index, { file, frames }] of files.entries()) {
				const asks = randomFrames(index + 21, 7, frames);
				const lists = asks.map((frame) => [frame]);
				const peersMs = await peerMs(theirs, corpus, file, lists);
				const ownMs = await singleFrameMs(own, corpus, file, asks, { ffmpegPath });
				compared.push({ file, ratio: ownMs / peersMs, extraMs: ownMs - peersMs });
			}
		}),
	);
	return compared;
}

export async function smallFiles(corpus: Corpus, ffmpegPath: string): Promise<void> {
	const shares: number[] = [];
	for (const { file, frames, bytes } of corpus.files.filter(
		({ file }) => /\.(mkv|webm)$/.test(file) && !file.startsWith('one-hour'),
	)) {
		const run = await measureRead(corpus, file, { frames: [frames - 1] }, { ffmpegPath });
		shares.push(run.bytes / bytes);
	}
	if (shares.length)
		report({
			bar: 6,
			what: 'small mkv and webm, last frame: largest share of bytes',
			value: Math.max(...shares),
			limit: 1.01,
		});
	if (!peerIsInstalled())
		return skipped(
			8,
			'OpenCV for Python (python3-opencv) is not installed: no peer to compare with',
		);
	const slowStart = startMs(ffmpegPath) > 40;
	const ratios = await againstPeer(corpus, ffmpegPath);
	const worst = [...ratios].sort((a, b) => b.ratio - a.ratio).slice(0, 3);
	if (slowStart) {
		report({
			bar: 8,
			what: 'small files, one frame: ms more than the peer, worst file (ffmpeg that starts slowly)',
			value: Math.max(...ratios.map(({ extraMs }) => extraMs)),
			limit: 150,
			detail: worst,
		});
		return;
	}
	report({
		bar: 8,
		what: 'small files, one frame: time against the peer, median file (ffmpeg that starts quickly)',
		value: median(ratios.map(({ ratio }) => ratio)),
		limit: 1.25,
	});
	report({
		bar: 8,
		what: 'small files, one frame: time against the peer, worst file',
		value: Math.max(...ratios.map(({ ratio }) => ratio)),
		limit: 2,
		detail: worst,
	});
}

export async function fullHd(ffmpegPath: string, encoder: string): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-media-'));
	const file = 'full-hd.mp4';
	const path = join(folder, file);
	execFileSync(encoder, [
		'-loglevel',
		'error',
		'-nostdin',
		'-f',
		'lavfi',
		'-i',
		'testsrc2=size=1920x1080:rate=30',
		'-vf',
		'noise=alls=12:allf=t',
		'-frames:v',
		'600',
		'-c:v',
		'libx264',
		'-preset',
		'veryfast',
		'-crf',
		'23',
		'-g',
		'60',
		'-bf',
		'2',
		'-pix_fmt',
		'yuv420p',
		'-movflags',
		'+faststart',
		path,
	]);
	const corpus = await openFolder(folder, []);
	const { server } = corpus;
	try {
		const decode = await medianOfThree(async () => decodeMs(ffmpegPath, path));
		const runs = [];
		for (let i = 0; i < 3; i++)
			runs.push(await measureRead(corpus, file, { every: 10 }, { ffmpegPath }));
		const own = median(runs.map(({ ms }) => ms));
		report({
			bar: 10,
			what: '1080p, every 10th: speed against decoding alone',
			value: decode / own,
			limit: 0.75,
			atLeast: true,
			detail: { ms: Math.round(own), decodeMs: Math.round(decode) },
		});
		report({
			bar: 12,
			what: '1080p, every 10th: peak memory in MB',
			value: median(runs.map(({ peakMb }) => peakMb)),
			limit: 320,
		});
		const all = await medianOfThree(
			async () => (await measureRead(corpus, file, 'all', { ffmpegPath })).ms,
		);
		report({
			bar: 11,
			what: '1080p, all to JPEG: speed against decoding alone',
			value: decode / all,
			limit: 0.38,
			atLeast: true,
			detail: { ms: Math.round(all), framesPerSecond: Math.round(600_000 / all) },
		});
		if (!peerIsInstalled())
			return skipped(
				10,
				'OpenCV for Python (python3-opencv) is not installed: no peer to compare with',
			);
		const tenth = Array.from({ length: 60 }, (_, i) => i * 10);
		const theirs = await withProcess(startPeer(), (worker) =>
			peerMs(worker, corpus, file, [tenth]),
		);
		report({
			bar: 10,
			what: '1080p, every 10th: time against the peer',
			value: own / theirs,
			limit: 0.35,
			detail: { peerMs: Math.round(theirs) },
		});
		const reading = await withProcess(startPeer(), (worker) =>
			medianOfThree(
				async () => (await worker.ask({ job: 'read', url: await server.source(file).url() })).ms,
			),
		);
		report({
			bar: 11,
			what: '1080p, all to JPEG: speed against the peer',
			value: reading / all,
			limit: 1,
			atLeast: true,
			detail: { peerMs: Math.round(reading) },
		});
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}
