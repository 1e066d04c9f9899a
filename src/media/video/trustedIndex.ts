/** The index of a video for as long as nothing contradicts it (frames §2). */
import { NeedsFullDecode } from '../errors';
import type { PacketScan } from '../index/packetScan';
import type { VideoIndex } from './findIndex';
import type { IndexedVideo } from './indexedDecode';

/** Bytes that a scan reads before it drops those that are no longer needed. */
export const scanBatchBytes = 24 * 1024 * 1024;

export type ScannedIndex = Extract<VideoIndex, { kind: 'scan' }>;

export class TrustedIndex {
	/** For the user: why the index is not used. */
	readonly warnings: string[] = [];
	private distrusted = false;
	private indexed: IndexedVideo | undefined;

	/** @param expectedFrames the number of frames that Encord counts, if it is known */
	constructor(
		private readonly index: VideoIndex,
		private readonly expectedFrames: number | null | undefined,
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
		} catch (error) {
			this.distrust(error);
			return undefined;
		}
		this.compareCount(this.indexed.table.count);
		return this.distrusted ? undefined : this.indexed;
	}

	/** Stops using the index if the error is a `NeedsFullDecode`. @throws any other error */
	distrust(error: unknown): void {
		if (!(error instanceof NeedsFullDecode)) throw error;
		this.distrusted = true;
	}

	private compareCount(count: number): void {
		const expected = this.expectedFrames;
		if (this.distrusted || typeof expected !== 'number' || expected === count) return;
		this.distrusted = true;
		this.warnings.push(
			`Encord counts ${expected} frames, the file's own index ${count}: frames are counted by decoding the file.`,
		);
	}
}

async function scanToEnd(scan: PacketScan): Promise<void> {
	while (!scan.finished) {
		await scan.advance(Number.POSITIVE_INFINITY, scanBatchBytes);
		if (!scan.finished) scan.releaseSettled();
	}
}
