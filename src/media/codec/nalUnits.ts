/** NAL units of an H.264 packet in length-prefixed form (ISO/IEC 14496-15 §5.3.4). */

/** Values of `nal_unit_type` (ITU-T H.264 table 7-1). */
export const nalTypes = { slice: 1, idr: 5, sei: 6 } as const;

export const nalTypeOf = (unit: Buffer) => (unit[0] ?? 0) & 31;

/** @param packet may be cut short: then the last unit is, too */
export function* nalUnits(packet: Buffer, nalLengthSize: number): Generator<Buffer> {
	for (let position = 0; position + nalLengthSize < packet.length; ) {
		const length = packet.readUIntBE(position, nalLengthSize);
		yield packet.subarray(position + nalLengthSize, position + nalLengthSize + length);
		position += nalLengthSize + length;
	}
}
