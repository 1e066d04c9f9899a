/** Frames of a file without a sample table: scanned and decoded in turns, in bounded memory. */
import type { FramePixels } from '../contract';
import { FrameOutOfRangeError } from '../errors';
import { type FrameSelection, highestFrame } from '../index/frameSelection';
import type { SampleTable } from '../index/sampleTable';
import { framesBetween } from '../index/sampling';
import type { PictureOptions } from '../picture/encoding';
import { type ScannedIndex, scanBatchBytes, type TrustedIndex } from './trustedIndex';
import type { VideoDecoding } from './videoDecoding';

const scanStepBytes = 4 * 1024 * 1024;

/** @throws FrameOutOfRangeError when a listed frame, or the first frame of a range, is not below `count`. */
function checkInRange(selection: FrameSelection, count: number): void {
	const needed =
		selection === 'all'
			? -1
			: 'frames' in selection
				? highestFrame(selection)
				: 'range' in selection
					? selection.range[0]
					: -1;
	if (needed >= count) throw new FrameOutOfRangeError(needed, count);
}

/** @throws NeedsFullDecode when the scan finds that the file must be decoded from its first byte */
export async function* scannedFrames(
	decoding: VideoDecoding,
	index: TrustedIndex,
	scanned: ScannedIndex,
	selection: FrameSelection,
	picture: PictureOptions,
): AsyncGenerator<FramePixels, void, undefined> {
	const { scan, muxer } = scanned;
	const highest = highestFrame(selection);
	for (let from = 0, scannedBytes = 0; from <= highest; ) {
		// One frame more than asked is scanned, because sampling by time needs the time of the following frame.
		await scan.advance(highest + 2, scanStepBytes);
		scannedBytes += scanStepBytes;
		const { finished } = scan;
		const until = finished ? scan.settled : Math.max(from, scan.settled - 1);
		let built: SampleTable | undefined;
		const table = () => (built ??= scan.table());
		const noneWanted =
			Number.isFinite(highest) && !framesBetween(selection, table, from, until).length;
		const goesOn = !finished && until <= highest;
		if (goesOn && !noneWanted && scannedBytes < scanBatchBytes) continue;
		const frames = noneWanted ? [] : framesBetween(selection, table, from, until);
		if (frames.length || finished) await index.beforePictures(scanned);
		if (frames.length)
			yield* decoding.decodeFrames({ source: scan.bytes, table: table(), muxer }, frames, picture);
		scan.releaseSettled();
		[from, scannedBytes] = [until, 0];
		if (finished) return checkInRange(selection, until);
	}
}
