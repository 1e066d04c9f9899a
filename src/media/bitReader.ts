/** Bits and Exp-Golomb numbers of video headers, most significant bit first. Behind the last byte come zeros. */
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

	/** `ue(v)` of ITU-T H.264 §9.1. */
	golomb(): number {
		let zeros = 0;
		while (zeros < 31 && !this.bit()) zeros++;
		return 2 ** zeros - 1 + this.bits(zeros);
	}

	/** `se(v)`. */
	signedGolomb(): number {
		const code = this.golomb();
		return code & 1 ? (code + 1) / 2 : -code / 2;
	}
}
