/** Which kind of JPEG a file holds, by its frame header (ITU-T T.81 table B.1). */

const isFrameHeader = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const losslessFrames = new Set([0xc3, 0xc7, 0xcb, 0xcf]);
const progressiveFrames = new Set([0xc2, 0xc6, 0xca, 0xce]);

export type JpegKind = 'sequential' | 'progressive' | 'lossless';

export function jpegKind(bytes: Buffer): JpegKind {
	for (let position = 2; position + 4 <= bytes.length; ) {
		if (bytes[position] !== 0xff) break;
		const marker = bytes[position + 1] ?? 0;
		// Fill bytes may precede a marker.
		if (marker === 0xff) {
			position++;
			continue;
		}
		if (isFrameHeader(marker))
			return losslessFrames.has(marker)
				? 'lossless'
				: progressiveFrames.has(marker)
					? 'progressive'
					: 'sequential';
		position += 2 + bytes.readUInt16BE(position + 2);
	}
	return 'sequential';
}
