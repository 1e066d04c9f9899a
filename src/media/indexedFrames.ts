/** The quick way: only the packets that the asked frames need, through a small container of our own (MEDIA §6). */
import type { ByteSource } from './byteSource';
import { type DecodeJob, decode } from './decoder';
import { FrameMissingError } from './errors';
import type { FramePixels } from './frames';
import { turnPixels } from './imaging';
import { miniFragments, miniHeader, rankOf, selectMarked } from './miniMp4';
import { type Caution, groupsOf, packetReader, rangesFor } from './plan';
import { type SampleTable, at } from './sampleTable';

export interface IndexedVideo {
	source: ByteSource;
	table: SampleTable;
	/** Content of the track's `stsd` box. */
	descriptions: Buffer;
	width: number;
	height: number;
}

export type IndexedJob = Omit<DecodeJob, 'select' | 'input' | 'demuxer' | 'stream'>;

async function* miniFile(video: IndexedVideo, frames: readonly number[], caution: Caution): AsyncGenerator<Buffer, void, undefined> {
	const { source, table } = video;
	const wanted = new Uint8Array(table.samples.count);
	for (const frame of frames) wanted[at(table.shown, frame)] = 1;
	const ranges = rangesFor(table, frames, caution);
	const reader = packetReader(source, table, ranges);
	yield miniHeader(video.descriptions, video.width, video.height);
	yield* miniFragments(table, reader, groupsOf(table, reader, ranges), wanted);
}

/** Frames whose packets lie behind the end of a file that was cut off. */
export function firstMissing({ source, table }: IndexedVideo, frames: readonly number[]): number {
	const { offsets, sizes } = table.samples;
	const index = frames.findIndex((frame) => {
		const sample = at(table.shown, frame);
		return at(offsets, sample) + at(sizes, sample) > source.size;
	});
	return index < 0 ? frames.length : index;
}

export function missing({ source, table }: IndexedVideo, frame: number): FrameMissingError {
	const there = table.shown.findIndex((sample) => at(table.samples.offsets, sample) + at(table.samples.sizes, sample) > source.size);
	return new FrameMissingError(frame, `the file is cut off: its index lists ${table.count} frames, but only about ${there} are there`);
}

/** Ascending frames, each listed once. What the decoder does not show does not come: compare with what was asked. */
export async function* indexedFrames(
	video: IndexedVideo, job: IndexedJob, frames: readonly number[], caution: Caution,
): AsyncGenerator<FramePixels, void, undefined> {
	if (!frames.length) return;
	const { table } = video;
	const frameOfRank = new Map(frames.map((frame) => [at(table.ranks, at(table.shown, frame)), frame]));
	for await (const { pts, pixels } of decode({ ...job, demuxer: 'mov', input: miniFile(video, frames, caution), select: selectMarked, inputOptions: ['-copyts'] })) {
		const frame = frameOfRank.get(rankOf(table, pts));
		if (frame === undefined) continue;
		yield { frame, time: table.timeOf(frame), ...await turnPixels(pixels, table.track.rotation) };
	}
}
