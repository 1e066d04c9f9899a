/** The label kinds on this repository's own copies of a few cases. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
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

/**
 * No golden case sets an author of a classification on one frame, so this one is written by hand. The official client's source says what
 * it does: the annotation of a frame has authors of its own, and only `set_for_frames` also sets those of the answer entry.
 */
describe('the rule about authors of a classification', () => {
	const AUTHOR = 'ann@example.com';
	const run = async (change: (labels: { [frame: string]: Frame }) => void) => {
		const kind = (await loadKinds()).get('label_serialisation')!;
		const whole = JSON.parse(
			readFileSync(join(__dirname, 'fixtures', 'label_serialisation.json'), 'utf8'),
		) as VectorFile<{ ops: object[] }, { dict: { data_units: { [hash: string]: Unit } } }>;
		const vector = whole.cases.find(({ name }) => name === 'cls-video-per-frame-metadata')!;
		vector.input.ops.push({
			op: 'setProperty',
			ref: 'c',
			frame: 0,
			name: 'createdBy',
			value: AUTHOR,
		});
		change(Object.values(vector.expected.dict.data_units)[0]!.labels);
		return await kind.run(vector, whole);
	};

	it('takes an author that stays on its frame in the client, and ours in the entry too', async () => {
		const { pass, rule } = await run((labels) => {
			labels['0']!.classifications[0]!.createdBy = AUTHOR;
		});
		expect(pass).toBe(true);
		expect(rule?.name).toBe('authors of a classification');
	});

	it.each<[string, (labels: { [frame: string]: Frame }) => void]>([
		['an author on no frame', () => undefined],
		[
			'an author on another frame',
			(labels) => (labels['1']!.classifications[0]!.createdBy = AUTHOR),
		],
		[
			'another confidence beside it',
			(labels) =>
				Object.assign(labels['0']!.classifications[0]!, { createdBy: AUTHOR, confidence: 0.6 }),
		],
	])('takes nothing else: %s', async (_, change) => {
		expect((await run(change)).pass).toBe(false);
	});
});

interface Frame {
	classifications: Array<{ createdBy: string }>;
}

interface Unit {
	labels: { [frame: string]: Frame };
}
