/** Boxes of MP4 and MOV files (ISO/IEC 14496-12): walking them and reading the tables of a track. */
import { MediaError } from '../errors';
import type { Samples } from '../index/sampleTable';

export interface Box {
	type: string;
	/** Content without the header. */
	body: Buffer;
}

export const damaged = (what: string) =>
	new MediaError(
		'damaged',
		`The file's index is damaged: ${what}. Upload the file again or re-encode it.`,
	);

/** Size and type of a box whose first bytes these are; size 0 = up to the end of the file. */
export function boxHeader(
	bytes: Buffer,
): { size: number; header: number; type: string } | undefined {
	if (bytes.length < 8) return undefined;
	const short = bytes.readUInt32BE(0);
	const type = bytes.toString('latin1', 4, 8);
	if (short !== 1) return { size: short, header: 8, type };
	if (bytes.length < 16) return undefined;
	return { size: Number(bytes.readBigUInt64BE(8)), header: 16, type };
}

/** Boxes inside a body. A box that claims more bytes than there are is an error. */
export function* boxes(body: Buffer): Generator<Box> {
	for (let position = 0; position + 8 <= body.length; ) {
		const head = boxHeader(body.subarray(position));
		if (!head) return;
		const size = head.size === 0 ? body.length - position : head.size;
		// QuickTime ends lists of boxes with four zero bytes, which look like a box up to the end.
		if (head.size === 0 && head.type === '\0\0\0\0') return;
		if (size < head.header || position + size > body.length)
			throw damaged(`a "${head.type}" box is longer than what holds it`);
		yield { type: head.type, body: body.subarray(position + head.header, position + size) };
		position += size;
	}
}

export function child(body: Buffer, ...path: string[]): Buffer | undefined {
	let current: Buffer | undefined = body;
	for (const type of path) {
		if (!current) return undefined;
		let found: Buffer | undefined;
		for (const box of boxes(current))
			if (box.type === type) {
				found = box.body;
				break;
			}
		current = found;
	}
	return current;
}

export const children = (body: Buffer, type: string) =>
	[...boxes(body)].filter((box) => box.type === type).map((box) => box.body);

/** A table's entry count, checked against the bytes that are there. */
function entries(body: Buffer, name: string, at: number, bytesEach: number): number {
	if (body.length < at + 4) throw damaged(`the "${name}" table is cut off`);
	const count = body.readUInt32BE(at);
	if (at + 4 + count * bytesEach > body.length)
		throw damaged(`the "${name}" table promises more entries than it has`);
	return count;
}

function sampleSizes(stbl: Buffer): Uint32Array {
	const stsz = child(stbl, 'stsz');
	if (stsz) {
		if (stsz.length < 12) throw damaged('the "stsz" table is cut off');
		const fixed = stsz.readUInt32BE(4);
		if (fixed) return new Uint32Array(Math.min(stsz.readUInt32BE(8), 2 ** 28)).fill(fixed);
		const sizes = new Uint32Array(entries(stsz, 'stsz', 8, 4));
		for (let i = 0; i < sizes.length; i++) sizes[i] = stsz.readUInt32BE(12 + 4 * i);
		return sizes;
	}
	const stz2 = child(stbl, 'stz2');
	if (!stz2) throw damaged('it has no sizes of samples');
	const bits = stz2[7] ?? 0;
	const sizes = new Uint32Array(entries(stz2, 'stz2', 8, bits / 8));
	for (let i = 0; i < sizes.length; i++) {
		const byte = stz2[12 + (i >> 1)] ?? 0;
		sizes[i] =
			bits === 16
				? stz2.readUInt16BE(12 + 2 * i)
				: bits === 8
					? (stz2[12 + i] ?? 0)
					: i & 1
						? byte & 15
						: byte >> 4;
	}
	return sizes;
}

