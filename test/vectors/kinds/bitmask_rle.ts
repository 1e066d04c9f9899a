/** Run-length text of bitmasks: the package's codec against the official client's (protocol §8.2). */
import type { Mask } from '../../../src/geometry/mask';
import {
	countRuns,
	decodeMask,
	encodeMask,
	packCounts,
	unpackCounts,
} from '../../../src/labels/shapes/parts/runLengths';
import { maskFromRows } from '../../oracle/maskFromRows';
import { defineKind, verdict } from '../kind';

interface Input {
	kind: 'encode' | 'counts' | 'decode' | 'reject';
	rows?: string;
	counts?: number[];
	rleString?: string;
	width?: number;
	height?: number;
	array?: { dtype: string; shape: number[] };
}

interface Expected {
	dict?: unknown;
	counts?: number[];
	rleString?: string;
	rows?: string;
	error?: string;
}

export const kind = defineKind<Input, Expected>({
	file: 'bitmask_rle',
	run({ input, expected }) {
		const actual = attempt(() => compute(input));
		if (expected.error !== undefined) return { pass: 'error' in actual, expected, actual };
		return verdict(expected, actual);
	},
});

function compute({
	kind: what,
	rows = '',
	counts = [],
	rleString = '',
	width = 0,
	height = 0,
	array,
}: Input): object {
	switch (what) {
		case 'encode': {
			const mask = maskOf(rows);
			return { dict: encodeMask(mask), counts: countRuns(mask.data) };
		}
		case 'counts':
			return { rleString: packCounts(counts) };
		case 'decode':
			return {
				rows: rowsOf(decodeMask({ width, height, rleString })),
				counts: unpackCounts(rleString),
			};
		case 'reject':
			return encodeMask(
				maskFromRows(
					filled(array?.shape ?? [], array?.dtype === 'bool' ? false : 0) as boolean[][],
				),
			);
	}
}

function attempt(work: () => object): object {
	try {
		return work();
	} catch (error) {
		if (error instanceof RangeError || error instanceof TypeError) return { error: error.message };
		throw error;
	}
}

function maskOf(rows: string): Mask {
	return maskFromRows(rows.split('/').map((row) => [...row].map((pixel) => pixel === '1')));
}

function rowsOf({ width, height, data }: Mask): string {
	return Array.from({ length: height }, (_, y) =>
		[...data.subarray(y * width, (y + 1) * width)].join(''),
	).join('/');
}

/** An array of this shape, every element the same. */
function filled([length, ...rest]: number[], value: unknown): unknown {
	return length === undefined ? value : Array.from({ length }, () => filled(rest, value));
}
