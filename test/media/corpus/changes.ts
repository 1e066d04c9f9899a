/** Changes of a file's bytes that leave its length as it is. */

/** Replaces text by other text of the same length. @throws when the text is not there */
export function replaced(bytes: Buffer, old: RegExp, text: string): Buffer {
	const found = old.exec(bytes.toString('latin1'));
	if (found?.[0].length !== text.length)
		throw new Error(`no ${old.source} of ${text.length} bytes`);
	bytes.write(text, found.index, 'latin1');
	return bytes;
}

/** Claims that an H.264 stream was written by another build of x264. @param build three digits */
export const withBuild = (bytes: Buffer, build: string) =>
	replaced(bytes, /x264 - core \d{3}/, `x264 - core ${build}`);

/** Ends the box that holds the samples of an MP4 file 8 bytes before they end. */
export function withShortMdat(bytes: Buffer): Buffer {
	const mdat = bytes.indexOf('mdat') - 4;
	bytes.writeUInt32BE(bytes.readUInt32BE(mdat) - 8, mdat);
	return bytes;
}
