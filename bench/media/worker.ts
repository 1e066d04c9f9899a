/** The process that runs our code: reads jobs and writes answers as JSON lines. The pictures are dropped. */
import { createInterface } from 'node:readline';
import { readFile } from 'node:fs/promises';
import { cropImageFile } from '../../src/media/picture/crops';
import type { FrameSelection, Media, MediaOptions, MediaSource } from '../../src/media/contract';
import { StandbyDecoder } from '../../src/media/ffmpeg/standby';
import { ImageReader } from '../../src/media/picture/imageFile';
import { openMedia } from '../../src/media/openMedia';
import { nodeSend } from '../../test/media/server/nodeSend';

export type WorkerJob =
	| {
			job: 'frames';
			source: Omit<MediaSource, 'url'>;
			url: string;
			selection: FrameSelection;
			options?: Omit<MediaOptions, 'send'>;
			/** Leave the media open for the next job. */
			keep?: boolean;
	  }
	| { job: 'resize'; path: string; size: number }
	| { job: 'crops'; path: string; boxes: number[][]; size?: number };

export interface WorkerAnswer {
	got: number;
	ms: number;
	/** Milliseconds until the first picture arrived. */
	firstMs: number;
	error?: string;
}

/** All jobs of the process are one series of files, as in an operation on many items. */
const decoder = new StandbyDecoder();

/** Left open by the job before, so that its index need not be read again. */
let kept: Media | undefined;

async function frames({
	source,
	url,
	selection,
	options,
	keep,
}: Extract<WorkerJob, { job: 'frames' }>): Promise<Omit<WorkerAnswer, 'ms'>> {
	const started = performance.now();
	const media =
		kept ?? openMedia({ ...source, url: async () => url }, { send: nodeSend, decoder, ...options });
	kept = keep ? media : undefined;
	let [got, firstMs] = [0, 0];
	try {
		for await (const picture of media.frames(selection)) {
			if (!got++) firstMs = performance.now() - started;
			if (!picture.bytes.length) throw new Error('an empty picture');
		}
	} finally {
		if (!keep) await media.close();
	}
	return { got, firstMs };
}

async function images(
	job: Exclude<WorkerJob, { job: 'frames' }>,
): Promise<Omit<WorkerAnswer, 'ms'>> {
	const bytes = await readFile(job.path);
	if (job.job === 'resize') {
		await (await ImageReader.open(bytes, 1e8)).picture({ format: 'jpeg', maxDimension: job.size });
		return { got: 1, firstMs: 0 };
	}
	const { width, height } = (await ImageReader.open(bytes, 1e8)).size;
	const labels = job.boxes.map(([x = 0, y = 0, w = 0, h = 0]) => ({
		geometry: {
			kind: 'box' as const,
			x: x / width,
			y: y / height,
			w: w / width,
			h: h / height,
		},
	}));
	const crops = await cropImageFile(
		bytes,
		labels,
		{ ...(job.size && { maxDimension: job.size }) },
		1e8,
	);
	return { got: crops.length, firstMs: 0 };
}

async function answer(line: string): Promise<WorkerAnswer> {
	const job = JSON.parse(line) as WorkerJob;
	const started = performance.now();
	try {
		const done = job.job === 'frames' ? await frames(job) : await images(job);
		return { ...done, ms: performance.now() - started };
	} catch (error) {
		return {
			got: 0,
			firstMs: 0,
			ms: performance.now() - started,
			error: String((error as Error).message),
		};
	}
}

async function main(): Promise<void> {
	for await (const line of createInterface({ input: process.stdin }))
		console.log(JSON.stringify(await answer(line)));
	await decoder.close();
	process.exit(0);
}

void main();
