/** Motion JPEG whose first picture alone carries the quantization tables. */

const startOfImage = 0xffd8;
const quantizationTables = 0xffdb;
const startOfScan = 0xffda;

/** @param stream pictures one after the other, each with its own tables */
export function withSharedTables(stream: Buffer): Buffer {
	const kept: Buffer[] = [];
	let pictures = 0;
	for (let position = 0; position + 2 <= stream.length; ) {
		const marker = stream.readUInt16BE(position);
		const isStart = marker === startOfImage;
		if (isStart) pictures++;
		const end = isStart ? position + 2 : position + 2 + stream.readUInt16BE(position + 2);
		if (marker !== quantizationTables || pictures === 1) kept.push(stream.subarray(position, end));
		position = end;
		if (marker !== startOfScan) continue;
		const next = stream.indexOf(Buffer.from([0xff, 0xd8, 0xff]), position);
		position = next < 0 ? stream.length : next;
		kept.push(stream.subarray(end, position));
	}
	return Buffer.concat(kept);
}
