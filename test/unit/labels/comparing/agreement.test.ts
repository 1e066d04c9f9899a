/** Shares out of counts: of one file, of many files added up, and of nothing. */
import { describe, expect, it } from '@jest/globals';
import {
	agreementOf,
	attributeAgreements,
	classAgreements,
	nothingCompared,
} from '../../../../src/labels/comparing/agreement';
import {
	Tally,
	type AttributeCounts,
	type ClassCounts,
} from '../../../../src/labels/comparing/tally';

type Counts = Partial<Omit<ClassCounts, 'kind' | 'class'>>;

function tallyOf(objects: Record<string, Counts>, classifications: Record<string, Counts> = {}) {
	const tally = new Tally();
	for (const [title, counts] of Object.entries(classifications))
		Object.assign(tally.classCounts('classification', title), counts);
	for (const [title, counts] of Object.entries(objects))
		Object.assign(tally.classCounts('object', title), counts);
	return tally;
}

function withAnswers(
	tally: Tally,
	title: string,
	attribute: string,
	counts: Partial<AttributeCounts>,
): Tally {
	Object.assign(tally.attributeCounts(title, attribute), counts);
	return tally;
}

const none = { agreed: 0, otherwise: 0, missed: 0, extra: 0, mistaken: 0 };

describe('the agreement of a file', () => {
	it('adds up the objects of all classes, and the answers of all attributes', () => {
		const tally = tallyOf(
			{
				Car: { agreed: 5, otherwise: 1, missed: 2, extra: 1, overlapSum: 4, overlapCount: 5 },
				Bus: { agreed: 1, missed: 1, mistaken: 1, overlapSum: 0.5, overlapCount: 1 },
			},
			{ Weather: { agreed: 100, missed: 100, extra: 100, otherwise: 100 } },
		);
		withAnswers(tally, 'Car', 'Make', { same: 6, different: 1, onlyPerson: 2, onlyAgent: 1 });
		withAnswers(tally, 'Weather', 'Weather', { same: 1, different: 1 });
		expect(agreementOf(tally)).toEqual({
			// 2 × 6 of 2 × 7 + 3 + 1.
			agreement: 7 / 12,
			objectAgreement: 12 / 18,
			answerAgreement: 7 / 12,
			precision: 6 / 8,
			recall: 6 / 10,
			meanOverlap: 4.5 / 6,
			agreed: 6,
			missed: 3,
			extra: 1,
			confused: 1,
			sameAnswers: 7,
			differentAnswers: 5,
		});
	});

	it.each<[string, Tally, object]>([
		[
			'of objects alone is theirs',
			tallyOf({ Car: { agreed: 1, missed: 1 } }),
			{ agreement: 2 / 3, objectAgreement: 2 / 3, answerAgreement: null },
		],
		[
			'of answers alone is theirs',
			withAnswers(new Tally(), 'Weather', 'Weather', { same: 1, onlyAgent: 3 }),
			{ agreement: 1 / 4, objectAgreement: null, answerAgreement: 1 / 4 },
		],
		[
			'is the one of objects, where it is the lower',
			withAnswers(tallyOf({ Car: { extra: 1 } }), 'Car', 'Make', { same: 1 }),
			{ agreement: 0, objectAgreement: 0, answerAgreement: 1 },
		],
	])('%s', (_what, tally, wanted) => expect(agreementOf(tally)).toMatchObject(wanted));
});

describe('the agreement of a class', () => {
	const of = (tally: Tally) => classAgreements(tally)[0];

	it('of objects counts one of another class for the person and for the agent', () => {
		const counts = { agreed: 4, otherwise: 1, missed: 3, extra: 2, mistaken: 1 };
		const sums = { overlapSum: 3, overlapCount: 4, distanceSum: 0.5, distanceCount: 2 };
		expect(of(tallyOf({ Car: { ...counts, ...sums } }))).toEqual({
			...{ kind: 'object', class: 'Car', ...counts },
			// The person has 8, the agent 7.
			...{ agreement: 8 / 15, precision: 4 / 7, recall: 4 / 8 },
			...{ meanOverlap: 3 / 4, meanDistance: 0.25 },
		});
	});

	it('of a classification counts another answer on both sides', () => {
		const counts = { agreed: 2, otherwise: 2, missed: 2, extra: 1 };
		expect(of(tallyOf({}, { Weather: counts }))).toEqual({
			...{ kind: 'classification', class: 'Weather', ...counts, mistaken: 0 },
			...{ agreement: 4 / 11, precision: 2 / 5, recall: 2 / 6 },
			...{ meanOverlap: null, meanDistance: null },
		});
	});

	it('that nobody has is none', () => {
		expect(of(tallyOf({ Car: {} }))).toEqual({
			...{ kind: 'object', class: 'Car', ...none },
			...{ agreement: null, precision: null, recall: null, meanOverlap: null, meanDistance: null },
		});
	});

	it('is listed with the objects first, then by title', () => {
		const tally = tallyOf({ Car: {}, Bus: {} }, { Weather: {}, Caption: {} });
		expect(classAgreements(tally).map((one) => `${one.kind} ${one.class}`)).toEqual([
			'object Bus',
			'object Car',
			'classification Caption',
			'classification Weather',
		]);
	});
});

