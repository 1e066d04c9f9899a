/** Bytes of planned packets, fetched in a few bounded spans ahead of their use. */
import type { ByteSource } from '../bytes/byteSource';
import { MediaError } from '../errors';
import { startBytes } from '../codec/firstPackets';
import { at, type Samples } from './sampleTable';

/** First and last sample, both included. */
export type SampleRange = readonly [first: number, last: number];

interface Span {
	start: number;
	end: number;
	bytes?: Promise<Buffer>;
}

/** Bytes between two packets that are cheaper to fetch along than to ask for again. */
const mergeGap = 64 * 1024;
const longestSpan = 4 * 1024 * 1024;
/** Spans on their way while one is used. */
const mostAhead = 3;
const mostBytesAhead = longestSpan;
/** Once this share of the file's pictures is wanted, gaps are fetched along, too. */
const mostOfFile = 0.6;

function spansOf(samples: Samples, ranges: readonly SampleRange[], gap: number): Span[] {
	const spans: Span[] = [];
	for (const [first, last] of ranges) {
		for (let sample = first; sample <= last; sample++) {
			const start = at(samples.offsets, sample);
			const end = start + at(samples.sizes, sample);
			const span = spans.at(-1);
			if (
				span &&
				start >= span.start &&
				start - span.end <= gap &&
				Math.max(end, span.end) - span.start <= longestSpan
			) {
				span.end = Math.max(end, span.end);
			} else spans.push({ start, end });
		}
	}
	return spans;
}

function wantsMost(samples: Samples, ranges: readonly SampleRange[]): boolean {
	let [wanted, all] = [0, 0];
	for (const size of samples.sizes) all += size;
	for (const [first, last] of ranges)
		for (let sample = first; sample <= last; sample++) wanted += at(samples.sizes, sample);
	return wanted > mostOfFile * all;
}

export class PacketReader {
	private readonly spans: Span[];
	private current = 0;

	constructor(
		private readonly source: ByteSource,
		private readonly samples: Samples,
		ranges: readonly SampleRange[],
	) {
		this.spans = spansOf(samples, ranges, wantsMost(samples, ranges) ? longestSpan : mergeGap);
	}

	/** Asks for the first bytes; they come while a decoder is started. */
	begin(): void {
		this.fetchAhead(-1);
	}

	/** The packets of a range, one after the other. Ranges that were not planned are fetched as well. */
	async *packets([first, last]: SampleRange): AsyncGenerator<Buffer, void, undefined> {
		let extra: PacketReader | undefined;
		for (let sample = first; sample <= last; sample++) {
			const index = this.spanOf(sample);
			if (index !== undefined) yield await this.packet(sample, index);
			else {
				extra ??= new PacketReader(this.source, this.samples, [
					[sample, this.lastUnplanned(sample, last)],
				]);
				yield* extra.packets([sample, sample]);
			}
		}
	}

	/** The first bytes of one packet. */
	async start(sample: number): Promise<Buffer> {
		const index = this.spanOf(sample);
		if (index !== undefined) return await this.packet(sample, index);
		const length = Math.min(at(this.samples.sizes, sample), startBytes);
		return await this.source.read(at(this.samples.offsets, sample), length);
	}

	private lastUnplanned(sample: number, last: number): number {
		while (sample < last && this.spanOf(sample + 1) === undefined) sample++;
		return sample;
	}

	/** Spans lie in the order of decoding, so the search begins where the last one ended. */
	private spanOf(sample: number): number | undefined {
		const start = at(this.samples.offsets, sample);
		const end = start + at(this.samples.sizes, sample);
		for (let i = 0; i < this.spans.length; i++) {
			const index = (this.current + i) % this.spans.length;
			const span = this.spans[index];
			if (span && span.start <= start && end <= span.end) return index;
		}
		return undefined;
	}

	private async packet(sample: number, index: number): Promise<Buffer> {
		if (index !== this.current) {
			// What lies behind is not asked for again, except by a jump back, which fetches anew.
			const left = this.spans[this.current];
			if (left) left.bytes = undefined;
			this.current = index;
		}
		const span = this.spans[index];
		if (!span)
			throw new MediaError('damaged', 'A packet lies outside of the planned parts of the file.');
		const bytes = this.fetch(span);
		this.fetchAhead(index);
		const from = at(this.samples.offsets, sample) - span.start;
		return (await bytes).subarray(from, from + at(this.samples.sizes, sample));
	}

	/** Small spans, each far from the next, would otherwise wait for one answer after the other. */
	private fetchAhead(index: number): void {
		let bytes = 0;
		for (let next = index + 1; next <= index + mostAhead; next++) {
			const span = this.spans[next];
			if (!span || bytes + (span.end - span.start) > mostBytesAhead) return;
			bytes += span.end - span.start;
			void this.fetch(span);
		}
	}

	private fetch(span: Span): Promise<Buffer> {
		span.bytes ??= this.source.read(span.start, span.end - span.start);
		span.bytes.catch(() => undefined);
		return span.bytes;
	}
}
