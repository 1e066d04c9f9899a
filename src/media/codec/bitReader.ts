/** Bits and Exp-Golomb numbers of video headers (ITU-T H.264 §9.1). */

/** Most significant bit first. Behind the last byte come zeros. */
export class BitReader {
	private position = 0;

	constructor(private readonly bytes: Uint8Array) {}

	bit(): number {
		const byte = this.bytes[this.position >> 3] ?? 0;
		return (byte >> (7 - (this.position++ & 7))) & 1;
	}

	bits(count: number): number {
		let value = 0;
		for (let i = 0; i < count; i++) value = value * 2 + this.bit();
		return value;
	}

	/** `ue(v)`. */
	golomb(): number {
		let zeros = 0;
		while (zeros < 31 && !this.bit()) zeros++;
		return 2 ** zeros - 1 + this.bits(zeros);
	}

	/** Several numbers that are of no interest. */
	golombs(count: number): void {
		for (let i = 0; i < count; i++) this.golomb();
	}

	/** `se(v)`. */
	signedGolomb(): number {
		const code = this.golomb();
		return code & 1 ? (code + 1) / 2 : -code / 2;
	}
}

/** A unit's bytes without those that keep start codes out of it (ITU-T H.264 §7.4.1). */
export function unescaped(unit: Buffer): Buffer {
	const bytes = Buffer.allocUnsafe(unit.length);
	let length = 0;
	for (let i = 0; i < unit.length; i++) {
		if (unit[i] === 3 && i >= 2 && !unit[i - 1] && !unit[i - 2]) continue;
		bytes[length++] = unit[i] ?? 0;
	}
	return bytes.subarray(0, length);
}
