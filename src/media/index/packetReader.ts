/** Reads the packets of planned sample ranges with few bounded requests, some of them ahead of their use. */
import type { ByteSource } from '../bytes/byteSource';
import { packetHeadBytes } from '../codec/firstPackets';
import { at, type Samples } from './samples';

/** First and last sample, both included. */
export type SampleRange = readonly [first: number, last: number];

interface ByteRange {
	start: number;
	end: number;
	bytes?: Promise<Buffer>;
}

/** One of the byte ranges of a reader, and its position among them. */
interface PlannedPlace {
	index: number;
	range: ByteRange;
}

/** A gap of at most this size between two packets is fetched with them, which costs less than another request. */
const maxGapBytes = 64 * 1024;
const maxRangeBytes = 4 * 1024 * 1024;
/** Byte ranges that are requested while the one before is used. */
const maxRangesAhead = 3;
const maxBytesAhead = maxRangeBytes;
/** When more than this share of the track's bytes is wanted, all gaps are fetched, too. */
const sequentialReadShare = 0.6;

function byteRangesOf(
	samples: Samples,
	ranges: readonly SampleRange[],
	maxGap: number,
): ByteRange[] {
	const result: ByteRange[] = [];
	for (const [first, last] of ranges) {
		for (let sample = first; sample <= last; sample++) {
			const start = at(samples.offsets, sample);
			const end = start + at(samples.sizes, sample);
			const previous = result.at(-1);
			if (
				previous &&
				start >= previous.start &&
				start - previous.end <= maxGap &&
				Math.max(end, previous.end) - previous.start <= maxRangeBytes
			) {
				previous.end = Math.max(end, previous.end);
			} else result.push({ start, end });
		}
	}
	return result;
}

function wantsMostOf(samples: Samples, ranges: readonly SampleRange[]): boolean {
	let [wanted, all] = [0, 0];
	for (const size of samples.sizes) all += size;
	for (const [first, last] of ranges)
		for (let sample = first; sample <= last; sample++) wanted += at(samples.sizes, sample);
	return wanted > sequentialReadShare * all;
}

export class PacketReader {
	private readonly byteRanges: ByteRange[];
	private current = 0;

	constructor(
		private readonly source: ByteSource,
		private readonly samples: Samples,
		ranges: readonly SampleRange[],
	) {
		const maxGap = wantsMostOf(samples, ranges) ? maxRangeBytes : maxGapBytes;
		this.byteRanges = byteRangesOf(samples, ranges, maxGap);
	}

	/** Sends the first requests, so that their bytes arrive while a decoder is started. */
	prefetch(): void {
		this.fetchAhead(-1);
	}

	/** Yields the packets of a range in decode order. Samples outside of the planned ranges are fetched as well. */
	async *packets([first, last]: SampleRange): AsyncGenerator<Buffer, void, undefined> {
		let unplanned: PacketReader | undefined;
		for (let sample = first; sample <= last; sample++) {
			const place = this.byteRangeOf(sample);
			if (place) yield await this.packet(sample, place);
			else {
				unplanned ??= new PacketReader(this.source, this.samples, [
					[sample, this.lastUnplanned(sample, last)],
				]);
				yield* unplanned.packets([sample, sample]);
			}
		}
	}

	/** Reads the first bytes of a packet. */
	async packetHead(sample: number): Promise<Buffer> {
		const place = this.byteRangeOf(sample);
		if (place) return await this.packet(sample, place);
		const length = Math.min(at(this.samples.sizes, sample), packetHeadBytes);
		return await this.source.read(at(this.samples.offsets, sample), length);
	}

	private lastUnplanned(sample: number, last: number): number {
		while (sample < last && this.byteRangeOf(sample + 1) === undefined) sample++;
		return sample;
	}

	/** Byte ranges are in decode order, so the search starts at the range that was used last. */
	private byteRangeOf(sample: number): PlannedPlace | undefined {
		const start = at(this.samples.offsets, sample);
		const end = start + at(this.samples.sizes, sample);
		for (let i = 0; i < this.byteRanges.length; i++) {
			const index = (this.current + i) % this.byteRanges.length;
			const range = this.byteRanges[index];
			if (range && range.start <= start && end <= range.end) return { index, range };
		}
		return undefined;
	}

	private async packet(sample: number, { index, range }: PlannedPlace): Promise<Buffer> {
		if (index !== this.current) {
			// The bytes of the range that was left are dropped. A jump back, which is rare, fetches them again.
			const left = this.byteRanges[this.current];
			if (left) left.bytes = undefined;
			this.current = index;
		}
		const bytes = this.fetch(range);
		this.fetchAhead(index);
		const from = at(this.samples.offsets, sample) - range.start;
		return (await bytes).subarray(from, from + at(this.samples.sizes, sample));
	}

	/** Requests the next byte ranges, so that small ranges far apart do not each wait for the answer before. */
	private fetchAhead(index: number): void {
		let bytes = 0;
		for (let next = index + 1; next <= index + maxRangesAhead; next++) {
			const range = this.byteRanges[next];
			if (!range || bytes + (range.end - range.start) > maxBytesAhead) return;
			bytes += range.end - range.start;
			void this.fetch(range);
		}
	}

	private fetch(range: ByteRange): Promise<Buffer> {
		range.bytes ??= this.source.read(range.start, range.end - range.start);
		range.bytes.catch(() => undefined);
		return range.bytes;
	}
}
