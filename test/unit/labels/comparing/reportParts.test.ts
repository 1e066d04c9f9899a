/** The parts of a report, number by number: the chart, the tables, and the lists that are cut. */
import { describe, expect, it } from '@jest/globals';
import { barChart } from '../../../../src/labels/comparing/report/chart';
import { confusionTable } from '../../../../src/labels/comparing/report/confusionTable';
import { html, shortText, type Markup } from '../../../../src/labels/comparing/report/markup';
import { page, table } from '../../../../src/labels/comparing/report/page';
import type { Confusion } from '../../../../src/labels/comparing/tally';

const flat = (markup: Markup | string) =>
	(typeof markup === 'string' ? markup : markup.html)
		.replace(/\s+/g, ' ')
		.replace(/ ?([<>]) ?/g, '$1');

/** The texts of the cells of each row, heads included. */
const rowsOf = (markup: Markup | string) =>
	[...flat(markup).matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
		[...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell),
	);

describe('the chart', () => {
	const legend = [
		{ name: 'Right', color: '#00aa00' },
		{ name: 'Wrong', color: '#aa0000' },
	];
	const chart = (...bars: Parameters<typeof barChart>[0]) => flat(barChart(bars, legend));
	const bars = (svg: string) =>
		[
			...svg.matchAll(
				/<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)" height="20" fill="([^"]*)"><title>([^<]*)/g,
			),
		].map(([, x, y, width, color, title]) => [Number(x), Number(y), Number(width), color, title]);
	/** Position, anchor and text of the counts inside of the bars. */
	const counts = (svg: string) =>
		[...svg.matchAll(/<text x="([\d.]+)" y="(\d+)" text-anchor="middle"[^>]*>(\d+)</g)].map((one) =>
			one.slice(1).map(Number),
		);

	it('is as high as its bars need, below the legend', () => {
		expect(chart()).toContain('viewBox="0 0 880 40" width="880" height="40"');
		const bar = { title: 'Car', note: '', counts: [1, 0] };
		expect(chart(bar, bar)).toContain('viewBox="0 0 880 100" width="880" height="100"');
	});

	it('has a legend', () => {
		expect(chart()).toContain(
			'<rect x="10" y="6" width="12" height="12" rx="2" fill="#00aa00" /><text x="28" y="16.5" fill="#333333">Right</text>' +
				'<rect x="225" y="6" width="12" height="12" rx="2" fill="#aa0000" /><text x="243" y="16.5" fill="#333333">Wrong</text>',
		);
	});

	it('divides each bar of 510 by the shares of its counts', () => {
		const svg = chart(
			{ title: 'Car', note: '66 % agree', counts: [2, 1] },
			{ title: 'Bus', note: '0 % agree', counts: [0, 5] },
		);
		expect(bars(svg)).toEqual([
			[220, 34, 340, '#00aa00', 'Car: Right 2'],
			[560, 34, 170, '#aa0000', 'Car: Wrong 1'],
			[220, 64, 510, '#aa0000', 'Bus: Wrong 5'],
		]);
		expect(counts(svg)).toEqual([
			[390, 49, 2],
			[645, 49, 1],
			[475, 79, 5],
		]);
		expect(svg).toContain(
			'<text x="210" y="49" text-anchor="end" fill="#222222">Car<title>Car</title></text>',
		);
		expect(svg).toContain('<text x="740" y="49" fill="#222222">66 % agree</text>');
	});

	it('rounds to hundredths of a pixel, and leaves out counts that have no room', () => {
		const svg = chart(
			{ title: 'Car', note: '', counts: [1, 14] },
			{ title: 'Bus', note: '', counts: [1, 13] },
		);
		expect(bars(svg).map(([x, , width]) => [x, width])).toEqual([
			// 34 is not enough room.
			[220, 34],
			[254, 476],
			[220, 36.43],
			[256.43, 473.57],
		]);
		expect(counts(svg).map(([x, , count]) => [x, count])).toEqual([
			[492, 14],
			[238.21, 1],
			[493.21, 13],
		]);
	});

	it('has an empty bar for a class that nobody has', () => {
		const svg = chart({ title: 'Car', note: '–', counts: [0, 0] });
		expect(bars(svg)).toEqual([]);
		expect(svg).toContain('>–</text>');
		expect(svg).not.toContain('NaN');
	});

	it('cuts a long title, and keeps it whole in its tooltip', () => {
		const title = 'x'.repeat(31);
		expect(chart({ title, note: '', counts: [1, 0] })).toContain(
			`>${'x'.repeat(29)}…<title>${title}</title>`,
		);
	});
});

describe('the confusion table', () => {
	const of = (...list: Array<[string | null, string | null, number]>) =>
		confusionTable(list.map(([person, agent, count]): Confusion => ({ person, agent, count })));

	it('has the most frequent classes first, then by title, and nothing as the last', () => {
		const markup = of(['Car', 'Car', 5], ['Van', 'Bus', 2], ['Bus', null, 1], [null, 'Van', 1]);
		expect(rowsOf(markup)).toEqual([
			['', ...['Car', 'Bus', 'Van', '(nothing)'].map((name) => `<span>${name}</span>`)],
			['Car', '5', '', '', ''],
			['Bus', '', '', '', '1'],
			['Van', '', '2', '', ''],
			['(nothing)', '', '', '1', ''],
		]);
	});

	it('has classes that are as frequent by their titles, whichever comes first', () => {
		const heads = (...titles: string[]) =>
			rowsOf(of(...titles.map((title): [string, string, number] => [title, title, 1]))).map(
				([head]) => head,
			);
		const sorted = ['', 'Bus', 'Car', 'Van', '(nothing)'];
		expect(heads('Bus', 'Car', 'Van')).toEqual(sorted);
		expect(heads('Van', 'Bus', 'Car')).toEqual(sorted);
		expect(heads('Van', 'Car', 'Bus')).toEqual(sorted);
	});

	it('marks what is right, wrong and empty', () => {
		const cells = [
			...of(['Car', 'Car', 5], ['Car', null, 2]).html.matchAll(/<td class="(\w+)">(\d*)/g),
		];
		expect(cells.map(([, kind, count]) => `${kind} ${count}`)).toEqual([
			...['right 5', 'wrong 2'],
			...['none ', 'none '],
		]);
	});

	it('adds up what is the same pair of classes', () => {
		expect(rowsOf(of(['Car', 'Car', 5], ['Car', 'Car', 2]))[1]).toEqual(['Car', '7', '']);
	});

	it('keeps a class named like one of its own rows apart', () => {
		const markup = of(['(nothing)', '(nothing)', 3], [null, '(nothing)', 1]);
		expect(rowsOf(markup).slice(1)).toEqual([
			['(nothing)', '3', ''],
			['(nothing)', '1', ''],
		]);
	});

	it('puts classes beyond the 25 most frequent together', () => {
		const list = Array.from({ length: 25 }, (_, at): [string, string, number] => [
			...([`C${at}`, `C${at}`, 100 - at] as const),
		]);
		const all = rowsOf(of(...list));
		expect(all).toHaveLength(27);
		expect(all.at(-2)![0]).toBe('C24');
		const more = rowsOf(of(...list, ['Rare', 'Rare', 2], ['Rarer', null, 1]));
		expect(more).toHaveLength(28);
		expect(more[0]!.slice(-2)).toEqual(['<span>other classes</span>', '<span>(nothing)</span>']);
		expect(more.at(-2)).toEqual(['other classes', ...Array<string>(25).fill(''), '2', '1']);
	});

	it('cuts long titles, and keeps them whole beside', () => {
		const title = 'y'.repeat(31);
		const markup = flat(of([title, title, 1]));
		expect(markup).toContain(`<th title="${title}"><span>${'y'.repeat(23)}…</span></th>`);
		expect(markup).toContain(`<th title="${title}">${'y'.repeat(29)}…</th>`);
	});

	it('is not there when nothing was compared', () => expect(of().html).toBe(''));
});

describe('a page', () => {
	const texts = { title: 'T', made: 'Made today', sides: 'A and B', notCompared: [], failed: [] };
	const files = (count: number) =>
		Array.from({ length: count }, (_, at) => ({ title: `f${at}`, reason: `r${at}` }));
	const warnings = (markup: string) =>
		[...flat(markup).matchAll(/<div class="warning">(.*?)<\/table>/g)].map(([, text]) => text!);

	it('says what it is, where it is from, and has its parts', () => {
		const markup = flat(page(texts, [html`<i>${1}</i>`, html`<i>2</i>`]));
		expect(markup).toContain('<title>T</title>');
		expect(markup).toContain('<h1>T</h1><p class="sub">A and B. Made today</p>');
		expect(markup).toContain('<i>1</i><i>2</i></body>');
		expect(warnings(markup)).toEqual([]);
	});

	it('lists the files that were not compared, and apart those that failed', () => {
		const [skipped, failed] = warnings(
			page({ ...texts, notCompared: files(1), failed: files(2) }, []),
		);
		expect(skipped).toMatch(/^<b>1 file was not compared<\/b>/);
		expect(failed).toMatch(/^<b>2 files were not compared because of an error<\/b>/);
		expect(rowsOf(failed!)).toEqual([
			['File', 'Why'],
			['f0', 'r0'],
			['f1', 'r1'],
		]);
	});

	it('lists 200 of them, and counts the others', () => {
		const of = (count: number) => page({ ...texts, failed: files(count) }, []);
		expect(rowsOf(of(200))).toHaveLength(201);
		expect(flat(of(200))).not.toContain('<p>And');
		expect(rowsOf(of(203))).toHaveLength(201);
		expect(flat(of(203))).toContain('<p>And 3 more.</p>');
	});

	it('cuts long titles and reasons', () => {
		const file = { title: 't'.repeat(121), reason: 'r'.repeat(301) };
		expect(rowsOf(page({ ...texts, failed: [file] }, []))[1]).toEqual([
			`${'t'.repeat(119)}…`,
			`${'r'.repeat(299)}…`,
		]);
	});

	it('has tables with numbers on the right', () => {
		expect(
			flat(
				table(
					['A', 'B'],
					[
						['x', 1],
						[html`<b>y</b>`, 0],
					],
				),
			),
		).toContain(
			'<thead><tr><th>A</th><th>B</th></tr></thead><tbody>' +
				'<tr><td>x</td><td class="number">1</td></tr>' +
				'<tr><td><b>y</b></td><td class="number">0</td></tr></tbody>',
		);
	});
});

it.each([
	['abc', 3, 'abc'],
	['abcd', 3, 'ab…'],
	['😀😀😀', 3, '😀😀😀'],
	['😀😀😀😀', 3, '😀😀…'],
	['', 3, ''],
])('the text %j of at most %d characters is %j', (text, most, short) =>
	expect(shortText(text, most)).toBe(short),
);
