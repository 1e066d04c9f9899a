/** What the report of a comparison and that of corrections say, table by table. */
import { describe, expect, it } from '@jest/globals';
import type { ClassCorrections, Correction } from '../../../../src/labels/comparing/corrections';
import {
	comparisonReport,
	correctionReport,
	differenceText,
} from '../../../../src/labels/comparing/report/report';
import { DEFAULT_RULES } from '../../../../src/labels/comparing/rules';
import { Tally, type Difference } from '../../../../src/labels/comparing/tally';

const texts = { title: 'T', made: 'Made today', sides: 'A and B', notCompared: [], failed: [] };

const flat = (markup: string) => markup.replace(/\s+/g, ' ').replace(/ ?([<>]) ?/g, '$1');

/** The rows below a heading, each as its cells. */
function rowsBelow(markup: string, heading: string): string[][] {
	const [, after = ''] = flat(markup).split(`<h2>${heading}</h2>`);
	const body = /<tbody>(.*?)<\/tbody>/.exec(after)?.[1] ?? '';
	return [...body.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
		[...row!.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell!),
	);
}

const cards = (markup: string) =>
	[...flat(markup).matchAll(/<div class="card"><b>(.*?)<\/b><span>(.*?)<\/span>/g)].map(
		([, value, name]) => `${name}: ${value}`,
	);

function tallyOf(): Tally {
	const tally = new Tally();
	Object.assign(tally.classCounts('object', 'Car'), {
		...{ agreed: 3, otherwise: 1, missed: 1, extra: 2 },
		...{ overlapSum: 2.4, overlapCount: 3, distanceSum: 0.01, distanceCount: 1 },
	});
	Object.assign(tally.classCounts('classification', 'Weather'), { agreed: 1, otherwise: 1 });
	Object.assign(tally.attributeCounts('Weather', 'Weather'), {
		...{ same: 5, different: 1, onlyPerson: 3, onlyAgent: 2 },
	});
	tally.confuse('Car', 'Car', 3);
	const of = { class: 'Weather', attribute: 'Weather' };
	tally.confuseAnswers({ ...of, person: 'Rain', agent: null }, 1);
	tally.confuseAnswers({ ...of, person: null, agent: 'x'.repeat(121) }, 3);
	return tally;
}

describe('the report of a comparison', () => {
	const differences: Difference[] = [
		{
			kind: 'missed',
			class: 'Car',
			frames: [
				[2, 4],
				[7, 7],
			],
		},
		{ kind: 'extra', class: 'y'.repeat(300), frames: [] },
	];
	const report = comparisonReport(
		texts,
		{ ...DEFAULT_RULES, minOverlap: 0.4, maxDistance: 0.05 },
		[
			{ title: 'a.png', tally: tallyOf(), differences },
			{ title: 'b.png', tally: new Tally(), differences: [] },
		],
		tallyOf(),
	);

	it('begins with the shares of all files', () => {
		expect(cards(report)).toEqual([
			'Agreement: 45.4 %',
			'Objects: 54.5 %',
			'Answers: 45.4 %',
			'Mean overlap: 80 %',
			'Files: 2',
		]);
	});

	it('lists the classes', () => {
		expect(rowsBelow(report, 'By class')).toEqual([
			// Of the person 5, of the agent 5: one of another class counts as that of the other class.
			['Car', '60 %', '60 %', '60 %', '80 %', '1 %', '3', '1', '1', '2'],
			['Weather (classification)', '50 %', '50 %', '50 %', '–', '–', '1', '1', '0', '0'],
		]);
		expect(report).toContain('60 % agree');
	});

	it('lists the answers, the most frequent difference first', () => {
		expect(rowsBelow(report, 'Answers by attribute')).toEqual([
			['Weather', 'Weather', '45.4 %', '5', '1', '3', '2'],
		]);
		expect(rowsBelow(report, 'Answers that differ')).toEqual([
			['Weather', 'Weather', '(no answer)', `${'x'.repeat(119)}…`, '3'],
			['Weather', 'Weather', 'Rain', '(no answer)', '1'],
		]);
	});

	it('lists the files and their differences', () => {
		expect(rowsBelow(report, 'Files')).toEqual([
			['a.png', '45.4 %', '54.5 %', '45.4 %', '2'],
			['b.png', 'nothing to compare', '–', '–', '0'],
		]);
		expect(rowsBelow(report, 'Differences')).toEqual([
			['a.png', '2–4, 7', 'The agent missed &quot;Car&quot;'],
			[
				'a.png',
				'whole file',
				`Only the agent has &quot;${'y'.repeat(299 - 'Only the agent has "'.length)}…`,
			],
		]);
	});

	it('says what its columns are', () => {
		const heads = [...flat(report).matchAll(/<thead><tr>(.*?)<\/tr>/g)].map(([, row]) =>
			[...row!.matchAll(/<th>(.*?)<\/th>/g)].map(([, head]) => head).join(', '),
		);
		expect(heads).toEqual([
			'Class, Agreement, Right of the agent, Found by the agent, Mean overlap, Mean distance, Agreed, Otherwise, Missed, Extra',
			'',
			'Class, Attribute, Agreement, Same, Different, Only person, Only agent',
			'Class, Attribute, Person, Agent, Times',
			'File, Agreement, Objects, Answers, Differences',
			'File, Where, What',
		]);
		for (const name of [
			'Both agree',
			'Another class or answer',
			'Missed by the agent',
			'Only the agent',
		])
			expect(flat(report)).toContain(`>${name}</text>`);
	});

	it('says by which rules it was counted', () => {
		expect(flat(report)).toContain('when they overlap by at least 40 % (intersection over union)');
		expect(flat(report)).toContain('no further apart than 5 % of the picture');
		expect(report).not.toContain('Not compared');
	});

	it('leaves out tables that would be empty', () => {
		const tally = new Tally();
		tally.classCounts('object', 'Car').agreed = 1;
		const short = comparisonReport(
			texts,
			DEFAULT_RULES,
			[{ title: 'a', tally, differences: [] }],
			tally,
		);
		const headings = [...short.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading);
		expect(headings).toEqual(['By class', 'Files', 'How it was counted']);
	});

	it('names the classes whose places are not in the plane, also when nothing else was compared', () => {
		const tally = new Tally();
		tally.leaveOut('Block', 2);
		tally.leaveOut('Cube', 1);
		const sentence =
			'Not compared, because their places are not in the plane: Block (2), Cube (1).';
		expect(flat(comparisonReport(texts, DEFAULT_RULES, [], tally))).toContain(sentence);
		tally.classCounts('object', 'Car').agreed = 1;
		expect(flat(comparisonReport(texts, DEFAULT_RULES, [], tally))).toContain(sentence);
	});

	it('lists 500 of each, and counts the others', () => {
		const tally = new Tally();
		tally.attributeCounts('Car', 'Plate').different = 501;
		for (let at = 0; at < 501; at++)
			tally.confuseAnswers({ class: 'Car', attribute: 'Plate', person: `p${at}`, agent: null }, 1);
		const files = (count: number) =>
			Array.from({ length: count }, () => ({ title: 'a', tally, differences: [] }));
		const long = comparisonReport(texts, DEFAULT_RULES, files(502), tally);
		expect(rowsBelow(long, 'Answers that differ')).toHaveLength(500);
		expect(rowsBelow(long, 'Files')).toHaveLength(500);
		expect(long.match(/And \d+ more that are not listed/g)).toEqual([
			'And 1 more that are not listed',
			'And 2 more that are not listed',
		]);
		expect(comparisonReport(texts, DEFAULT_RULES, files(500), new Tally())).not.toContain(
			'more that',
		);
	});
});

