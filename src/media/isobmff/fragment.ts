/** Parses the samples of one movie fragment, `moof` (ISO/IEC 14496-12 §8.8). */
import { child, children, damaged } from './boxes';

/** Values for samples that do not carry their own. */
export interface SampleDefaults {
	duration: number;
	size: number;
	flags: number;
}

/** Receives the samples of a track in decode order. */
export interface SampleSink {
	/** The decode time of the next sample, in ticks. */
	decodeTime: number;
	add(offset: number, size: number, dts: number, compositionOffset: number, isSync: boolean): void;
}

const sampleIsNonSync = 0x00010000;
const sampleDependsOnOthers = 0x01000000;

/** Samples of other tracks are parsed and dropped, because a `traf` box may begin where the one before ends. */
const droppedSamples = (): SampleSink => ({ decodeTime: 0, add: () => undefined });

/** The defaults in the movie's `trex` box. */
export function trackDefaults(moov: Buffer, trackId: number): SampleDefaults {
	const mvex = child(moov, 'mvex');
	const trex =
		mvex &&
		children(mvex, 'trex').find((body) => body.length >= 24 && body.readUInt32BE(4) === trackId);
	return trex
		? { duration: trex.readUInt32BE(12), size: trex.readUInt32BE(16), flags: trex.readUInt32BE(20) }
		: { duration: 0, size: 0, flags: 0 };
}

/** Reads the fields of a box in order; the box's flags tell which optional fields are present. */
class FieldReader {
	constructor(
		private readonly body: Buffer,
		private position: number,
	) {}

	u32(isPresent = true, defaultValue = 0): number {
		if (!isPresent) return defaultValue;
		if (this.position + 4 > this.body.length)
			throw damaged('a fragment promises more samples than it lists');
		this.position += 4;
		return this.body.readUInt32BE(this.position - 4);
	}

	i32(isPresent: boolean): number {
		return this.u32(isPresent) | 0;
	}

	u64(): number {
		return this.u32() * 2 ** 32 + this.u32();
	}
}

const flagsOf = (body: Buffer) => (body.length >= 4 ? body.readUInt32BE(0) & 0xffffff : 0);

/**
 * Adds the samples of one `trun` box and returns the offset behind the last one.
 * @param base the offset that `data_offset` is relative to
 * @param from where the samples lie when there is no `data_offset`
 */
function readTrackRun(
	trun: Buffer,
	defaults: SampleDefaults,
	base: number,
	from: number,
	sink: SampleSink,
): number {
	const flags = flagsOf(trun);
	const fields = new FieldReader(trun, 4);
	const count = fields.u32();
	let offset = flags & 0x1 ? base + fields.i32(true) : from;
	const firstSampleFlags = fields.u32((flags & 0x4) !== 0, defaults.flags);
	for (let i = 0; i < count; i++) {
		const duration = fields.u32((flags & 0x100) !== 0, defaults.duration);
		const size = fields.u32((flags & 0x200) !== 0, defaults.size);
		const sampleFlags = fields.u32(
			(flags & 0x400) !== 0,
			i === 0 ? firstSampleFlags : defaults.flags,
		);
		const compositionOffset = fields.i32((flags & 0x800) !== 0);
		const isSync = !(sampleFlags & (sampleIsNonSync | sampleDependsOnOthers));
		sink.add(offset, size, sink.decodeTime, compositionOffset, isSync);
		sink.decodeTime += duration;
		offset += size;
	}
	return offset;
}

/** Adds the samples that a fragment has of the track `trackId`. @throws MediaError `damaged` */
export function readFragment(
	moof: Buffer,
	moofOffset: number,
	trackId: number,
	defaults: SampleDefaults,
	sink: SampleSink,
): void {
	let implicitBase = moofOffset;
	for (const traf of children(moof, 'traf')) {
		const tfhd = child(traf, 'tfhd');
		if (!tfhd || tfhd.length < 8)
			throw damaged('a fragment does not say which track it belongs to');
		const flags = flagsOf(tfhd);
		const fields = new FieldReader(tfhd, 8);
		const base = flags & 0x1 ? fields.u64() : flags & 0x020000 ? moofOffset : implicitBase;
		fields.u32((flags & 0x2) !== 0);
		const fragmentDefaults: SampleDefaults = {
			duration: fields.u32((flags & 0x8) !== 0, defaults.duration),
			size: fields.u32((flags & 0x10) !== 0, defaults.size),
			flags: fields.u32((flags & 0x20) !== 0, defaults.flags),
		};
		const target = tfhd.readUInt32BE(4) === trackId ? sink : droppedSamples();
		const tfdt = child(traf, 'tfdt');
		if (tfdt && tfdt.length >= 8)
			target.decodeTime = tfdt[0] === 1 ? new FieldReader(tfdt, 4).u64() : tfdt.readUInt32BE(4);
		let position = base;
		for (const trun of children(traf, 'trun'))
			position = readTrackRun(trun, fragmentDefaults, base, position, target);
		implicitBase = position;
	}
}
