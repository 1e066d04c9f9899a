/** The numbers and sentences of comparisons in the output. */
import { describe, expect, it } from '@jest/globals';
import type { ClassCorrections } from '../../../../src/labels/comparing/corrections';
import { Tally, type Difference } from '../../../../src/labels/comparing/tally';
import {
	addedCorrections,
	comparisonSummary,
	correctionNumbers,
	correctionSummary,
	reportNumbers,
	summarySentence,
} from '../../../../nodes/shared/output/comparison';

function tallyOf({ agreed = 0, missed = 0, same = 0, different = 0 }): Tally {
	const tally = new Tally();
	if (agreed + missed > 0) Object.assign(tally.classCounts('object', 'Car'), { agreed, missed });
	if (same + different > 0)
		Object.assign(tally.attributeCounts('Car', 'Color'), { same, different });
	return tally;
}
const missedCar = (frame: number): Difference => ({
	kind: 'missed',
	class: 'Car',
	frames: [[frame, frame]],
	personHash: 'Ab3dE6gH',
});
const missed = (count: number) => Array.from({ length: count }, (_, frame) => missedCar(frame));

describe('the sentence about a comparison', () => {
	it.each([
		[
			{ agreed: 9, missed: 2, same: 19, different: 1 },
			2,
			'90 % agreement (objects 90 %, answers 95 %); 2 differences',
		],
		[{ agreed: 1, missed: 2 }, 1, '50 % agreement (objects 50 %); 1 difference'],
		[{ same: 3, different: 1 }, 0, '75 % agreement (answers 75 %); 0 differences'],
		[{}, 0, 'Nothing to compare: neither side has an object or an answer that counts'],
	])('for %j with %i differences', (counts, differences, sentence) =>
		expect(summarySentence(tallyOf(counts), differences)).toBe(sentence),
	);

	it('names what could not be compared', () => {
		const tally = new Tally();
		tally.leaveOut('Block', 2);
		expect(summarySentence(tally, 0)).toBe(
			'Nothing to compare: the places of "Block" are not in the plane, and nothing else counts',
		);
	});
});

describe('the output of a comparison', () => {
	it('has the numbers of the file and its differences in words', () => {
		const tally = tallyOf({ agreed: 1, missed: 2 });
		tally.leaveOut('Block', 3);
		expect(comparisonSummary({ tally, differences: [missedCar(3)] })).toEqual({
			summary: '50 % agreement (objects 50 %); 1 difference',
			nothingToCompare: false,
			agreement: 0.5,
			objectAgreement: 0.5,
			answerAgreement: null,
			precision: 1,
			recall: 1 / 3,
			meanOverlap: null,
			agreed: 1,
			missed: 2,
			extra: 0,
			confused: 0,
			sameAnswers: 0,
			differentAnswers: 0,
			classes: [
				{
					kind: 'object',
					class: 'Car',
					agreement: 0.5,
					precision: 1,
					recall: 1 / 3,
					meanOverlap: null,
					meanDistance: null,
					agreed: 1,
					otherwise: 0,
					missed: 2,
					extra: 0,
					mistaken: 0,
				},
			],
			attributes: [],
			answers: [],
			leftOut: [{ class: 'Block', count: 3 }],
			differenceCount: 1,
			differences: [{ what: expect.stringMatching(/missed "Car"/), ...missedCar(3) }],
		});
	});

	it('says that nothing was compared, which is no agreement', () =>
		expect(comparisonSummary({ tally: new Tally(), differences: [] })).toMatchObject({
			nothingToCompare: true,
			agreement: null,
			differenceCount: 0,
			differences: [],
		}));

	it.each([
		[1_000, 1_000],
		[1_001, 1_000],
	])('counts %i differences and lists %i', (count, listed) => {
		const json = comparisonSummary({
			tally: tallyOf({ missed: 1 }),
			differences: missed(count),
		});
		expect(json.differenceCount).toBe(count);
		expect(json.differences).toHaveLength(listed);
	});

	it('has the answers that differ, the most frequent first, at most 100', () => {
		const tally = new Tally();
		for (let at = 1; at <= 101; at += 1)
			tally.confuseAnswers(
				{ class: 'Car', attribute: 'Color', person: `was ${at}`, agent: null },
				at,
			);
		const answers = reportNumbers(tally).answers as Array<{ person: string; count: number }>;
		expect(answers).toHaveLength(100);
		expect([answers[0], answers[99]]).toEqual([
			{ class: 'Car', attribute: 'Color', person: 'was 101', agent: null, count: 101 },
			{ class: 'Car', attribute: 'Color', person: 'was 2', agent: null, count: 2 },
		]);
	});

	it('has for all files together the classes that were taken for others', () => {
		const tally = tallyOf({ agreed: 1 });
		tally.confuse('Car', 'Bus', 2);
		tally.confuse(null, 'Car', 1);
		expect(reportNumbers(tally)).toMatchObject({
			agreement: 1,
			confusions: [
				{ person: 'Car', agent: 'Bus', count: 2 },
				{ person: null, agent: 'Car', count: 1 },
			],
		});
	});
});

