/** The runner itself: what it prints, counts and skips. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defineKind, sameJson, verdict, type VectorFile } from './kind';
import { runFolder, runVectorFile } from './runner';

const doubling = defineKind<number, number>({
	file: 'doubling',
	run({ input, expected }) {
		if (input < 0) throw new RangeError('negative');
		const rule = input === 5 ? { name: 'five', reason: 'five is special' } : undefined;
		return { ...verdict(expected, rule ? expected : input * 2), rule };
	},
});

function file(...cases: Array<[input: number, expected: number]>): VectorFile {
	return {
		format: 'doubling',
		cases: cases.map(([input, expected]) => ({ name: `case ${input}`, input, expected })),
	};
}

describe('runVectorFile', () => {
	it('counts and keeps the first difference in full', async () => {
		const result = await runVectorFile(doubling, file([1, 2], [2, 5], [3, 7]));
		expect(result).toMatchObject({
			passed: 1,
			failed: 2,
			firstDifference: {
				vector: { name: 'case 2', input: 2 },
				verdict: { expected: 5, actual: 4 },
			},
		});
	});

	it('takes what a kind throws as a failure of that case only', async () => {
		const result = await runVectorFile(doubling, file([-1, 2], [2, 4]));
		expect(result).toMatchObject({ passed: 1, failed: 1 });
		expect(JSON.stringify(result.firstDifference)).toContain('RangeError: negative');
	});

	it('names the rules that cases passed by', async () => {
		expect((await runVectorFile(doubling, file([5, 11], [5, 12], [1, 2]))).rules).toEqual([
			{ name: 'five', reason: 'five is special', cases: 2 },
		]);
	});
});

describe('sameJson', () => {
	it.each([
		[{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1.0 }, true],
		[[1, 2], [2, 1], false],
		[{ a: undefined }, {}, true],
		[{ a: null }, {}, false],
		[0, -0, true],
	])('%j and %j: %s', (left, right, same) => expect(sameJson(left, right)).toBe(same));
});

describe('runFolder', () => {
	let folder: string;
	const lines: string[] = [];
	const run = async (...names: string[]) =>
		await runFolder(folder, names, (line) => lines.push(line));
	const emptyKey = {
		name: 'empty',
		input: { privateKey: '', passphrase: null },
		expected: { ok: false },
	};

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'vectors-'));
		lines.length = 0;
		writeFileSync(
			join(folder, 'key_formats.json'),
			JSON.stringify({ format: 'key-formats', cases: [emptyKey] }),
		);
		writeFileSync(
			join(folder, 'unheard_of.json'),
			JSON.stringify({ format: 'unheard-of', cases: [emptyKey] }),
		);
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('runs every file of a folder, names what it cannot run, and ends with the total', async () => {
		expect(await run()).toBe(true);
		expect(lines).toEqual([
			'key_formats: 1 passed, 0 failed',
			'unheard_of: skipped, nothing here runs this kind',
			'1 passed, 0 failed',
		]);
	});

	it('runs named files only, with or without .json', async () => {
		await run('key_formats.json');
		expect(lines).toEqual(['key_formats: 1 passed, 0 failed', '1 passed, 0 failed']);
	});

	it('fails, and shows the case, when something differs', async () => {
		const wrong = { ...emptyKey, expected: { ok: true, publicKeyHex: 'ab' } };
		writeFileSync(
			join(folder, 'key_formats.json'),
			JSON.stringify({ format: 'key-formats', cases: [wrong] }),
		);
		expect(await run('key_formats')).toBe(false);
		expect(lines[0]).toBe('key_formats: 0 passed, 1 failed');
		expect(lines[1]).toBe('  first difference: empty');
		expect(lines.at(-1)).toBe('0 passed, 1 failed');
	});

	it('fails for a named file that is not there', async () => {
		expect(await run('signature_v1')).toBe(false);
		expect(lines).toEqual(['signature_v1: no such file in the folder', '0 passed, 1 failed']);
	});
});
