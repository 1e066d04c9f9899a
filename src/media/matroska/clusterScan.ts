/**
 * Scans the clusters of an MKV or WebM file. These files have no sample table, and their cues do not tell which frame is the
 * N-th. So the file is read once from its beginning, one block header after the other, until the asked frames are settled
 * (frames §6).
 */
import type { ByteSource } from '../bytes/byteSource';
import { SlidingWindow } from '../bytes/slidingWindow';
import {
	checkFirstPacket,
	checkOwnTables,
	detectReordering,
	packetHeadBytes,
	probedPackets,
} from '../codec/firstPackets';
import { startStateOf } from '../codec/startState';
import { NeedsFullDecode } from '../errors';
import type { PacketScan } from '../index/packetScan';
import type { SampleTable } from '../index/sampleTable';
import { SampleTableBuilder } from '../index/sampleTableBuilder';
import { maxHeaderBytes, readElementHeader, readUint, readVint } from './ebml';
import { ids, idsOutsideClusters } from './elementIds';
import { readSegmentHeader } from './segmentHeader';
import type { MatroskaTrack } from './track';

const lacingFlags = 0x06;
const invisibleFlag = 0x08;
const keyframeFlag = 0x80;
/** A track number of up to eight bytes, a time of two and the flags. */
const maxBlockHeaderBytes = 11;

export class ClusterScan implements PacketScan {
	private readonly builder = new SampleTableBuilder();
	private position: number;
	private clusterTimestamp = 0;
	/** Where the elements of the last block group lie. */
	private group = { start: 0, end: 0 };
	private ended = false;

	private constructor(
		private readonly window: SlidingWindow,
		readonly track: MatroskaTrack,
		position: number,
	) {
		this.position = position;
	}

	/** Reads what precedes the first cluster. @throws NeedsFullDecode, MediaError like `readSegmentHeader` */
	static async open(source: ByteSource, head: Buffer): Promise<ClusterScan> {
		const window = new SlidingWindow(source, head);
		const { track, clustersFrom } = await readSegmentHeader(window);
		return new ClusterScan(window, track, clustersFrom);
	}

	get finished(): boolean {
		return this.ended;
	}

	get settled(): number {
		return this.ended ? this.builder.frameCount : this.builder.settledFrameCount;
	}

	get bytesToFinish(): number {
		return this.window.bytesToFetch;
	}

	get bytes(): ByteSource {
		return this.window;
	}

	table(): SampleTable {
		return this.builder.build(this.track.track);
	}

	async advance(frames: number, maxBytes: number): Promise<void> {
		const limit = this.window.end + maxBytes;
		while (!this.ended && this.settled < frames && this.window.end < limit) {
			if (this.settled > 0) {
				const bytesPerFrame = this.position / this.settled;
				this.window.expectRemaining((Math.min(frames, 1e9) - this.settled) * bytesPerFrame);
			}
			await this.readElement();
		}
	}

	releaseSettled(): void {
		this.window.dropBefore(this.builder.firstNeededOffset);
	}

	private async readElement(): Promise<void> {
		const next = readElementHeader(
			this.window.peekBuffered(this.position, maxHeaderBytes) ??
				(await this.window.peek(this.position, maxHeaderBytes)),
		);
		if (!next) {
			this.ended = true;
			return;
		}
		if (next.size === undefined && !idsOutsideClusters.has(next.id))
			throw new NeedsFullDecode('an element inside a cluster has no size');
		const body = this.position + next.headerBytes;
		const end = body + (next.size ?? 0);
		switch (next.id) {
			case ids.blockGroup:
				this.group = { start: body, end };
				this.position = body;
				break;
			case ids.segment:
			case ids.cluster:
				this.position = body;
				break;
			case ids.timestamp:
				this.clusterTimestamp = readUint(await this.window.peek(body, next.size ?? 0), 0);
				this.position = end;
				break;
			case ids.simpleBlock:
			case ids.block:
				await this.readBlock(next.id, body, end);
				this.position = end;
				break;
			default:
				this.position = end;
		}
	}

	private async readBlock(id: number, start: number, end: number): Promise<void> {
		const headBytes = Math.min(maxBlockHeaderBytes, end - start);
		const head =
			this.window.peekBuffered(start, headBytes) ?? (await this.window.peek(start, headBytes));
		const trackNumber = readVint(head, 0);
		if (!trackNumber || head.length < trackNumber.length + 3) return;
		if (trackNumber.value !== this.track.number) return;
		const pts = this.clusterTimestamp + head.readInt16BE(trackNumber.length);
		const flags = head[trackNumber.length + 2] ?? 0;
		if (flags & lacingFlags) throw new NeedsFullDecode('its video packets are laced');
		const offset = start + trackNumber.length + 3;
		if (end > this.window.size) {
			this.ended = true;
			return;
		}
		if (this.builder.count < probedPackets) await this.checkPacket(offset, end);
		const isSync =
			id === ids.simpleBlock ? (flags & keyframeFlag) !== 0 : !(await this.groupHasReference());
		this.builder.add(
			offset,
			end - offset,
			pts,
			isSync,
			(flags & invisibleFlag) === 0 && (await this.isShown(offset, end)),
		);
	}

	/** Whether a `ReferenceBlock` stands in the last block group, before or behind its block. Then the block is no sync sample. */
	private async groupHasReference(): Promise<boolean> {
		let { start: position } = this.group;
		while (position < this.group.end) {
			const next = readElementHeader(await this.window.peek(position, maxHeaderBytes));
			if (next?.id === ids.referenceBlock) return true;
			if (next?.size === undefined) return false;
			position += next.headerBytes + next.size;
		}
		return false;
	}

	/** Checks one of the first packets. */
	private async checkPacket(offset: number, end: number): Promise<void> {
		const { codecId, strippedHeader, track } = this.track;
		const { decoderConfig } = track;
		const isMotionJpeg = codecId === 'V_MJPEG';
		if (!decoderConfig && !isMotionJpeg) return;
		const packet = await this.packet(offset, Math.min(end, offset + packetHeadBytes));
		if (isMotionJpeg && this.builder.count === 1) checkOwnTables(packet);
		if (!decoderConfig) return;
		if (!this.builder.count) {
			checkFirstPacket(packet, decoderConfig);
			track.startState = startStateOf(packet, decoderConfig);
			if (track.startState.length && strippedHeader.length)
				throw new NeedsFullDecode(
					'its packets are shortened, and the first one holds more than a picture',
				);
		}
		detectReordering(packet, decoderConfig);
	}

	private async isShown(offset: number, end: number): Promise<boolean> {
		const { readShowFrame } = this.track;
		return readShowFrame === undefined || readShowFrame(await this.packet(offset, end));
	}

	private async packet(offset: number, end: number): Promise<Buffer> {
		const { strippedHeader } = this.track;
		const bytes = await this.window.peek(offset, end - offset);
		return strippedHeader.length ? Buffer.concat([strippedHeader, bytes]) : bytes;
	}
}
