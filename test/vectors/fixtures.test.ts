/** Every vector kind on this repository's own copies of a few cases. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { VectorFile } from './kind';
import { loadKinds, runVectorFile } from './runner';

const FIXTURES = join(__dirname, 'fixtures');

describe('vector kinds', () => {
	it.each(['key_formats', 'signature_v1', 'signature_v2'])(
		'%s reproduces the official client',
		async (file) => {
			const kind = (await loadKinds()).get(file);
			const whole = JSON.parse(readFileSync(join(FIXTURES, `${file}.json`), 'utf8')) as VectorFile;
			const result = await runVectorFile(kind!, whole);
			expect(result.firstDifference).toBeUndefined();
			expect(result.passed).toBe(whole.cases.length);
		},
	);

	it('are all loadable and named like their files', async () => {
		const kinds = await loadKinds();
		expect([...kinds.keys()]).toEqual(
			expect.arrayContaining(['key_formats', 'signature_v1', 'signature_v2']),
		);
		for (const file of kinds.keys())
			expect(existsSync(join(__dirname, 'kinds', `${file}.ts`))).toBe(true);
	});

	it('accept a key with escaped line breaks by rule, not by the name of the case', async () => {
		const kind = (await loadKinds()).get('key_formats');
		const whole = JSON.parse(
			readFileSync(join(FIXTURES, 'key_formats.json'), 'utf8'),
		) as VectorFile;
		const { rules } = await runVectorFile(kind!, whole);
		expect(rules.map(({ name, cases }) => [name, cases])).toEqual([
			['escaped-line-breaks', 1],
			['no-break-spaces', 1],
		]);
	});
});
