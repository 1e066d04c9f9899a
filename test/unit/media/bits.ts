/** Writes the bits of video headers: as digits 0 and 1, and those as bytes. */

/** Bytes from digits 0 and 1; spaces are ignored, the last byte is filled up with zeros. */
export const bits = (text: string) => {
	const digits = text.replace(/\s/g, '');
	return Buffer.from(
		(digits.padEnd(Math.ceil(digits.length / 8) * 8, '0').match(/.{8}/g) ?? []).map((byte) =>
			Number.parseInt(byte, 2),
		),
	);
};

/** `u(n)`: a number of `width` bits. */
export const u = (width: number, value: number) => value.toString(2).padStart(width, '0');

/** `ue(v)` (ITU-T H.264 §9.1): as many zeros as digits follow the first 1 of the number plus 1. */
export const ue = (value: number) => {
	const digits = (value + 1).toString(2);
	return `${'0'.repeat(digits.length - 1)}${digits}`;
};

/** `se(v)` (ITU-T H.264 §9.1.1): 1, -1, 2, -2 … as 1, 2, 3, 4 …. */
export const se = (value: number) => ue(value > 0 ? 2 * value - 1 : -2 * value);

/** The payload of a NAL unit with its emulation prevention bytes (ITU-T H.264 §7.4.1). */
export function withEmulationPrevention(payload: Buffer): Buffer {
	const bytes: number[] = [];
	let zeros = 0;
	for (const byte of payload) {
		if (zeros === 2 && byte <= 3) {
			bytes.push(3);
			zeros = 0;
		}
		bytes.push(byte);
		zeros = byte === 0 ? zeros + 1 : 0;
	}
	return Buffer.from(bytes);
}
