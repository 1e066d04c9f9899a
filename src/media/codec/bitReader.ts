/** Reads the bit fields and Exp-Golomb codes of video headers (ITU-T H.264 §7.2, ITU-T H.264 §9.1). */

/** Most significant bit first. Past the end it reads zeros. */
export class BitReader {
	private position = 0;

	constructor(private readonly bytes: Uint8Array) {}

	bit(): number {
		const byte = this.bytes[this.position >> 3] ?? 0;
		return (byte >> (7 - (this.position++ & 7))) & 1;
	}

	/** `u(n)`: an unsigned number of `count` bits. */
	bits(count: number): number {
		let value = 0;
		for (let i = 0; i < count; i++) value = value * 2 + this.bit();
		return value;
	}

	/** `ue(v)`: an unsigned Exp-Golomb code. */
	ue(): number {
		let zeros = 0;
		while (zeros < 32 && !this.bit()) zeros++;
		return 2 ** zeros - 1 + this.bits(zeros);
	}

	skipUe(count: number): void {
		for (let i = 0; i < count; i++) this.ue();
	}

	/** `se(v)`: a signed Exp-Golomb code. */
	se(): number {
		const code = this.ue();
		return code & 1 ? (code + 1) / 2 : -code / 2;
	}
}

/** Removes the emulation prevention bytes of a NAL unit (ITU-T H.264 §7.4.1). */
export function removeEmulationPrevention(unit: Buffer): Buffer {
	const bytes = Buffer.allocUnsafe(unit.length);
	let length = 0;
	for (let i = 0; i < unit.length; i++) {
		if (unit[i] === 3 && i >= 2 && !unit[i - 1] && !unit[i - 2]) continue;
		bytes[length++] = unit[i] ?? 0;
	}
	return bytes.subarray(0, length);
}
