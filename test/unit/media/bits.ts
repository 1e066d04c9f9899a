/** Bytes from digits 0 and 1; spaces are ignored, the last byte is filled up with zeros. */
export const bits = (text: string) => {
	const digits = text.replace(/\s/g, '');
	return Buffer.from(
		(digits.padEnd(Math.ceil(digits.length / 8) * 8, '0').match(/.{8}/g) ?? []).map((byte) =>
			Number.parseInt(byte, 2),
		),
	);
};
