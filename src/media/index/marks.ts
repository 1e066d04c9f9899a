/**
 * Timestamps in our own small containers carry the identity of each picture: its rank among all pictures of the file, and
 * whether it is wanted. So a picture that a decoder swallows cannot be mistaken for its neighbor (frames §5, trap 5).
 */
import { type SampleTable, at } from './sampleTable';

/** Ticks between two pictures; 1000 ticks a second make it 25 a second. Even, so that the mark makes a number odd. */
export const ticksPerPicture = 40;

/** `wanted` has a 1 for each sample to be shown. Shifted so that no sample is shown before it is decoded. */
export const rankTicks = (table: SampleTable, sample: number, wanted: Uint8Array) =>
	(at(table.ranks, sample) + table.delay) * ticksPerPicture + at(wanted, sample);

/** How such a container is decoded: timestamps stay as they are, and a filter passes the wanted pictures on. */
export const indexedInput = { select: 'select=mod(pts\\,2)', inputOptions: ['-copyts'] };

/** Rank of a picture by the timestamp it came back with. */
export const rankOf = (table: SampleTable, pts: number) =>
	Math.floor(pts / ticksPerPicture) - table.delay;
