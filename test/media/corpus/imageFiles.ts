/** Image files that sharp does not write, made by hand. */

interface TiffSettings {
	width: number;
	height: number;
	channels: number;
	/** `ExtraSamples`: 0 = unspecified, 2 = alpha. */
	extra?: readonly number[];
	compression?: number;
	photometric?: number;
	/** The pixels, 8 bits per channel. */
	data: Buffer;
}

/** A little-endian TIFF file with one strip (TIFF 6.0). */
export function tiffFile(settings: TiffSettings): Buffer {
	const { width, height, channels, extra = [], compression = 1, photometric = 2, data } = settings;
	const short = 3;
	const entries: Array<[tag: number, values: readonly number[]]> = [
		[256, [width]],
		[257, [height]],
		[258, Array.from({ length: channels }, () => 8)],
		[259, [compression]],
		[262, [photometric]],
		[273, [0]],
		[277, [channels]],
		[278, [height]],
		[279, [data.length]],
		[284, [1]],
		...(extra.length ? [[338, extra] as [number, readonly number[]]] : []),
	];
	const directory = Buffer.alloc(2 + 12 * entries.length + 4);
	directory.writeUInt16LE(entries.length, 0);
	const behind: Buffer[] = [];
	let position = 8 + directory.length;
	for (const [i, [tag, values]] of entries.entries()) {
		const at = 2 + 12 * i;
		const isLong = tag === 273 || tag === 279;
		directory.writeUInt16LE(tag, at);
		directory.writeUInt16LE(isLong ? 4 : short, at + 2);
		directory.writeUInt32LE(values.length, at + 4);
		if (isLong) directory.writeUInt32LE(values[0] ?? 0, at + 8);
		else if (values.length <= 2)
			values.forEach((value, place) => directory.writeUInt16LE(value, at + 8 + 2 * place));
		else {
			const list = Buffer.alloc(2 * values.length);
			values.forEach((value, place) => list.writeUInt16LE(value, 2 * place));
			directory.writeUInt32LE(position, at + 8);
			behind.push(list);
			position += list.length;
		}
	}
	directory.writeUInt32LE(position, 2 + 12 * entries.findIndex(([tag]) => tag === 273) + 8);
	const head = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
	return Buffer.concat([head, directory, ...behind, data]);
}

/** The beginning of a HEIF file: its brands, and a box that names the codec of its pictures. */
export function heifFile(brands: readonly string[], codecBox: string): Buffer {
	const box = (type: string, body: Buffer) => {
		const head = Buffer.alloc(8);
		head.writeUInt32BE(8 + body.length, 0);
		head.write(type, 4, 'latin1');
		return Buffer.concat([head, body]);
	};
	const [major = '', ...compatible] = brands;
	const ftyp = box('ftyp', Buffer.from(`${major}\0\0\0\0${compatible.join('')}`, 'latin1'));
	const ipco = box('ipco', box(codecBox, Buffer.alloc(8)));
	return Buffer.concat([
		ftyp,
		box('meta', Buffer.concat([Buffer.alloc(4), box('iprp', ipco)])),
		box('mdat', Buffer.alloc(64)),
	]);
}

/**
 * A lossless JPEG of the green channel (ITU-T T.81 annex H): each sample is predicted by its left neighbor. All differences have
 * codes of the same length.
 */
export function losslessJpeg(rgb: Buffer, width: number, height: number): Buffer {
	const segment = (marker: number, ...body: number[]) => {
		const length = body.length + 2;
		return Buffer.from([0xff, marker, length >> 8, length & 255, ...body]);
	};
	const codeLength = 4;
	const categories = 9;
	const counts = Array.from({ length: 16 }, (_, i) => (i + 1 === codeLength ? categories : 0));
	const symbols = Array.from({ length: categories }, (_, i) => i);
	const bytes: number[] = [];
	let [current, filled] = [0, 0];
	const put = (value: number, length: number) => {
		for (let i = length - 1; i >= 0; i--) {
			current = (current << 1) | ((value >> i) & 1);
			if (++filled < 8) continue;
			bytes.push(current);
			if (current === 0xff) bytes.push(0);
			[current, filled] = [0, 0];
		}
	};
	const level = (x: number, y: number) => rgb[(y * width + x) * 3 + 1] ?? 0;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const predicted = x ? level(x - 1, y) : y ? level(x, y - 1) : 128;
			const difference = level(x, y) - predicted;
			const category = difference ? 32 - Math.clz32(Math.abs(difference)) : 0;
			put(category, codeLength);
			put(difference < 0 ? difference + 2 ** category - 1 : difference, category);
		}
	}
	while (filled) put(1, 1);
	return Buffer.concat([
		Buffer.from([0xff, 0xd8]),
		segment(0xc3, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0),
		segment(0xc4, 0, ...counts, ...symbols),
		segment(0xda, 1, 1, 0, 1, 0, 0),
		Buffer.from(bytes),
		Buffer.from([0xff, 0xd9]),
	]);
}
