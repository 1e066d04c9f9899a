/** The label kinds on this repository's own copies of a few cases. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { VectorFile } from './kind';
import { loadKinds, runVectorFile } from './runner';

it.each([
	['bitmask_rle', []],
	['label_round_trip', []],
	['label_serialisation', [['emptied frames', 2]]],
])('%s reproduces the official client', async (file, rules) => {
	const kind = (await loadKinds()).get(file);
	const whole = JSON.parse(
		readFileSync(join(__dirname, 'fixtures', `${file}.json`), 'utf8'),
	) as VectorFile;
	const result = await runVectorFile(kind!, whole);
	expect(result.firstDifference).toBeUndefined();
	expect(result.passed).toBe(whole.cases.length);
	expect(result.rules.map(({ name, cases }) => [name, cases])).toEqual(rules);
});
