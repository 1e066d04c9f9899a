/**
 * MKV and WebM have no table of frames: their timestamps and cues alone cannot prove which frame is the N-th. So the file is
 * read once from its beginning, looking at block headers only, up to where the asked frames are certain (frames §6).
 */
import { avcFacts } from '../codec/avcConfig';
import type { ByteSource } from '../bytes/byteSource';
import { ByteWindow } from '../bytes/byteWindow';
import { MediaError, NeedsFullDecode } from '../errors';
import { learnOrder, packetsToldBy, refuseUncleanStart, startBytes } from '../codec/firstPackets';
import { GrowingSamples } from '../index/growingSamples';
import { hevcFacts } from '../codec/hevcConfig';
import {
	element,
	elementHead,
	elements,
	ids,
	longestHeader,
	topLevel,
	unsigned,
	variableNumber,
} from './elements';
import { type NalFacts, type SampleTable, type Track, upright } from '../index/sampleTable';
import { type IsShown, shownTest } from '../codec/shownPackets';
import type { FrameScan } from '../video/videoFile';

const longestTracks = 16 * 1024 * 1024;
const videoType = 1;

export interface MatroskaTrack {
	number: number;
	/** E.g. `V_VP9`. */
	codecId: string;
	/** The whole track entry, to be copied as it is. */
	entry: Buffer;
	track: Track;
	isShown?: IsShown;
	/** Bytes that a compression by header stripping has taken from the front of each packet. */
	stripped: Buffer;
}

/** As for MP4: of other codecs nothing tells how many pictures a packet makes. */
const onePicturePerPacket = /^V_(MPEG4\/ISO\/AVC|MPEGH\/ISO\/HEVC|VP8|VP9|AV1|PRORES|MJPEG|FFV1)$/;

function nalOf(codecId: string, codecPrivate: Buffer | undefined): NalFacts | undefined {
	if (codecId === 'V_MPEG4/ISO/AVC') return codecPrivate && avcFacts(codecPrivate);
	return codecId === 'V_MPEGH/ISO/HEVC' ? codecPrivate && hevcFacts(codecPrivate) : undefined;
}

function strippedBy(entry: Buffer): Buffer {
	const encodings = element(entry, ids.contentEncodings);
	if (!encodings) return Buffer.alloc(0);
	const compression = element(encodings, ids.contentEncoding, ids.contentCompression);
	if (element(encodings, ids.contentEncoding, ids.contentEncryption)) {
		throw new MediaError(
			'unsupportedFormat',
			'The video is encrypted. Upload it without protection.',
		);
	}
	if (unsigned(element(compression, ids.contentAlgorithm), 0) !== 3)
		throw new NeedsFullDecode('its packets are compressed once more');
	return element(compression, ids.contentSettings) ?? Buffer.alloc(0);
}

function trackOf(tracks: Buffer, ticksPerSecond: number): MatroskaTrack {
	for (const { id, body, whole } of elements(tracks)) {
		if (id !== ids.trackEntry || unsigned(element(body, ids.trackType), 0) !== videoType) continue;
		const codecId = (element(body, ids.codecId) ?? Buffer.alloc(0))
			.toString('latin1')
			.replace(/\0+$/, '');
		if (!onePicturePerPacket.test(codecId))
			throw new NeedsFullDecode('its packets may be other than one picture each');
		const nal = nalOf(codecId, element(body, ids.codecPrivate));
		if (nal?.mayHoldFields)
			throw new NeedsFullDecode('its pictures may be stored as two fields each');
		const alpha = unsigned(element(body, ids.video, ids.alphaMode), 0) === 1;
		return {
			number: unsigned(element(body, ids.trackNumber), 1),
			codecId,
			entry: Buffer.from(whole),
			isShown: shownTest(codecId),
			stripped: strippedBy(body),
			track: { timescale: ticksPerSecond, origin: 0, orientation: upright, nal, alpha },
		};
	}
	throw new MediaError(
		'unsupportedFormat',
		'The file has no video track. Use it as audio, or upload another file.',
	);
}

export class MatroskaScan implements FrameScan {
	private readonly samples = new GrowingSamples();
	private position: number;
	private clusterTime = 0;
	private ended = false;

	private constructor(
		private readonly window: ByteWindow,
		readonly track: MatroskaTrack,
		position: number,
	) {
		this.position = position;
	}

