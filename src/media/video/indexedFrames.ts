/** The quick way: only the packets that the asked frames need, through a small container of our own (frames §6). */
import type { ByteSource } from '../bytes/byteSource';
import { decode } from '../ffmpeg/decoder';
import type { SharedJob } from '../ffmpeg/decoders';
import { FrameMissingError } from '../errors';
import type { FramePixels } from '../contract';
import { shownUpright } from '../picture/imaging';
import { indexedInput, rankOf } from '../index/marks';
import { PacketReader } from '../index/packetReader';
import { type Caution, type Group, groupsOf, rangesFor } from '../index/plan';
import { type SampleTable, at } from '../index/sampleTable';

/** How chosen packets become a file that ffmpeg reads from a pipe. */
export interface MiniContainer {
	demuxer: 'mov' | 'matroska';
	header: Buffer;
	/** `wanted` has a 1 for each sample that is to be shown. */
	body(
		table: SampleTable,
		reader: PacketReader,
		groups: AsyncIterable<Group>,
		wanted: Uint8Array,
	): AsyncGenerator<Buffer, void, undefined>;
}

export interface IndexedVideo {
	source: ByteSource;
	table: SampleTable;
	container: MiniContainer;
}

/** Groups for one decoder after the other: a group that needs a fresh one waits for it. */
class GroupQueue {
	private waiting: Group | undefined;
	done = false;

	constructor(private readonly groups: AsyncGenerator<Group, void, undefined>) {}

	async *forOneDecoder(): AsyncGenerator<Group, void, undefined> {
		for (let first = true; ; first = false) {
			const group = this.waiting ?? (await this.groups.next()).value;
			this.waiting = group ?? undefined;
			if (!group) {
				this.done = true;
				return;
			}
			if (group.needsFreshDecoder && !first) return;
			this.waiting = undefined;
			yield group;
		}
	}
}

async function* miniFile(
	video: IndexedVideo,
	reader: PacketReader,
	queue: GroupQueue,
	wanted: Uint8Array,
): AsyncGenerator<Buffer, void, undefined> {
	yield video.container.header;
	yield* video.container.body(video.table, reader, queue.forOneDecoder(), wanted);
}

/** How many of the frames come before the first one whose packet lies behind the end of a file that was cut off. */
export function countReadable({ source, table }: IndexedVideo, frames: readonly number[]): number {
	const { offsets, sizes } = table.samples;
	const index = frames.findIndex((frame) => {
		const sample = at(table.shown, frame);
		return at(offsets, sample) + at(sizes, sample) > source.size;
	});
	return index < 0 ? frames.length : index;
}

export function cutOff({ source, table }: IndexedVideo, frame: number): FrameMissingError {
	const there = table.shown.findIndex(
		(sample) => at(table.samples.offsets, sample) + at(table.samples.sizes, sample) > source.size,
	);
	return new FrameMissingError(
		frame,
		`the file is cut off: its index lists ${table.count} frames, but only about ${there} are there`,
	);
}

/** Ascending frames, each listed once. What the decoder does not show does not come: compare with what was asked. */
export async function* indexedFrames(
	video: IndexedVideo,
	job: SharedJob,
	frames: readonly number[],
	caution: Caution,
): AsyncGenerator<FramePixels, void, undefined> {
	if (!frames.length) return;
	const {
		source,
		table,
		container: { demuxer },
	} = video;
	const wanted = new Uint8Array(table.samples.count);
	for (const frame of frames) wanted[at(table.shown, frame)] = 1;
	const frameOfRank = new Map(
		frames.map((frame) => [at(table.ranks, at(table.shown, frame)), frame]),
	);
	const ranges = rangesFor(table, frames, caution);
	const reader = new PacketReader(source, table.samples, ranges);
	reader.begin();
	const queue = new GroupQueue(groupsOf(table, reader, ranges));
	while (!queue.done) {
		const input = miniFile(video, reader, queue, wanted);
		for await (const { pts, pixels } of decode({ ...job, ...indexedInput, demuxer, input })) {
			const frame = frameOfRank.get(rankOf(table, pts));
			if (frame === undefined) continue;
			yield {
				frame,
				time: table.timeOf(frame),
				...(await shownUpright(pixels, table.track.orientation)),
			};
		}
	}
}
