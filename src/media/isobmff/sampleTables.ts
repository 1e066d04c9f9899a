/** The tables of a track's `stbl` box: sizes, positions, times and sync samples (ISO/IEC 14496-12 §8.6, ISO/IEC 14496-12 §8.7). */
import type { Samples } from '../index/samples';
import { child, damaged } from './boxes';

/** The entry count of a table, checked against the length of its box. */
function entryCount(body: Buffer, name: string, at: number, bytesEach: number): number {
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
		const sizes = new Uint32Array(entryCount(stsz, 'stsz', 8, 4));
		for (let i = 0; i < sizes.length; i++) sizes[i] = stsz.readUInt32BE(12 + 4 * i);
		return sizes;
	}
	const stz2 = child(stbl, 'stz2');
	if (!stz2) throw damaged('it has no sizes of samples');
	const bits = stz2[7] ?? 0;
	const sizes = new Uint32Array(entryCount(stz2, 'stz2', 8, bits / 8));
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
	const offsets = new Float64Array(entryCount(table, 'stco', 4, co64 ? 8 : 4));
	for (let i = 0; i < offsets.length; i++)
		offsets[i] = co64 ? Number(table.readBigUInt64BE(8 + 8 * i)) : table.readUInt32BE(8 + 4 * i);
	return offsets;
}

/** Whether a sample refers to another sample description than the first. */
export function usesSeveralDescriptions(stbl: Buffer): boolean {
	const stsc = child(stbl, 'stsc');
	if (!stsc) return false;
	const count = entryCount(stsc, 'stsc', 4, 12);
	for (let i = 0; i < count; i++) if (stsc.readUInt32BE(16 + 12 * i) !== 1) return true;
	return false;
}

function sampleOffsets(stbl: Buffer, sizes: Uint32Array): Float64Array {
	const chunks = chunkOffsets(stbl);
	const stsc = child(stbl, 'stsc');
	const runs = stsc ? entryCount(stsc, 'stsc', 4, 12) : 0;
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

/** Decode times (`stts`) plus composition offsets (`ctts`). */
function presentationTimestamps(stbl: Buffer, count: number): Float64Array {
	const pts = new Float64Array(count);
	const stts = child(stbl, 'stts');
	if (!stts) throw damaged('it has no times of samples');
	const runs = entryCount(stts, 'stts', 4, 8);
	let [sample, time] = [0, 0];
	for (let run = 0; run < runs; run++) {
		const length = stts.readUInt32BE(8 + 8 * run);
		const delta = stts.readInt32BE(12 + 8 * run);
		for (let i = 0; i < length && sample < count; i++, time += delta) pts[sample++] = time;
	}
	if (sample < count) throw damaged('it times fewer samples than it counts');
	const ctts = child(stbl, 'ctts');
	if (!ctts) return pts;
	const offsetRuns = entryCount(ctts, 'ctts', 4, 8);
	sample = 0;
	for (let run = 0; run < offsetRuns; run++) {
		const length = ctts.readUInt32BE(8 + 8 * run);
		const offset = ctts.readInt32BE(12 + 8 * run);
		for (let i = 0; i < length && sample < count; i++, sample++)
			pts[sample] = (pts[sample] ?? 0) + offset;
	}
	return pts;
}

/** Without an `stss` box all samples are sync samples. `stps` lists QuickTime's partial sync samples. */
function syncFlags(stbl: Buffer, count: number): Uint8Array {
	const stss = child(stbl, 'stss');
	if (!stss) return new Uint8Array(count).fill(1);
	const sync = new Uint8Array(count);
	for (const table of [stss, child(stbl, 'stps')]) {
		const length = table ? entryCount(table, 'stss', 4, 4) : 0;
		for (let i = 0; table && i < length; i++) sync[table.readUInt32BE(8 + 4 * i) - 1] = 1;
	}
	return sync;
}

/** Reads all tables of an `stbl` box and checks them against each other. @throws MediaError `damaged` */
export function readSamples(stbl: Buffer): Samples {
	const sizes = sampleSizes(stbl);
	const count = sizes.length;
	return {
		count,
		sizes,
		offsets: sampleOffsets(stbl, sizes),
		pts: presentationTimestamps(stbl, count),
		sync: syncFlags(stbl, count),
	};
}
