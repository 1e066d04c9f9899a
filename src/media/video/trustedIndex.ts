/** The index of a video for as long as nothing contradicts it (frames §2). */
import { NeedsFullDecode } from '../errors';
import type { PacketScan } from '../index/packetScan';
import type { CountCheck } from './countCheck';
import type { VideoIndex } from './findIndex';
import type { IndexedVideo } from './indexedDecode';

/** Bytes that a scan reads before it drops those that are no longer needed. */
export const scanBatchBytes = 24 * 1024 * 1024;
/** To compare the number of frames, a scan is finished when that takes no more than this many bytes. */
const maxBytesToFinish = 512 * 1024;

export type ScannedIndex = Extract<VideoIndex, { kind: 'scan' }>;

export class TrustedIndex {
	private distrusted = false;
	private indexed: IndexedVideo | undefined;

	constructor(
		private readonly index: VideoIndex,
		private readonly countCheck: CountCheck,
	) {}

	/** The index when it is found by a scan and still trusted. */
	get scanned(): ScannedIndex | undefined {
		return this.index.kind === 'scan' && !this.distrusted ? this.index : undefined;
	}

	/**
	 * The index once all frames are known; undefined when it is not known or not trusted. It is not trusted when Encord counts
	 * another number of frames, because then only decoding tells which count is right.
	 * @param finishScan scan the rest of the file if it has not been scanned
	 */
	async complete(finishScan: boolean): Promise<IndexedVideo | undefined> {
		const { index } = this;
		if (index.kind === 'none' || this.distrusted) return undefined;
		try {
			if (index.kind === 'scan' && finishScan) await scanToEnd(index.scan);
			if (index.kind === 'scan' && !index.scan.finished) return undefined;
			this.indexed ??=
				index.kind === 'table'
					? index
					: { source: index.scan.bytes, table: index.scan.table(), muxer: index.muxer };
			this.checkCount(this.indexed.table.count);
			return this.indexed;
		} catch (error) {
			this.distrust(error);
			return undefined;
		}
	}

	/** Whether the rest of the file must be scanned to compare the number of frames, and costs little. */
	get isCheapToFinish(): boolean {
		const { index, countCheck } = this;
		return (
			index.kind === 'scan' && countCheck.isOpen && index.scan.bytesToFinish <= maxBytesToFinish
		);
	}

	/**
	 * To be called before pictures of a scan are handed out: compares the number of frames if it is known by now.
	 * @throws NeedsFullDecode when it is not Encord's
	 */
	async beforePictures({ scan }: ScannedIndex): Promise<void> {
		if (this.isCheapToFinish) await scan.advance(Number.POSITIVE_INFINITY, maxBytesToFinish);
		if (scan.finished) this.checkCount(scan.settled);
		else this.countCheck.skip();
	}

	/** Stops using the index if the error is a `NeedsFullDecode`. @throws any other error */
	distrust(error: unknown): void {
		if (!(error instanceof NeedsFullDecode)) throw error;
		this.distrusted = true;
	}

	private checkCount(count: number): void {
		if (!this.countCheck.index(count))
			throw new NeedsFullDecode('Encord counts another number of frames');
	}
}

async function scanToEnd(scan: PacketScan): Promise<void> {
	while (!scan.finished) {
		await scan.advance(Number.POSITIVE_INFINITY, scanBatchBytes);
		if (!scan.finished) scan.releaseSettled();
	}
}
