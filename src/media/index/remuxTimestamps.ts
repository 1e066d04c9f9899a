/**
 * The timestamps that a muxer writes. They identify each picture by its presentation index and tell whether it is wanted. So
 * when a decoder drops a picture, the next one is not mistaken for it (frames §5, trap 5).
 */
import type { SampleTable } from './sampleTable';
import { at } from './samples';

/** Ticks per picture; with 1000 ticks per second that is 25 pictures per second. Even, so that +1 can mark a wanted picture. */
export const ticksPerPicture = 40;

/** The reorder depth is added so that no sample is presented before it is decoded. @param wanted 1 for each wanted sample */
export const remuxedPts = (table: SampleTable, sample: number, wanted: Uint8Array) =>
	(at(table.presentationIndex, sample) + table.reorderDepth) * ticksPerPicture + at(wanted, sample);

/** ffmpeg options for remuxed input: timestamps are kept, and only the wanted pictures, which have odd timestamps, are output. */
export const remuxedInput = { select: 'select=mod(pts\\,2)', inputOptions: ['-copyts'] };

/** The presentation index of a picture that ffmpeg returned with this timestamp. */
export const presentationIndexOf = (table: SampleTable, pts: number) =>
	Math.floor(pts / ticksPerPicture) - table.reorderDepth;
