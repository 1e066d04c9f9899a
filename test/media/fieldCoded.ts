/**
 * H.264 whose pictures are stored as two fields, each a coded picture of its own (ITU-T H.264, field_pic_flag): no encoder at
 * hand makes such streams, so the bits are written here, every macroblock with its samples as they are (I_PCM).
 */
import { numberedPicture } from './burntNumber';

class Bits {
	private readonly bytes: number[] = [];
	private current = 0;
	private filled = 0;

	fixed(value: number, length: number): this {
		for (let i = length - 1; i >= 0; i--) {
			this.current = (this.current << 1) | ((value >> i) & 1);
			if (++this.filled === 8) {
				this.bytes.push(this.current);
				[this.current, this.filled] = [0, 0];
			}
		}
		return this;
	}

	/** Unsigned Exp-Golomb. */
	golomb(...values: number[]): this {
		for (const value of values) {
			const length = 32 - Math.clz32(value + 1);
			this.fixed(0, length - 1).fixed(value + 1, length);
		}
		return this;
	}

	aligned(samples: Iterable<number>): this {
		while (this.filled) this.fixed(0, 1);
		for (const sample of samples) this.bytes.push(sample);
		return this;
	}

	/** With the bits that end a unit. */
	unit(header: number): Buffer {
		this.fixed(1, 1).aligned([]);
		const escaped: number[] = [header];
		let zeros = 0;
		for (const byte of this.bytes) {
			if (zeros >= 2 && byte <= 3) {
				escaped.push(3);
				zeros = 0;
			}
			escaped.push(byte);
			zeros = byte ? 0 : zeros + 1;
		}
		return Buffer.from([0, 0, 0, 1, ...escaped]);
	}
}

const macroblock = 16;

function parameterSets(width: number, height: number, columns: number, rows: number): Buffer {
	const cut = [(columns * macroblock - width) / 2, (2 * rows * macroblock - height) / 4];
	const sequence = new Bits().fixed(77, 8).fixed(0, 8).fixed(30, 8);
	// Numbers of 4 bits, pictures shown in the order of decoding, one reference.
	sequence
		.golomb(0, 0, 2, 1)
		.fixed(0, 1)
		.golomb(columns - 1, rows - 1);
	// Fields are allowed, no mixing inside a picture, direct_8x8_inference; cropping; nothing about the display.
	sequence
		.fixed(0b001, 3)
		.fixed(1, 1)
		.golomb(0, cut[0] ?? 0, 0, cut[1] ?? 0)
		.fixed(0, 1);
	const picture = new Bits()
		.golomb(0, 0)
		.fixed(0, 2)
		.golomb(0, 0, 0)
		.fixed(0, 3)
		.golomb(0, 0, 0)
		.fixed(0b100, 3);
	return Buffer.concat([sequence.unit(0x67), picture.unit(0x68)]);
}

interface Field {
	luma: (x: number, y: number) => number;
	columns: number;
	rows: number;
	bottom: boolean;
	/** Pictures since the last clean start. */
	since: number;
	/** Differs between clean starts that follow each other. */
	start: number;
}

function fieldUnit({ luma, columns, rows, bottom, since, start }: Field): Buffer {
	const clean = since === 0 && !bottom;
	const bits = new Bits()
		.golomb(0, 7, 0)
		.fixed(since & 15, 4)
		.fixed(1, 1)
		.fixed(Number(bottom), 1);
	if (clean) bits.golomb(start).fixed(0, 2);
	else bits.fixed(0, 1);
	// No change of quality, no smoothing of edges.
	bits.golomb(0, 1);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			bits
				.golomb(25)
				.aligned(
					Array.from({ length: 384 }, (_, i) =>
						i < 256 ? luma(column * macroblock + (i & 15), row * macroblock + (i >> 4)) : 128,
					),
				);
		}
	}
	return bits.unit(clean ? 0x65 : 0x61);
}

/** An elementary stream of gray numbered pictures, two fields each, with a clean start every `gop` pictures. */
export function fieldCodedStream(
	count: number,
	width: number,
	height: number,
	gop: number,
): Buffer {
	const [columns, rows] = [Math.ceil(width / macroblock), Math.ceil(height / (2 * macroblock))];
	const units: Buffer[] = [];
	for (let number = 0; number < count; number++) {
		const picture = numberedPicture(number, width, height);
		const since = number % gop;
		if (!since) units.push(parameterSets(width, height, columns, rows));
		for (const bottom of [false, true]) {
			const luma = (x: number, y: number) => {
				const line = Math.min(2 * y + Number(bottom), height - 1);
				return (
					16 +
					Math.round(((picture[(line * width + Math.min(x, width - 1)) * 3 + 1] ?? 0) * 219) / 255)
				);
			};
			units.push(
				fieldUnit({ luma, columns, rows, bottom, since, start: Math.floor(number / gop) & 1 }),
			);
		}
	}
	return Buffer.concat(units);
}