const counts = (more: Partial<ClassCorrections> = {}): ClassCorrections => ({
	kind: 'object',
	class: 'Car',
	kept: 0,
	changed: 0,
	added: 0,
	unclear: 0,
	...more,
});

describe('the output about corrections', () => {
	it('adds up what people kept, changed and added', () => {
		const classes = [
			counts({ kept: 5, changed: 1, added: 2 }),
			counts({ class: 'Bus', kept: 1, changed: 1, added: 4 }),
		];
		expect(correctionNumbers(classes)).toEqual({
			summary: "People kept 6 and changed 2 of the agent's labels, and added 6",
			agreement: null,
			kept: 6,
			changed: 2,
			added: 6,
			unclear: 0,
			keptShare: 0.75,
			classes,
		});
	});

	it('says of how many nobody can tell', () =>
		expect(correctionNumbers([counts({ changed: 1, unclear: 3 })])).toMatchObject({
			summary:
				"People kept 0 and changed 1 of the agent's labels, and added 0; whether a person made or changed 3 more cannot be told",
			unclear: 3,
			keptShare: 0,
		}));

	it.each([
		[[], null],
		[[counts({ added: 2, unclear: 1 })], null],
		[[counts({ kept: 1 })], 1],
	])('has no share where there is no label of the agent: %j', (classes, keptShare) =>
		expect(correctionNumbers(classes).keptShare).toBe(keptShare),
	);

	it.each([
		[1_000, 1_000],
		[1_001, 1_000],
	])('counts %i corrections and lists %i', (count, listed) => {
		const correction = {
			kind: 'added' as const,
			class: 'Car',
			hash: 'x',
			frames: [],
			by: null,
			at: null,
		};
		const json = correctionSummary({
			classes: [counts({ added: count })],
			corrections: Array.from({ length: count }, () => correction),
		});
		expect(json).toMatchObject({ added: count, differenceCount: count });
		expect(json.differences).toHaveLength(listed);
		expect((json.differences as object[])[0]).toEqual(correction);
	});

	it('adds the counts of files class by class, and leaves those of the files as they are', () => {
		const first = { classes: [counts({ kept: 1, changed: 2 })], corrections: [] };
		const second = {
			classes: [
				counts({ kept: 10, changed: 20, added: 30, unclear: 40 }),
				counts({ kind: 'classification', added: 5 }),
			],
			corrections: [],
		};
		expect(addedCorrections([first, second])).toEqual([
			counts({ kept: 11, changed: 22, added: 30, unclear: 40 }),
			counts({ kind: 'classification', added: 5 }),
		]);
		expect(first.classes).toEqual([counts({ kept: 1, changed: 2 })]);
		expect(addedCorrections([])).toEqual([]);
	});
});
