/** Decodes only the packets that the asked frames need, remuxed into a small container of our own (frames §6). */
import type { ByteSource } from '../bytes/byteSource';
import type { FramePixels } from '../contract';
import { decode } from '../ffmpeg/decode';
import { decodeRanges, type DecodeRun, decodeRuns, type Preroll } from '../index/decodePlan';
import type { Muxer } from '../index/muxer';
import { PacketReader } from '../index/packetReader';
import { presentationIndexOf, remuxedInput } from '../index/remuxTimestamps';
import { at } from '../index/samples';
import type { SampleTable } from '../index/sampleTable';
import type { SharedJob } from './decoderLauncher';

/** A picture, and the first error that the decoder has reported so far. Such a picture may be wrong. */
export type DecodedFrame = FramePixels & { decoderError?: string };

export interface IndexedVideo {
	source: ByteSource;
	table: SampleTable;
	muxer: Muxer;
}

/** Distributes decode runs to decoders: a run that needs a fresh decoder waits for the next one. */
class RunQueue {
	private waiting: DecodeRun | undefined;
	done = false;

	constructor(private readonly runs: AsyncGenerator<DecodeRun, void, undefined>) {}

	async *forOneDecoder(): AsyncGenerator<DecodeRun, void, undefined> {
		for (let isFirst = true; ; isFirst = false) {
			const run = this.waiting ?? (await this.runs.next()).value;
			this.waiting = run ?? undefined;
			if (!run) {
				this.done = true;
				return;
			}
			if (run.needsFreshDecoder && !isFirst) return;
			this.waiting = undefined;
			yield run;
		}
	}
}

async function* remux(
	{ muxer, table }: IndexedVideo,
	reader: PacketReader,
	queue: RunQueue,
	wanted: Uint8Array,
): AsyncGenerator<Buffer, void, undefined> {
	const runs = async function* () {
		for await (const run of queue.forOneDecoder()) {
			if (run.settledAt !== undefined) wanted[run.settledAt] = 1;
			yield run;
		}
	};
	yield muxer.header;
	yield* muxer.body(table, reader, runs(), wanted);
}

/**
 * Yields frames in ascending order. A frame that the decoder does not output is left out, so the caller must compare the result
 * with what it asked for.
 * @param frames in ascending order, each once
 */
export async function* indexedDecode(
	video: IndexedVideo,
	job: SharedJob,
	frames: readonly number[],
	preroll: Preroll,
): AsyncGenerator<DecodedFrame, void, undefined> {
	if (!frames.length) return;
	const {
		source,
		table,
		muxer: { demuxer },
	} = video;
	const { turn } = table.track;
	const wanted = new Uint8Array(table.samples.count);
	for (const frame of frames) wanted[at(table.frameSamples, frame)] = 1;
	const frameByPresentationIndex = new Map(
		frames.map((frame) => [at(table.presentationIndex, at(table.frameSamples, frame)), frame]),
	);
	const ranges = decodeRanges(table, frames, preroll);
	const reader = new PacketReader(source, table.samples, ranges);
	reader.prefetch();
	const queue = new RunQueue(decodeRuns(table, reader, ranges));
	while (!queue.done) {
		const input = remux(video, reader, queue, wanted);
		for await (const { pts, pixels, log } of decode({
			...job,
			...remuxedInput,
			turn,
			demuxer,
			input,
		})) {
			const frame = frameByPresentationIndex.get(presentationIndexOf(table, pts));
			if (frame === undefined) {
				// The picture at `settledAt`: what was reported up to now concerns pictures that nobody sees.
				log.forget();
				job.pool.release(pixels.data);
				continue;
			}
			yield {
				frame,
				time: table.timeOf(frame),
				decoderError: log.firstError,
				...pixels,
			};
		}
	}
}
