/** JSON as it is written exactly, as models spell it, and where it ends in a text. */
import { describe, expect, it } from '@jest/globals';
import { parseLoose } from '../../../src/reply/json/looseJson';
import {
	looksLikeJson,
	structureAt,
	structureFinder,
	structuresIn,
} from '../../../src/reply/json/scan';
import { parseStrict } from '../../../src/reply/json/strictJson';
import {
	isBlank,
	isMap,
	quoted,
	sameValue,
	scalarsIn,
	WrittenNumber,
} from '../../../src/reply/value';

const written = (text: string) => new WrittenNumber(text);

describe('exact JSON', () => {
	it.each<[string, unknown]>([
		['{}', {}],
		['[]', []],
		[' { "a" : [ 1 , "b" , { } ] } \n', { a: [1, 'b', {}] }],
		['true', true],
		['false', false],
		['null', null],
		['"a\\"b\\n\\u00e9"', 'a"b\né'],
		['0', 0],
		['-1', -1],
		['1.5', 1.5],
		['1.50', written('1.50')],
		['1e3', written('1e3')],
		['-0', written('-0')],
		['12345678901234567890', written('12345678901234567890')],
		['{"a":1,"a":1}', { a: 1 }],
		['\t\r\n1', 1],
	])('%s is read', (text, value) => {
		expect(parseStrict(text)).toEqual({ value });
	});

	it.each([
		'',
		' ',
		'{',
		'[',
		'"a',
		'"a\\"',
		'"a\nb"',
		'{"a"}',
		'{"a":}',
		'{a:1}',
		'{"a":1,}',
		'[1,]',
		'[1 2]',
		'{"a":1 "b":2}',
		'01',
		'.5',
		'1.',
		'+1',
		'1 2',
		'truex',
		'nul',
		"'a'",
		'{"a":1}}',
		'\u00a01',
		'NaN',
	])('%j is none', (text) => {
		expect(parseStrict(text)).toBeUndefined();
	});

	it('finds a key that is used twice with different values', () => {
		expect(parseStrict('{"a":1,"a":2,"b":1,"b":2}')).toEqual({ twice: 'a' });
		expect(parseStrict('[{"b":{"c":1,"c":[]}}]')).toEqual({ twice: 'c' });
		expect(parseStrict('{"a":{"c":1},"b":{"c":2}}')).toEqual({
			value: { a: { c: 1 }, b: { c: 2 } },
		});
	});

	it('is read to two hundred levels', () => {
		const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
		expect(parseStrict(nested(201))).toBeDefined();
		expect(parseStrict(nested(202))).toBeUndefined();
	});
});

describe('JSON as models spell it', () => {
	it.each<[string, unknown, boolean]>([
		['{"a": 1}', { a: 1 }, false],
		['{"a": 1,}', { a: 1 }, true],
		["{'a': 'b'}", { a: 'b' }, true],
		['{a: "b"}', { a: 'b' }, true],
		['{“a”: „b“}', { a: 'b' }, true],
		['{"a": True, "b": False, "c": None}', { a: true, b: false, c: null }, true],
		['{"a": 1 // one\n}', { a: 1 }, true],
		['{"a": /* one */ 1}', { a: 1 }, true],
		['{\n# one\n"a": 1}', { a: 1 }, true],
		['{"a": "x\ny"}', { a: 'x\ny' }, true],
		['{"a": "# x", "b": "//y",}', { a: '# x', b: '//y' }, true],
	])('%s', (text, value, repaired) => {
		expect(parseLoose(text, { end: text.length })).toEqual({ value, repaired });
	});

	it.each<[string, string]>([
		['{"a": 1, "a": 2}', 'The key "a" is used twice, with different values.'],
		["{'a': 1, 'a': 2}", 'The key "a" is used twice, with different values.'],
		['{"a": 1', 'The JSON is broken in a way that leaves more than one reading.'],
		['{"a": }', 'The JSON is broken in a way that leaves more than one reading.'],
	])('%s is refused', (text, refused) => {
		const outcome = parseLoose(text, { end: text.length });
		expect(outcome).toEqual(text === '{"a": 1' ? expect.anything() : { refused });
	});

	it('that is in doubt is refused, unless it is exact', () => {
		expect(parseLoose("{'a': 1}", { end: 8, doubt: 'dots' })).toEqual({
			refused: 'The JSON cannot be read with certainty: dots.',
		});
		expect(parseLoose('{"a": 1}', { end: 8, doubt: 'dots' })).toEqual({
			value: { a: 1 },
			repaired: false,
		});
	});

	it('loses the brackets that close once more', () => {
		expect(parseLoose('{"a": ["x"]], "b": [1]]}', { end: 24, surplus: [11, 22] })).toEqual({
			value: { a: ['x'], b: [1] },
			repaired: true,
		});
	});
});