	/** Reads what comes before the first cluster. @throws NeedsFullDecode when the tracks are described elsewhere. */
	static async open(source: ByteSource, head: Buffer): Promise<MatroskaScan> {
		const window = new ByteWindow(source, head);
		let ticksPerSecond = 1000;
		let tracks: Buffer | undefined;
		for (let position = 0; ; ) {
			const next = elementHead(await window.peek(position, longestHeader));
			if (!next) {
				if (tracks) return new MatroskaScan(window, trackOf(tracks, ticksPerSecond), position);
				throw new MediaError(
					'damaged',
					'The file has no readable header. Upload it again or re-encode it.',
				);
			}
			const { id, header, size } = next;
			if (id === ids.cluster) {
				if (!tracks) throw new NeedsFullDecode('its tracks are not described at its beginning');
				return new MatroskaScan(window, trackOf(tracks, ticksPerSecond), position);
			}
			if (id === ids.segment) {
				position += header;
				continue;
			}
			if (size === undefined) throw new NeedsFullDecode('its header has no length');
			if (id === ids.info || id === ids.tracks) {
				if (size > longestTracks)
					throw new MediaError('tooLarge', "The description of the file's tracks is too long.");
				const body = Buffer.from(await window.peek(position + header, size));
				if (id === ids.tracks) tracks = body;
				else
					ticksPerSecond =
						1e9 / (unsigned(element(body, ids.timestampScale), 1_000_000) || 1_000_000);
			}
			position += header + size;
		}
	}

	get finished(): boolean {
		return this.ended;
	}

	get settled(): number {
		return this.ended ? this.samples.shownCount : this.samples.settledCount;
	}

	get bytes(): ByteSource {
		return this.window;
	}

	table(): SampleTable {
		return this.samples.table(this.track.track);
	}

	async advance(frames: number, maxBytes: number): Promise<void> {
		const limit = this.window.end + maxBytes;
		while (!this.ended && this.settled < frames && this.window.end < limit) {
			if (this.settled > 0)
				this.window.expect((Math.min(frames, 1e9) - this.settled) * (this.position / this.settled));
			await this.step();
		}
	}

	forgetSettled(): void {
		this.window.forget(this.samples.openFrom);
	}

	private async step(): Promise<void> {
		const next = elementHead(
			this.window.peekNow(this.position, longestHeader) ??
				(await this.window.peek(this.position, longestHeader)),
		);
		if (!next) {
			this.ended = true;
			return;
		}
		const body = this.position + next.header;
		const end = next.size === undefined ? body : body + next.size;
		switch (next.id) {
			case ids.segment:
			case ids.cluster:
			case ids.blockGroup:
				this.position = body;
				break;
			case ids.timestamp:
				this.clusterTime = unsigned(await this.window.peek(body, next.size ?? 0), 0);
				this.position = end;
				break;
			case ids.simpleBlock:
			case ids.block:
				await this.block(next.id, body, end);
				this.position = end;
				break;
			default:
				if (next.size === undefined && !topLevel.has(next.id))
					throw new NeedsFullDecode('an element in its middle has no length');
				this.position = end;
		}
	}

	private async block(id: number, start: number, end: number): Promise<void> {
		const head = this.window.peekNow(start, 12) ?? (await this.window.peek(start, 12));
		const track = variableNumber(head, 0);
		if (!track || head.length < track.length + 3) return;
		if (track.value !== this.track.number) return;
		const time = this.clusterTime + head.readInt16BE(track.length);
		const flags = head[track.length + 2] ?? 0;
		if (flags & 0x06) throw new NeedsFullDecode('its video packets are laced');
		const offset = start + track.length + 3;
		if (end > this.window.size) {
			this.ended = true;
			return;
		}
		if (this.samples.count < packetsToldBy) await this.lookAt(offset, end);
		const key = id === ids.simpleBlock ? (flags & 0x80) !== 0 : !(await this.refersBack(end));
		this.samples.add(
			offset,
			end - offset,
			time,
			key,
			(flags & 0x08) === 0 && (await this.isShown(offset, end)),
		);
	}

	/** Whether a reference follows the block inside its group: then it is no key. */
	private async refersBack(position: number): Promise<boolean> {
		for (;;) {
			const next = elementHead(await this.window.peek(position, longestHeader));
			if (next?.id === ids.referenceBlock) return true;
			if (
				!next ||
				next.size === undefined ||
				next.id === ids.blockGroup ||
				next.id === ids.simpleBlock ||
				topLevel.has(next.id)
			)
				return false;
			position += next.header + next.size;
		}
	}

	/** At one of the first packets. */
	private async lookAt(offset: number, end: number): Promise<void> {
		const { nal } = this.track.track;
		if (!nal) return;
		const packet = await this.packet(offset, Math.min(end, offset + startBytes));
		if (!this.samples.count) refuseUncleanStart(packet, nal);
		learnOrder(packet, nal);
	}

	private async isShown(offset: number, end: number): Promise<boolean> {
		const { isShown } = this.track;
		return isShown === undefined || isShown(await this.packet(offset, end));
	}

	private async packet(offset: number, end: number): Promise<Buffer> {
		const { stripped } = this.track;
		const bytes = await this.window.peek(offset, end - offset);
		return stripped.length ? Buffer.concat([stripped, bytes]) : bytes;
	}
}
