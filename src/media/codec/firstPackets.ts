/** Checks on the first packets of a file, whose result holds for the whole file. */
import { BitReader } from './bitReader';
import type { DecoderConfig } from './decoderConfig';
import { NeedsFullDecode } from '../errors';
import { nalTypeOf, nalTypes, nalUnits } from './nalUnits';
import { randomAccessKind } from './randomAccess';

/** Bytes from the start of a packet that include its first slice header, even behind the x264 settings SEI message. */
export const packetHeadBytes = 4096;

/** How many packets are checked. An encoder that uses B-frames uses one among these. */
export const probedPackets = 8;

/** Values of `slice_type` for B slices (ITU-T H.264 table 7-6). */
const bSliceTypes = new Set([1, 6]);

function startsWithBSlice(packet: Buffer, { nalLengthSize }: DecoderConfig): boolean {
	for (const { unit } of nalUnits(packet, nalLengthSize)) {
		if (nalTypeOf(unit) !== nalTypes.slice) continue;
		const bits = new BitReader(unit.subarray(1, 16));
		bits.ue();
		return bSliceTypes.has(bits.ue());
	}
	return false;
}

/**
 * Checks the packet at which decoding of the whole file starts.
 * @param hasLeadingPictures packets that follow it in decode order are presented before it
 * @throws NeedsFullDecode when the packet depends on packets that were cut away. Decoders do not output pictures that are not
 * completely refreshed. They also lose some pictures after leading pictures whose references are missing, even when an edit list
 * hides those leading pictures.
 */
export function checkFirstPacket(
	packet: Buffer,
	config: DecoderConfig,
	hasLeadingPictures = false,
): void {
	const kind = randomAccessKind(packet, config);
	if (kind === 'intraRefresh')
		throw new NeedsFullDecode('it begins in the middle of an intra refresh');
	if (kind === 'openGop' && hasLeadingPictures)
		throw new NeedsFullDecode('its first pictures refer to pictures that were cut away');
}

/** JPEG markers (ITU-T T.81 table B.1). */
const quantizationTables = 0xdb;
const startOfScan = 0xda;

/** Whether the header of a JPEG picture has quantization tables; undefined when the header is cut short. */
function hasQuantizationTables(picture: Buffer): boolean | undefined {
	for (let position = 2; position + 4 <= picture.length; ) {
		const marker = picture[position + 1];
		if (picture[position] !== 0xff || marker === startOfScan) return false;
		if (marker === quantizationTables) return true;
		position += 2 + picture.readUInt16BE(position + 2);
	}
	return undefined;
}

/**
 * Checks the second packet of Motion JPEG.
 * @throws NeedsFullDecode when only the first picture carries the tables, which a decoder keeps
 */
export function checkOwnTables(second: Buffer): void {
	if (second[0] === 0xff && second[1] === 0xd8 && hasQuantizationTables(second) === false)
		throw new NeedsFullDecode('its pictures share the tables of the first one');
}

/** Sets `config.frameReordering` when one of the first packets holds a B slice. */
export function detectReordering(packet: Buffer, config: DecoderConfig): void {
	if (
		config.codec === 'avc' &&
		config.frameReordering === 'unknown' &&
		startsWithBSlice(packet, config)
	)
		config.frameReordering = 'yes';
}
