/** NAL units of an H.264 packet in length-prefixed form (ISO/IEC 14496-15 §5.3.4). */

/** Values of `nal_unit_type` (ITU-T H.264 table 7-1). */
export const nalTypes = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8 } as const;

export const nalTypeOf = (unit: Buffer) => (unit[0] ?? 0) & 31;

interface NalUnit {
	/** Without its length field. */
	unit: Buffer;
	/** With its length field. */
	whole: Buffer;
	/** False for the last unit of a packet that is cut short. */
	isComplete: boolean;
}

/** @param packet may be cut short: then the last unit is, too */
export function* nalUnits(packet: Buffer, nalLengthSize: number): Generator<NalUnit> {
	for (let position = 0; position + nalLengthSize < packet.length; ) {
		const end = position + nalLengthSize + packet.readUIntBE(position, nalLengthSize);
		const whole = packet.subarray(position, end);
		yield { unit: whole.subarray(nalLengthSize), whole, isComplete: end <= packet.length };
		position = end;
	}
}
