/** The edit list of a track, `elst`: which parts of the track are shown (ISO/IEC 14496-12 §8.6.6). */
import { child } from './boxes';

interface Edit {
	/** In ticks of the movie's timescale; 0 = up to the end of the track. */
	duration: number;
	/** Where the part begins, in ticks of the track's timescale; -1 for an empty edit, which shows nothing. */
	mediaTime: number;
}

/** @param trak the body of the track's box */
export function parseEditList(trak: Buffer): Edit[] {
	const elst = child(trak, 'edts', 'elst');
	if (!elst || elst.length < 8) return [];
	const is64Bit = elst[0] === 1;
	const entryBytes = is64Bit ? 20 : 12;
	const count = Math.min(elst.readUInt32BE(4), Math.floor((elst.length - 8) / entryBytes));
	return Array.from({ length: count }, (_, i) => {
		const offset = 8 + i * entryBytes;
		return is64Bit
			? {
					duration: Number(elst.readBigUInt64BE(offset)),
					mediaTime: Number(elst.readBigInt64BE(offset + 8)),
				}
			: { duration: elst.readUInt32BE(offset), mediaTime: elst.readInt32BE(offset + 4) };
	});
}
