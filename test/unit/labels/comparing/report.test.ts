/** The page of a comparison: what it says, and that texts of others stay texts. */
import { describe, expect, it } from '@jest/globals';
import { comparisonReport, correctionReport } from '../../../../src/labels/comparing/report/report';
import { escaped, html, percent } from '../../../../src/labels/comparing/report/markup';
import { DEFAULT_RULES } from '../../../../src/labels/comparing/rules';
import { Tally } from '../../../../src/labels/comparing/tally';

const HOSTILE = `"><script>alert('x')</script>&amp;\u202e\u0000`;
const texts = {
	title: HOSTILE,
	made: 'Made today',
	sides: HOSTILE,
	notCompared: [{ title: HOSTILE, reason: HOSTILE }],
	failed: [{ title: HOSTILE, reason: HOSTILE }],
};

function hostileTally(): Tally {
	const tally = new Tally();
	Object.assign(tally.classCounts('object', HOSTILE), { agreed: 3, missed: 1, extra: 2 });
	Object.assign(tally.attributeCounts(HOSTILE, HOSTILE), { same: 1, different: 1 });
	tally.confuse(HOSTILE, HOSTILE, 3);
	tally.confuse(HOSTILE, null, 1);
	tally.confuseAnswers({ class: HOSTILE, attribute: HOSTILE, person: HOSTILE, agent: HOSTILE }, 1);
	tally.leaveOut(HOSTILE, 1);
	return tally;
}

function expectNoMarkupOfOthers(page: string) {
	expect(page).not.toMatch(/<script|alert\('|\u202e|undefined|\[object/i);
	expect(page).not.toContain('\u0000');
	expect(page).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;');
	// Every quote of an attribute is one of ours: no tag has an event handler.
	expect(page).not.toMatch(/<[^>]*\son\w+=/i);
}

describe('the page', () => {
	it('keeps texts of others as texts, wherever they stand', () => {
		const tally = hostileTally();
		const differences = [
			{
				kind: 'otherAnswer' as const,
				class: HOSTILE,
				attribute: HOSTILE,
				person: HOSTILE,
				agent: null,
				frames: [],
			},
		];
		const files = [{ title: HOSTILE, tally, differences }];
		expectNoMarkupOfOthers(comparisonReport(texts, DEFAULT_RULES, files, tally));
		const correction = {
			kind: 'unclear' as const,
			class: HOSTILE,
			hash: HOSTILE,
			frames: [],
			by: HOSTILE,
			at: null,
			why: HOSTILE,
		};
		const counts = { kept: 1, changed: 1, added: 1, unclear: 1 };
		const classes = [{ kind: 'object' as const, class: HOSTILE, ...counts }];
		expectNoMarkupOfOthers(
			correctionReport(texts, [{ title: HOSTILE, corrections: [correction] }], classes),
		);
	});

	it('gives no number when nothing was compared', () => {
		const page = comparisonReport(texts, DEFAULT_RULES, [], new Tally());
		expect(page).toContain('Nothing to compare');
		expect(page).not.toMatch(/\d %/);
	});

	it('names the files that could not be compared or read, each with the reason', () => {
		const page = comparisonReport(
			{
				...texts,
				notCompared: [{ title: 'blank.png', reason: 'Neither side has any' }],
				failed: [
					{ title: 'lost.png', reason: 'No access' },
					{ title: 'Item 3', reason: 'No data unit' },
				],
			},
			DEFAULT_RULES,
			[{ title: 'a', tally: hostileTally(), differences: [] }],
			hostileTally(),
		);
		for (const text of [
			'1 file was not compared<',
			'blank.png',
			'Neither side has any',
			'2 files were not compared because of an error<',
			'lost.png',
			'No access',
			'Item 3',
		])
			expect(page).toContain(text);
	});

	it('gives no chart of corrections when no file could be looked at', () => {
		const page = correctionReport(texts, [], []);
		expect(page).toContain('Nothing to compare');
		expect(page).not.toContain('<svg');
	});

	it('counts what it does not list', () => {
		const tally = hostileTally();
		const differences = Array.from({ length: 700 }, (_, frame) => {
			return {
				kind: 'missed' as const,
				class: 'Car',
				frames: [[frame, frame]] as Array<[number, number]>,
			};
		});
		const page = comparisonReport(
			texts,
			DEFAULT_RULES,
			[{ title: 'a', tally, differences }],
			tally,
		);
		expect(page).toContain('And 200 more that are not listed.');
	});
});

describe('texts of the page', () => {
	it.each([
		[1, '100 %'],
		[0.9999, '99.9 %'],
		[0.5, '50 %'],
		[1 / 3, '33.3 %'],
		[0, '0 %'],
		[null, '–'],
	])('%p is %s: what is not all is never shown as all', (share, text) =>
		expect(percent(share)).toBe(text),
	);

	it('are escaped, unless they are markup', () => {
		expect(html`<b title="${'"'}">${'<'}${html`<i>${1}</i>`}${null}</b>`.html).toBe(
			'<b title="&quot;">&lt;<i>1</i></b>',
		);
		expect(escaped('a\ud800b')).toBe('a\ufffdb');
		expect(escaped('😀')).toBe('😀');
	});
});