function chunkOffsets(stbl: Buffer): Float64Array {
	const co64 = child(stbl, 'co64');
	const table = co64 ?? child(stbl, 'stco');
	if (!table) throw damaged('it has no positions of samples');
	const offsets = new Float64Array(entries(table, 'stco', 4, co64 ? 8 : 4));
	for (let i = 0; i < offsets.length; i++)
		offsets[i] = co64 ? Number(table.readBigUInt64BE(8 + 8 * i)) : table.readUInt32BE(8 + 4 * i);
	return offsets;
}

/** True when samples refer to more than the first sample description. */
export function usesSeveralDescriptions(stbl: Buffer): boolean {
	const stsc = child(stbl, 'stsc');
	if (!stsc) return false;
	const count = entries(stsc, 'stsc', 4, 12);
	for (let i = 0; i < count; i++) if (stsc.readUInt32BE(16 + 12 * i) !== 1) return true;
	return false;
}

function sampleOffsets(stbl: Buffer, sizes: Uint32Array): Float64Array {
	const chunks = chunkOffsets(stbl);
	const stsc = child(stbl, 'stsc');
	const runs = stsc ? entries(stsc, 'stsc', 4, 12) : 0;
	if (!stsc || (!runs && sizes.length)) throw damaged('it does not say how samples are grouped');
	const offsets = new Float64Array(sizes.length);
	let sample = 0;
	for (let run = 0; run < runs; run++) {
		const first = stsc.readUInt32BE(8 + 12 * run) - 1;
		const perChunk = stsc.readUInt32BE(12 + 12 * run);
		const end = run + 1 < runs ? stsc.readUInt32BE(8 + 12 * (run + 1)) - 1 : chunks.length;
		for (let chunk = first; chunk < end && sample < sizes.length; chunk++) {
			let offset = chunks[chunk];
			if (offset === undefined) throw damaged('samples lie in a chunk that does not exist');
			for (let i = 0; i < perChunk && sample < sizes.length; i++) {
				offsets[sample] = offset;
				offset += sizes[sample++] ?? 0;
			}
		}
	}
	if (sample < sizes.length) throw damaged('it places fewer samples than it counts');
	return offsets;
}

function presentationTimes(stbl: Buffer, count: number): Float64Array {
	const times = new Float64Array(count);
	const stts = child(stbl, 'stts');
	if (!stts) throw damaged('it has no times of samples');
	const runs = entries(stts, 'stts', 4, 8);
	let [sample, time] = [0, 0];
	for (let run = 0; run < runs; run++) {
		const length = stts.readUInt32BE(8 + 8 * run);
		const delta = stts.readInt32BE(12 + 8 * run);
		for (let i = 0; i < length && sample < count; i++, time += delta) times[sample++] = time;
	}
	if (sample < count) throw damaged('it times fewer samples than it counts');
	const ctts = child(stbl, 'ctts');
	if (!ctts) return times;
	const shifts = entries(ctts, 'ctts', 4, 8);
	sample = 0;
	for (let run = 0; run < shifts; run++) {
		const length = ctts.readUInt32BE(8 + 8 * run);
		const shift = ctts.readInt32BE(12 + 8 * run);
		for (let i = 0; i < length && sample < count; i++, sample++)
			times[sample] = (times[sample] ?? 0) + shift;
	}
	return times;
}

function keyFlags(stbl: Buffer, count: number): Uint8Array {
	const stss = child(stbl, 'stss');
	if (!stss) return new Uint8Array(count).fill(1);
	const keys = new Uint8Array(count);
	for (const table of [stss, child(stbl, 'stps')]) {
		const length = table ? entries(table, 'stss', 4, 4) : 0;
		for (let i = 0; table && i < length; i++) keys[table.readUInt32BE(8 + 4 * i) - 1] = 1;
	}
	return keys;
}

/** All tables of an `stbl` box, checked against each other. */
export function readSamples(stbl: Buffer): Samples {
	const sizes = sampleSizes(stbl);
	const count = sizes.length;
	return {
		count,
		sizes,
		offsets: sampleOffsets(stbl, sizes),
		times: presentationTimes(stbl, count),
		keys: keyFlags(stbl, count),
	};
}
