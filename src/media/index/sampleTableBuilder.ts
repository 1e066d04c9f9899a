/** Collects samples while a file is scanned, and builds a sample table of what is known so far. */
import { SampleTable } from './sampleTable';
import type { Samples, VideoTrack } from './samples';

/** A frame is presented at most 16 frames later than it is decoded (H.264 and HEVC), so older frames keep their number. */
const reorderWindow = 17;

export class SampleTableBuilder {
	private readonly offsets: number[] = [];
	private readonly sizes: number[] = [];
	private readonly pts: number[] = [];
	private readonly sync: number[] = [];
	private readonly hidden = new Set<number>();

	/** The number of samples. */
	get count(): number {
		return this.offsets.length;
	}

	/** The number of samples that are frames. */
	get frameCount(): number {
		return this.count - this.hidden.size;
	}

	/** The number of frames whose number later samples cannot change. */
	get settledFrameCount(): number {
		return Math.max(0, this.frameCount - reorderWindow);
	}

	add(offset: number, size: number, pts: number, isSync: boolean, isFrame = true): void {
		if (!isFrame) this.hidden.add(this.count);
		this.offsets.push(offset);
		this.sizes.push(size);
		this.pts.push(pts);
		this.sync.push(Number(isSync));
	}

	/** The offset of the first packet that frames may need which are not settled: two sync samples before the last settled frame. */
	get firstNeededOffset(): number {
		let sample = Math.max(0, this.count - 1 - reorderWindow);
		for (let found = 0; sample > 0; sample--) if (this.sync[sample] && ++found === 3) break;
		return this.offsets[sample] ?? 0;
	}

	/** Where the samples from `from` up to, but not including, `to` lie. */
	placesOf(from: number, to: number): Array<{ offset: number; size: number }> {
		const { sizes } = this;
		return this.offsets
			.slice(from, to)
			.map((offset, i) => ({ offset, size: sizes[from + i] ?? 0 }));
	}

	build(track: VideoTrack): SampleTable {
		const samples: Samples = {
			count: this.count,
			offsets: Float64Array.from(this.offsets),
			sizes: Uint32Array.from(this.sizes),
			pts: Float64Array.from(this.pts),
			sync: Uint8Array.from(this.sync),
		};
		return new SampleTable(samples, track, (sample) => !this.hidden.has(sample));
	}
}
