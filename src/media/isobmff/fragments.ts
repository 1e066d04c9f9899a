/** Fragmented MP4: the samples of each `moof` box, collected while walking over the file (frames §6). */
import { type ByteSource, HeaderReader } from '../bytes/byteSource';
import { ByteWindow } from '../bytes/byteWindow';
import { MediaError, NeedsFullDecode } from '../errors';
import { learnOrder, packetsToldBy, refuseUncleanStart, startBytes } from '../codec/firstPackets';
import { GrowingSamples } from '../index/growingSamples';
import { boxHeader, child, children, damaged, readSamples } from './boxes';
import { type Mp4Track, refuse } from './movie';
import { type SampleTable, at } from '../index/sampleTable';
import type { FrameScan } from '../video/videoFile';

/** Fragments of this size on are jumped over; smaller ones cost less when they are read along. */
const largeFragment = 256 * 1024;
/** Headers of large fragments lie far apart: little is fetched around each. */
const headerWindow = 8 * 1024;
const nonSync = 0x00010000;
const dependsOnOthers = 0x01000000;

interface Defaults {
	duration: number;
	size: number;
	flags: number;
}

/** Where the samples of a track go, one after the other. */
interface Timeline {
	/** Decode time of the next sample. */
	clock: number;
	/** `decoded`: when, in ticks. */
	add(offset: number, size: number, decoded: number, shift: number, key: boolean): void;
}

/** Samples of another track only show where those of ours begin. */
const unheard = (): Timeline => ({ clock: 0, add: () => undefined });

function trackDefaults(moov: Buffer, trackId: number): Defaults {
	const mvex = child(moov, 'mvex');
	const trex =
		mvex &&
		children(mvex, 'trex').find((body) => body.length >= 24 && body.readUInt32BE(4) === trackId);
	return trex
		? { duration: trex.readUInt32BE(12), size: trex.readUInt32BE(16), flags: trex.readUInt32BE(20) }
		: { duration: 0, size: 0, flags: 0 };
}

/** Reads fields one after the other, those only that the flags announce. */
class Fields {
	constructor(
		private readonly body: Buffer,
		private position: number,
	) {}

	u32(there = true, otherwise = 0): number {
		if (!there) return otherwise;
		if (this.position + 4 > this.body.length)
			throw damaged('a fragment promises more samples than it lists');
		this.position += 4;
		return this.body.readUInt32BE(this.position - 4);
	}

	i32(there: boolean): number {
		return this.u32(there) | 0;
	}

	u64(): number {
		return this.u32() * 2 ** 32 + this.u32();
	}
}

const flagsOf = (body: Buffer) => (body.length >= 4 ? body.readUInt32BE(0) & 0xffffff : 0);

/** Adds the samples of one run; gives the offset behind its last sample. */
function readRun(
	trun: Buffer,
	defaults: Defaults,
	base: number,
	from: number,
	timeline: Timeline,
): number {
	const flags = flagsOf(trun);
	const fields = new Fields(trun, 4);
	const count = fields.u32();
	let offset = flags & 0x1 ? base + fields.i32(true) : from;
	const firstFlags = fields.u32((flags & 0x4) !== 0, defaults.flags);
	for (let i = 0; i < count; i++) {
		const duration = fields.u32((flags & 0x100) !== 0, defaults.duration);
		const size = fields.u32((flags & 0x200) !== 0, defaults.size);
		const own = fields.u32((flags & 0x400) !== 0, i === 0 ? firstFlags : defaults.flags);
		const shift = fields.i32((flags & 0x800) !== 0);
		timeline.add(offset, size, timeline.clock, shift, !(own & (nonSync | dependsOnOthers)));
		timeline.clock += duration;
		offset += size;
	}
	return offset;
}