it('attributes are listed by class and title, each with its share', () => {
	const tally = new Tally();
	withAnswers(tally, 'Car', 'Plate', { same: 1, different: 2, onlyPerson: 3, onlyAgent: 4 });
	withAnswers(tally, 'Car', 'Make', { same: 2 });
	withAnswers(tally, 'Bus', 'Plate', {});
	expect(attributeAgreements(tally)).toEqual([
		{
			...{ class: 'Bus', attribute: 'Plate', agreement: null },
			...{ same: 0, different: 0, onlyPerson: 0, onlyAgent: 0 },
		},
		{
			...{ class: 'Car', attribute: 'Make', agreement: 1 },
			...{ same: 2, different: 0, onlyPerson: 0, onlyAgent: 0 },
		},
		{
			...{ class: 'Car', attribute: 'Plate', agreement: 0.1 },
			...{ same: 1, different: 2, onlyPerson: 3, onlyAgent: 4 },
		},
	]);
});

describe('why nothing was compared', () => {
	it('is that nothing counts', () =>
		expect(nothingCompared(new Tally())).toBe(
			'Nothing to compare: neither side has an object or an answer that counts',
		));

	it('is that the places of some classes are not in the plane; they are named', () => {
		const tally = new Tally();
		tally.leaveOut('Block', 2);
		tally.leaveOut('Cube', 1);
		expect(nothingCompared(tally)).toBe(
			'Nothing to compare: the places of "Block", "Cube" are not in the plane, and nothing else counts',
		);
	});
});

describe('the counts of two files', () => {
	const file = () => {
		const tally = tallyOf(
			{ Car: { agreed: 1, otherwise: 2, missed: 3, extra: 4, mistaken: 5, overlapSum: 0.5 } },
			{ Weather: { agreed: 7 } },
		);
		withAnswers(tally, 'Car', 'Make', { same: 1, different: 2, onlyPerson: 3, onlyAgent: 4 });
		tally.confuse('Car', null, 3);
		tally.confuse('Car', 'Bus', 2);
		tally.confuseAnswers({ class: 'Car', attribute: 'Make', person: 'Saab', agent: null }, 3);
		tally.leaveOut('Block', 2);
		return tally;
	};

	it('add up, each kind of them', () => {
		const total = new Tally();
		total.add(file());
		expect(total).toEqual(file());
		total.add(file());
		expect([...total.classes.values()]).toEqual([
			expect.objectContaining({ kind: 'classification', class: 'Weather', agreed: 14 }),
			{
				...{ kind: 'object', class: 'Car' },
				...{ agreed: 2, otherwise: 4, missed: 6, extra: 8, mistaken: 10 },
				...{ overlapSum: 1, overlapCount: 0, distanceSum: 0, distanceCount: 0 },
			},
		]);
		expect([...total.attributes.values()]).toEqual([
			{
				...{ class: 'Car', attribute: 'Make' },
				...{ same: 2, different: 4, onlyPerson: 6, onlyAgent: 8 },
			},
		]);
		expect([...total.confusions.values()]).toEqual([
			{ person: 'Car', agent: null, count: 6 },
			{ person: 'Car', agent: 'Bus', count: 4 },
		]);
		expect([...total.answers.values()]).toEqual([
			{ class: 'Car', attribute: 'Make', person: 'Saab', agent: null, count: 6 },
		]);
		expect([...total.leftOut]).toEqual([['Block', 4]]);
	});

	it('keep an object and a classification of one title apart, and "null" from nothing', () => {
		const tally = tallyOf({ Car: { agreed: 1 } }, { Car: { missed: 1 } });
		tally.confuse('null', 'Car', 1);
		tally.confuse(null, 'Car', 1);
		expect(classAgreements(tally)).toHaveLength(2);
		expect([...tally.confusions.values()]).toEqual([
			{ person: 'null', agent: 'Car', count: 1 },
			{ person: null, agent: 'Car', count: 1 },
		]);
	});
});