describe('the end of JSON', () => {
	const found = (text: string, from = 0) => structureAt(text, from);

	it.each<[string, object]>([
		['{}', { end: 2 }],
		['{"a": "}"} more', { end: 10 }],
		["['a', ']'] more", { end: 10 }],
		['[“]”]', { end: 5 }],
		['{`a`: «}»}', { end: 10 }],
		['{"a": [1, {"b": 2}]}', { end: 20 }],
		['{"a": ["x"]]}', { end: 13, surplus: [11] }],
		['{"a": ...}', { end: 10, doubt: 'dots stand for something that was left out' }],
		['{"a": …}', { end: 8, doubt: 'dots stand for something that was left out' }],
		['{a"b": 1}', { end: 9, doubt: 'a quote stands where none is expected' }],
		['{"a": "b "c" d"}', { end: 16, doubt: 'a quote inside of a text is not escaped' }],
		['{"a": "b\\d"}', { end: 12, doubt: 'a backslash stands before a character that needs none' }],
		['{"a": "b\\"}"}', { end: 13 }],
		['{"a": 1 /* } */}', { end: 16 }],
		['{"a": 1, // }\n}', { end: 15 }],
		['{\n # }\n}', { end: 8 }],
		['{"a": http://x/}', { end: 16 }],
		['{"a": "b" // c\n}', { end: 16 }],
	])('%j', (text, expected) => {
		expect(found(text)).toEqual(expected);
		expect(found(`x ${text}`, 2)).toEqual({
			...expected,
			end: (expected as { end: number }).end + 2,
		});
	});

	it.each([
		'{',
		'[1',
		'{"a": "b}',
		'{]',
		'[}',
		'{"a": 1 // }',
		'{"a": 1 /* }',
		'{"a": [1}',
		'{\n# }',
	])('%j has none', (text) => {
		expect(found(text)).toBeUndefined();
	});

	it('is looked for five hundred levels deep, and behind sixty brackets without an end', () => {
		const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
		expect(found(nested(500))).toEqual({ end: 1000 });
		expect(found(nested(501))).toBeUndefined();
		// Each of these brackets is closed by the wrong one.
		const text = (count: number) => `${'[}'.repeat(count)}{}`;
		const last = (count: number) => {
			const finder = structureFinder(text(count));
			for (let at = 0; at < count; at++) finder(at * 2);
			return finder(count * 2);
		};
		expect(last(59)).toEqual({ end: 120 });
		expect(last(60)).toBeUndefined();
	});

	it('of each outermost object or list of a text', () => {
		expect(structuresIn('a {"b": [1]} c [2] } {d')).toEqual([
			{ start: 2, end: 12 },
			{ start: 15, end: 18 },
		]);
		expect(structuresIn('no')).toEqual([]);
	});

	it.each<[string, boolean]>([
		['{"a', true],
		["{'a", true],
		['{“a', true],
		['{„a', true],
		['{}', true],
		['{ // x', true],
		['{/* x', true],
		['{a:', true],
		['{a b-c : 1', true],
		['{Größe: 1', true],
		['{', true],
		['{ \n', true],
		['{a}', false],
		['{1}', false],
		['[{', true],
		['[[', true],
		['["', true],
		["['", true],
		['[1', true],
		['[-1', true],
		['[', true],
		['[a]', false],
		['[ ]', false],
		['[-a]', false],
		['(a)', false],
	])('%j looks like JSON: %p', (text, expected) => {
		expect(looksLikeJson(text, 0)).toBe(expected);
		expect(looksLikeJson(`xy${text}`, 2)).toBe(expected);
	});
});

describe('values', () => {
	it.each<[unknown, unknown, boolean]>([
		[1, 1, true],
		[1, 2, false],
		[1, '1', false],
		[1, written('1'), true],
		[written('1.0'), 1, false],
		[written('1.0'), written('1.0'), true],
		[written('1'), '1', false],
		[null, null, true],
		[null, false, false],
		[[1, 2], [1, 2], true],
		[[1, 2], [2, 1], false],
		[[1], [1, 2], false],
		[[], {}, false],
		[{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
		[{ a: 1 }, { a: 1, b: 2 }, false],
		[{ a: 1 }, { b: 1 }, false],
		[{ a: null }, { b: 1 }, false],
		[{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, false],
	])('%j and %j are the same: %p', (a, b, expected) => {
		expect(sameValue(a as never, b as never)).toBe(expected);
		expect(sameValue(b as never, a as never)).toBe(expected);
	});

	it('are maps, blank, or scalars', () => {
		expect([{}, { a: 1 }, [], null, 'a', written('1')].map(isMap)).toEqual([
			true,
			true,
			false,
			false,
			false,
			false,
		]);
		expect([null, undefined, '', ' \n', 'a', 0, false, [], {}].map(isBlank)).toEqual([
			true,
			true,
			true,
			true,
			false,
			false,
			false,
			false,
			false,
		]);
		expect(scalarsIn({ a: [1, 'b', { c: null }], d: written('1.0'), e: true })).toEqual([
			1,
			'b',
			null,
			'1.0',
			true,
		]);
	});

	it('are repeated in messages up to 80 characters', () => {
		expect(quoted('a')).toBe('a');
		expect(quoted({ a: [written('1.50'), 'b'] })).toBe('{"a":["1.50","b"]}');
		expect(quoted(written('1.50'))).toBe('1.50');
		expect(quoted(undefined)).toBe('undefined');
		expect(quoted('x'.repeat(80))).toBe('x'.repeat(80));
		expect(quoted('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
	});
});