function readFragment(
	moof: Buffer,
	moofStart: number,
	trackId: number,
	defaults: Defaults,
	timeline: Timeline,
): void {
	let implicit = moofStart;
	for (const traf of children(moof, 'traf')) {
		const tfhd = child(traf, 'tfhd');
		if (!tfhd || tfhd.length < 8)
			throw damaged('a fragment does not say which track it belongs to');
		const flags = flagsOf(tfhd);
		const fields = new Fields(tfhd, 8);
		const base = flags & 0x1 ? fields.u64() : flags & 0x020000 ? moofStart : implicit;
		fields.u32((flags & 0x2) !== 0);
		const own: Defaults = {
			duration: fields.u32((flags & 0x8) !== 0, defaults.duration),
			size: fields.u32((flags & 0x10) !== 0, defaults.size),
			flags: fields.u32((flags & 0x20) !== 0, defaults.flags),
		};
		const isOurs = tfhd.readUInt32BE(4) === trackId;
		const target = isOurs ? timeline : unheard();
		const tfdt = child(traf, 'tfdt');
		if (tfdt && tfdt.length >= 8)
			target.clock = tfdt[0] === 1 ? new Fields(tfdt, 4).u64() : tfdt.readUInt32BE(4);
		let position = base;
		for (const trun of children(traf, 'trun'))
			position = readRun(trun, own, base, position, target);
		implicit = position;
	}
}

/** Keeps the samples of the video. */
class VideoTimeline implements Timeline {
	readonly samples = new GrowingSamples();
	clock = 0;
	private last = Number.NEGATIVE_INFINITY;

	add(offset: number, size: number, decoded: number, shift: number, key: boolean): void {
		// ffmpeg hides such a sample.
		if (decoded <= this.last)
			throw new NeedsFullDecode('one of its samples is not decoded after the one before');
		this.last = decoded;
		this.samples.add(offset, size, decoded + shift, key);
	}
}

/** Walks over the fragments of a movie, as far as the asked frames need it. */
export class FragmentScan implements FrameScan {
	private readonly window: ByteWindow;
	private readonly jumping: HeaderReader;
	private readonly defaults: Defaults;
	private readonly timeline = new VideoTimeline();
	private jumps = false;
	private position: number;
	private ended = false;

	/** `from`: where the boxes behind the movie's header begin. */
	constructor(
		private readonly source: ByteSource,
		head: Buffer,
		moov: Buffer,
		from: number,
		private readonly found: Mp4Track,
		private readonly maxIndexBytes: number,
	) {
		refuse(found);
		this.window = new ByteWindow(source, head);
		this.jumping = new HeaderReader(source, head, headerWindow);
		this.defaults = trackDefaults(moov, found.trackId);
		const { count, offsets, sizes, times, keys } = readSamples(found.stbl);
		for (let i = 0; i < count; i++)
			this.samples.add(at(offsets, i), at(sizes, i), at(times, i), at(keys, i) === 1);
		this.position = from;
	}

	private get samples(): GrowingSamples {
		return this.timeline.samples;
	}

	get finished(): boolean {
		return this.ended;
	}

	get settled(): number {
		return this.ended ? this.samples.count : this.samples.settledCount;
	}

	get bytes(): ByteSource {
		return this.jumps ? this.source : this.window;
	}

	table(): SampleTable {
		return this.samples.table(this.found.track);
	}

	async advance(frames: number, maxBytes: number): Promise<void> {
		const limit = this.window.end + maxBytes;
		while (!this.ended && this.settled < frames && (this.jumps || this.window.end < limit))
			await this.step();
	}

	forgetSettled(): void {
		this.window.forget(this.samples.openFrom);
	}

	/** At those of the first packets that the last fragment has brought. */
	private async lookAtFirst(before: number): Promise<void> {
		const { nal } = this.found.track;
		if (!nal) return;
		for (const [i, offset] of this.samples.offsetsOf(before, packetsToldBy).entries()) {
			const packet = await this.peek(offset, startBytes);
			if (before + i === 0) refuseUncleanStart(packet, nal);
			learnOrder(packet, nal);
		}
	}

	private peek(offset: number, length: number): Promise<Buffer> {
		return this.jumps ? this.jumping.upTo(offset, length) : this.window.peek(offset, length);
	}

	private async step(): Promise<void> {
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
			const before = this.samples.count;
			readFragment(moof, this.position, this.found.trackId, this.defaults, this.timeline);
			if (before < packetsToldBy) await this.lookAtFirst(before);
		}
		if (head.type === 'mdat' && size > largeFragment) this.jumps = true;
		this.position += size;
	}
}
