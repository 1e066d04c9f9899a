/** A table of samples that grows while the file is read. */
import { SampleTable, type Samples, type Track } from './sampleTable';

/** Packets after which no earlier picture can come any more (H.264 and HEVC reorder over 16 at most). */
const reorderWindow = 17;

export class GrowingSamples {
	private readonly offsets: number[] = [];
	private readonly sizes: number[] = [];
	private readonly times: number[] = [];
	private readonly keys: number[] = [];
	private readonly hidden = new Set<number>();

	get count(): number {
		return this.offsets.length;
	}

	get shownCount(): number {
		return this.count - this.hidden.size;
	}

	/** Frames that keep their number whatever comes. */
	get settledCount(): number {
		return Math.max(0, this.shownCount - reorderWindow);
	}

	add(offset: number, size: number, time: number, key: boolean, shown = true): void {
		if (!shown) this.hidden.add(this.count);
		this.offsets.push(offset);
		this.sizes.push(size);
		this.times.push(time);
		this.keys.push(Number(key));
	}

	/** Where the packets begin that frames not yet settled may need: two keys before the last settled one. */
	get openFrom(): number {
		let sample = Math.max(0, this.count - 1 - reorderWindow);
		for (let keys = 0; sample > 0; sample--) if (this.keys[sample] && ++keys === 3) break;
		return this.offsets[sample] ?? 0;
	}

	/** Offsets of the samples `from` up to but not including `to`. */
	offsetsOf(from: number, to: number): number[] {
		return this.offsets.slice(from, to);
	}

	table(track: Track): SampleTable {
		const samples: Samples = {
			count: this.count,
			offsets: Float64Array.from(this.offsets),
			sizes: Uint32Array.from(this.sizes),
			times: Float64Array.from(this.times),
			keys: Uint8Array.from(this.keys),
		};
		return new SampleTable(samples, track, (sample) => !this.hidden.has(sample));
	}
}
