/** What the first directory of a TIFF file says about its pixels (TIFF 6.0; BigTIFF). */
import { UnsupportedMediaError } from '../errors';

const tags = {
	compression: 259,
	photometric: 262,
	samplesPerPixel: 277,
	extraSamples: 338,
} as const;
/** Values of `PhotometricInterpretation`: CIELab in three codings. */
const labPhotometrics = new Set([8, 9, 10]);
const cmyk = 5;
const grayAndPalette = new Set([0, 1, 3, 4]);
/** None, CCITT, LZW, JPEG, Deflate, PackBits: what every libtiff can read. */
const usualCompressions = new Set([1, 2, 3, 4, 5, 7, 8, 32_773, 32_946]);
const compressionNames: Record<number, string> = {
	6: 'old-style JPEG',
	34_887: 'LERC',
	34_925: 'LZMA',
	50_000: 'Zstandard',
	50_001: 'WebP',
	50_002: 'JPEG XL',
};
/** libvips hands out no more. */
const maxChannels = 5;

export interface TiffHeader {
	compression: number;
	photometric: number;
	channels: number;
	hasAlpha: boolean;
	/** There are channels that are neither colors nor alpha. */
	hasOtherChannels: boolean;
}

/** The first value of an entry, if it is a 16 or 32-bit integer; undefined for an entry without values. */
function firstValue(bytes: Buffer, entry: number, big: boolean, le: boolean): number | undefined {
	const u16 = (at: number) => (le ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
	const u32 = (at: number) => (le ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
	const u64 = (at: number) => Number(le ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
	const size = u16(entry + 2) === 3 ? 2 : 4;
	const count = big ? u64(entry + 4) : u32(entry + 4);
	if (count === 0) return undefined;
	const inline = entry + (big ? 12 : 8);
	const fits = count * size <= (big ? 8 : 4);
	const from = fits ? inline : big ? u64(inline) : u32(inline);
	return size === 2 ? u16(from) : u32(from);
}

/** Undefined when the directory cannot be read; then libvips says what is wrong. */
export function readTiffHeader(bytes: Buffer): TiffHeader | undefined {
	const le = bytes[0] === 0x49;
	const u16 = (at: number) => (le ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
	const values = new Map<number, number | undefined>();
	try {
		const big = u16(2) === 43;
		const u64 = (at: number) => Number(le ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
		const directory = big ? u64(8) : le ? bytes.readUInt32LE(4) : bytes.readUInt32BE(4);
		const count = big ? u64(directory) : u16(directory);
		const wanted = new Set<number>(Object.values(tags));
		for (let i = 0, at = directory + (big ? 8 : 2); i < count; i++, at += big ? 20 : 12)
			if (wanted.has(u16(at))) values.set(u16(at), firstValue(bytes, at, big, le));
	} catch {
		return undefined;
	}
	const first = (tag: number, fallback: number) => values.get(tag) ?? fallback;
	const photometric = first(tags.photometric, 1);
	const channels = first(tags.samplesPerPixel, 1);
	const colors = grayAndPalette.has(photometric) ? 1 : photometric === cmyk ? 4 : 3;
	// 1: premultiplied alpha, 2: alpha. 0 is unspecified: often data that nobody shows.
	const hasAlpha = [1, 2].includes(first(tags.extraSamples, 0));
	return {
		compression: first(tags.compression, 1),
		photometric,
		channels,
		hasAlpha,
		hasOtherChannels: channels > colors + Number(hasAlpha),
	};
}

/** @throws UnsupportedMediaError for what libvips cannot read, or reads as something else */
export function checkTiff({ photometric, channels }: TiffHeader): void {
	if (labPhotometrics.has(photometric))
		throw new UnsupportedMediaError('A TIFF image in CIELab colors', 'Convert it to RGB first.');
	if (channels > maxChannels)
		throw new UnsupportedMediaError(
			`A TIFF image with ${channels} channels`,
			'Save the channels to be shown as an RGB image.',
		);
}

/** The name of a compression that libvips may lack; undefined for the usual ones. */
export function unusualCompression({ compression }: TiffHeader): string | undefined {
	return usualCompressions.has(compression)
		? undefined
		: (compressionNames[compression] ?? `number ${compression}`);
}
