/** Scans a fragmented MP4: reads one `moof` box after the other and collects their samples (frames §6). */
import type { ByteSource } from '../bytes/byteSource';
import { HeaderReader } from '../bytes/headerReader';
import { SlidingWindow } from '../bytes/slidingWindow';
import {
	checkFirstPacket,
	detectReordering,
	packetHeadBytes,
	probedPackets,
} from '../codec/firstPackets';
import { startStateOf } from '../codec/startState';
import { MediaError, NeedsFullDecode } from '../errors';
import type { PacketScan } from '../index/packetScan';
import { at } from '../index/samples';
import type { SampleTable } from '../index/sampleTable';
import { SampleTableBuilder } from '../index/sampleTableBuilder';
import { boxHeader } from './boxes';
import { readFragment, type SampleDefaults, type SampleSink, trackDefaults } from './fragment';
import { checkTrack } from './movieIndex';
import { readSamples } from './sampleTables';
import type { Mp4Track } from './videoTrack';

/** Media data above this size is skipped over. To read smaller media data costs less than another request. */
const minSkippedBytes = 256 * 1024;
/** Read ahead for each header when media data is skipped: little, because the headers lie far apart. */
const headerReadAhead = 8 * 1024;
/** To wait for one more answer costs about as much as this many bytes. */
const requestCostBytes = 32 * 1024;

class VideoSamples implements SampleSink {
	readonly builder = new SampleTableBuilder();
	decodeTime = 0;
	private lastDts = Number.NEGATIVE_INFINITY;

	/** @throws NeedsFullDecode when the decode times do not increase: ffmpeg hides such a sample. */
	add(offset: number, size: number, dts: number, compositionOffset: number, isSync: boolean): void {
		if (dts <= this.lastDts)
			throw new NeedsFullDecode('one of its samples is not decoded after the one before');
		this.lastDts = dts;
		this.builder.add(offset, size, dts + compositionOffset, isSync);
	}
}

export class FragmentScan implements PacketScan {
	private readonly window: SlidingWindow;
	private readonly headers: HeaderReader;
	private readonly defaults: SampleDefaults;
	private readonly video = new VideoSamples();
	/** Large media data has been met: from now on only headers are read. */
	private skipsMediaData = false;
	private position: number;
	/** The media data that has been passed: how many boxes, and where the last of them ends. */
	private passed = { boxes: 0, end: 0 };
	private ended = false;

	/**
	 * @param from the offset behind `moov`
	 * @throws NeedsFullDecode, MediaError like `checkTrack`
	 */
	constructor(
		private readonly source: ByteSource,
		head: Buffer,
		moov: Buffer,
		private readonly from: number,
		private readonly mp4Track: Mp4Track,
		private readonly maxIndexBytes: number,
	) {
		checkTrack(mp4Track);
		this.window = new SlidingWindow(source, head);
		this.headers = new HeaderReader(source, head, headerReadAhead);
		this.defaults = trackDefaults(moov, mp4Track.trackId);
		const { count, offsets, sizes, pts, sync } = readSamples(mp4Track.stbl);
		for (let i = 0; i < count; i++)
			this.builder.add(at(offsets, i), at(sizes, i), at(pts, i), at(sync, i) === 1);
		this.position = from;
	}

	private get builder(): SampleTableBuilder {
		return this.video.builder;
	}

	get finished(): boolean {
		return this.ended;
	}

	get settled(): number {
		return this.ended ? this.builder.count : this.builder.settledFrameCount;
	}

	get bytesToFinish(): number {
		if (!this.skipsMediaData || this.source.isLocal) return this.window.bytesToFetch;
		const { boxes, end } = this.passed;
		const ahead = Math.ceil(((this.source.size - end) * boxes) / (end - this.from));
		// The request for the header of the next media data has been sent once something behind the last one is read.
		return requestCostBytes * Math.max(0, ahead - Number(this.position > end));
	}

	get bytes(): ByteSource {
		return this.skipsMediaData ? this.source : this.window;
	}

	table(): SampleTable {
		return this.builder.build(this.mp4Track.track);
	}

	async advance(frames: number, maxBytes: number): Promise<void> {
		const limit = this.window.end + maxBytes;
		while (!this.ended && this.settled < frames && (this.skipsMediaData || this.window.end < limit))
			await this.readBox();
	}

	releaseSettled(): void {
		this.window.dropBefore(this.builder.firstNeededOffset);
	}

	/** @param before the number of samples before the last fragment was read */
	private async checkFirstPackets(before: number): Promise<void> {
		const { decoderConfig } = this.mp4Track.track;
		if (!decoderConfig) return;
		for (const [i, { offset, size }] of this.builder.placesOf(before, probedPackets).entries()) {
			const packet = await this.peek(offset, Math.min(size, packetHeadBytes));
			if (before + i === 0) {
				checkFirstPacket(packet, decoderConfig);
				this.mp4Track.track.startState = startStateOf(packet, decoderConfig);
			}
			detectReordering(packet, decoderConfig);
		}
	}

	private peek(offset: number, length: number): Promise<Buffer> {
		return this.skipsMediaData
			? this.headers.readUpTo(offset, length)
			: this.window.peek(offset, length);
	}

	private async readBox(): Promise<void> {
		const head = boxHeader(await this.peek(this.position, 16));
		const size = head ? head.size || this.source.size - this.position : 0;
		if (
			!head ||
			size < head.header ||
			(head.type === 'moof' && this.position + size > this.source.size)
		) {
			this.ended = true;
			return;
		}
		if (head.type === 'moof') {
			if (size > this.maxIndexBytes)
				throw new MediaError('tooLarge', 'The index of one fragment is longer than the limit.');
			const moof = (await this.peek(this.position, size)).subarray(head.header);
			const before = this.builder.count;
			readFragment(moof, this.position, this.mp4Track.trackId, this.defaults, this.video);
			if (before < probedPackets) await this.checkFirstPackets(before);
		}
		this.position += size;
		if (head.type !== 'mdat') return;
		if (size > minSkippedBytes) this.skipsMediaData = true;
		this.passed = { boxes: this.passed.boxes + 1, end: this.position };
	}
}
