/** Files that are cut off: their index lists samples whose bytes are missing (frames §5, trap 7). */
import { FrameMissingError } from '../errors';
import { at } from '../index/samples';
import type { IndexedVideo } from './indexedDecode';

const isMissing = ({ source, table }: IndexedVideo, sample: number) =>
	at(table.samples.offsets, sample) + at(table.samples.sizes, sample) > source.size;

/** How many of these frames come before the first one whose packet is missing. */
export function countReadable(video: IndexedVideo, frames: readonly number[]): number {
	const index = frames.findIndex((frame) => isMissing(video, at(video.table.frameSamples, frame)));
	return index < 0 ? frames.length : index;
}

export function truncatedError(video: IndexedVideo, frame: number): FrameMissingError {
	const { table } = video;
	const present = table.frameSamples.findIndex((sample) => isMissing(video, sample));
	return new FrameMissingError(
		frame,
		`the file is cut off: its index lists ${table.count} frames, but only about ${present} are there`,
	);
}