describe('the report of corrections', () => {
	const correction = (more: Partial<Correction>): Correction => ({
		...{ kind: 'changed', class: 'Car', hash: 'h', frames: [[3, 3]], by: 'ann@x.yz', at: null },
		...more,
	});
	const classOf = (title: string, counts: Partial<ClassCorrections>): ClassCorrections => ({
		...{ kind: 'object', class: title, kept: 0, changed: 0, added: 0, unclear: 0 },
		...counts,
	});
	const heading = 'What people did to the agent&#39;s labels';
	const report = (corrections: Correction[], classes: ClassCorrections[] = []) =>
		// The heading is markup of the page itself.
		correctionReport(texts, [{ title: 'a.png', corrections }], classes).replace(
			"agent's",
			'agent&#39;s',
		);

	it('lists each, with who did it and what is unclear', () => {
		const unclear = correction({ kind: 'unclear', frames: [], by: null, why: 'Nothing tells' });
		expect(rowsBelow(report([correction({}), unclear]), heading)).toEqual([
			['a.png', 'changed', 'Car', '3', 'ann@x.yz', ''],
			['a.png', 'unclear', 'Car', 'whole file', '', 'Nothing tells'],
		]);
	});

	it('says how much was kept of what is known', () => {
		const classes = [
			classOf('Car', { kept: 1, changed: 2, added: 4, unclear: 5 }),
			classOf('Bus', { added: 1 }),
		];
		const chart = flat(report([], classes));
		expect(chart).toContain('>33.3 % kept<');
		expect(chart).toContain('>none kept or changed<');
		const parts = [...chart.matchAll(/<title>(\w+: \w+ \d+)</g)].map(([, text]) => text);
		expect(parts).toEqual([
			'Car: Kept 1',
			'Car: Changed 2',
			'Car: Added 4',
			'Car: Unclear 5',
			'Bus: Added 1',
		]);
	});

	it('lists 500, and counts the others', () => {
		const many = (count: number) => report(Array.from({ length: count }, () => correction({})));
		expect(rowsBelow(many(501), heading)).toHaveLength(500);
		expect(many(501)).toContain('And 1 more that are not listed.');
		expect(many(500)).not.toContain('not listed');
	});
});

it.each<[Omit<Difference, 'frames'>, string]>([
	[{ kind: 'missed', class: 'Car' }, 'The agent missed "Car"'],
	[{ kind: 'extra', class: 'Car' }, 'Only the agent has "Car"'],
	[{ kind: 'otherClass', class: 'Car', agentClass: 'Bus' }, '"Car" is "Bus" for the agent'],
	[
		{ kind: 'otherAnswer', class: 'Car', attribute: 'Make', person: 'Saab', agent: null },
		'"Make" of "Car": "Saab"; the agent: no answer',
	],
	[
		{ kind: 'otherAnswer', class: 'Car', attribute: 'Make', person: null, agent: 'Volvo' },
		'"Make" of "Car": no answer; the agent: "Volvo"',
	],
])('%j reads: %s', (difference, text) =>
	expect(differenceText({ ...difference, frames: [] })).toBe(text),
);
