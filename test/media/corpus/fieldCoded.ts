/**
 * Writes H.264 streams in which each field is a coded picture of its own (ITU-T H.264, field_pic_flag). ffmpeg's encoders do not
 * make such streams. All macroblocks are uncompressed (I_PCM).
 */
import { numberedPicture } from './burntNumber';

class BitWriter {
	private readonly bytes: number[] = [];
	private current = 0;
	private filled = 0;

	/** `u(n)`: an unsigned number of `length` bits. */
	bits(value: number, length: number): this {
		for (let i = length - 1; i >= 0; i--) {
			this.current = (this.current << 1) | ((value >> i) & 1);
			if (++this.filled === 8) {
				this.bytes.push(this.current);
				[this.current, this.filled] = [0, 0];
			}
		}
		return this;
	}

	/** `ue(v)`: unsigned Exp-Golomb codes. */
	ue(...values: number[]): this {
		for (const value of values) {
			const length = 32 - Math.clz32(value + 1);
			this.bits(0, length - 1).bits(value + 1, length);
		}
		return this;
	}

	/** Aligns to a byte and appends whole bytes. */
	aligned(samples: Iterable<number>): this {
		while (this.filled) this.bits(0, 1);
		for (const sample of samples) this.bytes.push(sample);
		return this;
	}

	/** Ends a NAL unit: adds trailing bits, emulation prevention bytes, and a start code. */
	nalUnit(header: number): Buffer {
		this.bits(1, 1).aligned([]);
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
	const cropping = [(columns * macroblock - width) / 2, (2 * rows * macroblock - height) / 4];
	const sequence = new BitWriter().bits(77, 8).bits(0, 8).bits(30, 8);
	// frame_num of 4 bits, pic_order_cnt_type 2 (no reordering), one reference frame.
	sequence
		.ue(0, 0, 2, 1)
		.bits(0, 1)
		.ue(columns - 1, rows - 1);
	// Fields allowed, no adaptive coding per macroblock, direct_8x8_inference; cropping; no VUI.
	sequence
		.bits(0b001, 3)
		.bits(1, 1)
		.ue(0, cropping[0] ?? 0, 0, cropping[1] ?? 0)
		.bits(0, 1);
	const picture = new BitWriter()
		.ue(0, 0)
		.bits(0, 2)
		.ue(0, 0, 0)
		.bits(0, 3)
		.ue(0, 0, 0)
		.bits(0b100, 3);
	return Buffer.concat([sequence.nalUnit(0x67), picture.nalUnit(0x68)]);
}

interface Field {
	luma: (x: number, y: number) => number;
	columns: number;
	rows: number;
	bottom: boolean;
	/** Pictures since the last IDR picture. */
	sinceIdr: number;
	/** Must differ between consecutive IDR pictures. */
	idrPicId: number;
}

function fieldUnit({ luma, columns, rows, bottom, sinceIdr, idrPicId }: Field): Buffer {
	const isIdr = sinceIdr === 0 && !bottom;
	const bits = new BitWriter()
		.ue(0, 7, 0)
		.bits(sinceIdr & 15, 4)
		.bits(1, 1)
		.bits(Number(bottom), 1);
	if (isIdr) bits.ue(idrPicId).bits(0, 2);
	else bits.bits(0, 1);
	// slice_qp_delta 0, no deblocking filter.
	bits.ue(0, 1);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			bits
				.ue(25)
				.aligned(
					Array.from({ length: 384 }, (_, i) =>
						i < 256 ? luma(column * macroblock + (i & 15), row * macroblock + (i >> 4)) : 128,
					),
				);
		}
	}
	return bits.nalUnit(isIdr ? 0x65 : 0x61);
}

/** An elementary stream of gray numbered pictures, two fields each, with an IDR picture every `gop` pictures. */
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
		const sinceIdr = number % gop;
		if (!sinceIdr) units.push(parameterSets(width, height, columns, rows));
		for (const bottom of [false, true]) {
			const luma = (x: number, y: number) => {
				const line = Math.min(2 * y + Number(bottom), height - 1);
				return (
					16 +
					Math.round(((picture[(line * width + Math.min(x, width - 1)) * 3 + 1] ?? 0) * 219) / 255)
				);
			};
			units.push(
				fieldUnit({
					luma,
					columns,
					rows,
					bottom,
					sinceIdr,
					idrPicId: Math.floor(number / gop) & 1,
				}),
			);
		}
	}
	return Buffer.concat(units);
}
