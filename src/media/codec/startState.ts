/**
 * What a decoder learns from the first packet of a file and keeps. A decoder that starts at a later packet must be told, or it
 * decodes that packet to something else, in silence.
 *
 * - The x264 settings SEI message: ffmpeg works around errors of old x264 builds by the build that it names (4:4:4 below build
 *   151, spatial direct prediction below 34). The encoder writes it once.
 * - Parameter sets that stand only in the first packet, or differ there from those of the decoder configuration record.
 */
import { NeedsFullDecode } from '../errors';
import { parseSps } from './avcConfig';
import type { DecoderConfig } from './decoderConfig';
import { nalTypeOf, nalTypes, nalUnits } from './nalUnits';

/** `user_data_unregistered` with the UUID of x264 (ITU-T H.264 §D.1.7). */
const x264Uuid = Buffer.from('dc45e9bde6d948b7962cd820d923eeef', 'hex');

const hevcTypeOf = (unit: Buffer) => ((unit[0] ?? 0) >> 1) & 63;

/** Values of `nal_unit_type` of video, sequence and picture parameter sets (ITU-T H.265 table 7-1). */
const hevcParameterSets = new Set([32, 33, 34]);
const avcParameterSets: ReadonlySet<number> = new Set([nalTypes.sps, nalTypes.pps]);

function isKept(unit: Buffer, { codec, parameterSets }: DecoderConfig): boolean {
	const isParameterSet =
		codec === 'avc'
			? avcParameterSets.has(nalTypeOf(unit))
			: hevcParameterSets.has(hevcTypeOf(unit));
	if (isParameterSet) return !parameterSets.some((known) => known.equals(unit));
	return codec === 'avc' && nalTypeOf(unit) === nalTypes.sei && unit.includes(x264Uuid);
}

/** Whether the unit has a part of a picture (ITU-T H.264 table 7-1, H.265 table 7-1: a VCL NAL unit). */
function isPicture(unit: Buffer, { codec }: DecoderConfig): boolean {
	if (codec !== 'avc') return hevcTypeOf(unit) < 32;
	return nalTypeOf(unit) >= nalTypes.slice && nalTypeOf(unit) <= nalTypes.idr;
}

/**
 * The NAL units of the first packet, in length-prefixed form, that must precede a packet at which another decoder starts. Empty
 * when there are none.
 * @param packet the first bytes of the packet; a unit that is cut off is not kept
 * @throws NeedsFullDecode when a parameter set of the packet allows fields, other than those of the record, or when these bytes end
 * before the picture begins: then it is not known what else stands before it
 */
export function startStateOf(packet: Buffer, config: DecoderConfig): Buffer {
	const kept: Buffer[] = [];
	let hasPicture = packet.length === 0;
	for (const { unit, whole, isComplete } of nalUnits(packet, config.nalLengthSize)) {
		hasPicture ||= isPicture(unit, config);
		if (!isComplete || !isKept(unit, config)) continue;
		kept.push(whole);
		if (config.codec !== 'avc' || nalTypeOf(unit) !== nalTypes.sps) continue;
		const { frameMbsOnly, mayReorder } = parseSps(unit);
		if (!frameMbsOnly) throw new NeedsFullDecode('its pictures may be stored as two fields each');
		if (mayReorder && config.frameReordering === 'no') config.frameReordering = 'unknown';
	}
	if (!hasPicture) throw new NeedsFullDecode('its first packet begins with more than is examined');
	return Buffer.concat(kept);
}
