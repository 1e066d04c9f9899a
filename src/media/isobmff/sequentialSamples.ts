/** Whether a movie can be read from a pipe as it is read from a file. */
import type { HeaderReader } from '../bytes/headerReader';
import { at } from '../index/samples';
import { boxHeader } from './boxes';
import { readSamples } from './sampleTables';

const maxBoxes = 1000;

/**
 * From a pipe, ffmpeg reads a movie in the order of the file. It cuts off a sample that ends behind its `mdat` box, and it loses
 * samples that lie before the place where it reads.
 * @param from the offset behind `moov`
 * @returns whether all samples of the track lie within `mdat` boxes behind `moov`, in their order
 */
export async function samplesAreSequential(
	reader: HeaderReader,
	stbl: Buffer,
	from: number,
): Promise<boolean> {
	const { count, offsets, sizes } = readSamples(stbl);
	let sample = 0;
	for (let position = from, boxes = 0; sample < count && boxes < maxBoxes; boxes++) {
		const head = boxHeader(await reader.readUpTo(position, 16));
		if (!head) return false;
		const end = head.size ? position + head.size : reader.size;
		if (end < position + head.header) return false;
		let read = position + head.header;
		for (; head.type === 'mdat' && sample < count; sample++) {
			const start = at(offsets, sample);
			if (start >= end) break;
			if (start < read || start + at(sizes, sample) > end) return false;
			read = start + at(sizes, sample);
		}
		position = end;
	}
	return sample === count;
}
