import { describe, expect, it } from '@jest/globals';
import { explainProblems, parseAgentCall } from '../../../src/agents/payload';

const PROJECT = '00000000-1111-2222-3333-444444444444';
const DATA = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const minimal = { projectHash: PROJECT, dataHash: DATA, frame: 0 };
const strict = { missingFrame: 'refuse' } as const;

const read = (fields: object, rules: Parameters<typeof parseAgentCall>[1] = strict) =>
	parseAgentCall({ ...minimal, ...fields }, rules);
const fieldsOf = (result: ReturnType<typeof parseAgentCall>) =>
	result.ok ? [] : result.problems.map(({ field }) => field);

describe('a custom agent payload', () => {
	it.each([
		['dashes', PROJECT, PROJECT],
		['upper case', DATA.toUpperCase(), DATA],
		['no dashes', 'aaaaaaaabbbbccccddddeeeeeeeeeeee', DATA],
		['braces', `{${DATA}}`, DATA],
		['a URN', `urn:uuid:${DATA}`, DATA],
	])('reads a project hash with %s', (_name, projectHash, expected) => {
		expect(read({ projectHash })).toMatchObject({ ok: true, call: { projectHash: expected } });
	});

	it.each([
		['space around', ` ${DATA}`],
		['a newline behind', `${DATA}\n`],
		['an upper-case URN prefix', `URN:UUID:${DATA}`],
		['braces around the plain form', '{aaaaaaaabbbbccccddddeeeeeeeeeeee}'],
		['dashes in other places', 'aaaaaaaa-bbbbcccc-dddd-eeee-eeeeeeee'],
		['empty text', ''],
		['a number', 7],
		['null', null],
	])('refuses a data hash with %s', (_name, dataHash) => {
		expect(fieldsOf(read({ dataHash }))).toEqual(['dataHash']);
	});

	it.each([
		[3, 3],
		[3.0, 3],
		[1e3, 1000],
		[-0, 0],
		['3', 3],
		[' 3 ', 3],
		['3.0', 3],
		['3.', 3],
		['+3', 3],
		['1_000', 1000],
		['1_000.00', 1000],
		['007', 7],
		['0_7', 7],
		['0__7', 7],
		['0', 0],
		['-0', 0],
		['\u00a03\u2003', 3],
		[true, 1],
		[false, 0],
	])('reads frame %j as %j', (frame, expected) => {
		const result = read({ frame });
		expect(result.ok && Object.is(result.call.frame, expected)).toBe(true);
	});

	it.each([
		3.5,
		'3.5',
		'',
		' ',
		'_1',
		'1_',
		'1__0',
		'+-1',
		'- 1',
		'1e3',
		'0x10',
		'٣',
		'three',
		-1,
		'-1',
		null,
		[1],
		{},
		Number.NaN,
		Infinity,
		'1'.repeat(4301),
	])('refuses frame %j', (frame) => {
		expect(fieldsOf(read({ frame }))).toEqual(['frame']);
	});

	it('reads a missing frame as 0 or refuses it, depending on the option', () => {
		expect(read({ frame: undefined }, { missingFrame: 'zero' })).toMatchObject({
			ok: true,
			call: { frame: 0 },
		});
		expect(fieldsOf(read({ frame: undefined }))).toEqual(['frame']);
		expect(fieldsOf(read({ frame: null }, { missingFrame: 'zero' }))).toEqual(['frame']);
	});

	it.each([
		[undefined, null],
		[null, null],
		[[], []],
		[
			['a', 'b'],
			['a', 'b'],
		],
	])('reads object hashes %j as %j', (objectHashes, expected) => {
		expect(read({ objectHashes })).toMatchObject({ ok: true, call: { objectHashes: expected } });
	});

	it.each([
		['a', ['objectHashes']],
		[{ 0: 'a' }, ['objectHashes']],
		[
			['a', null, 3],
			['objectHashes[1]', 'objectHashes[2]'],
		],
		[['\ud800'], ['objectHashes[0]']],
	])('refuses object hashes %j', (objectHashes, fields) => {
		expect(fieldsOf(read({ objectHashes }))).toEqual(fields);
	});

	it('keeps unknown fields in raw, and the names of snake case unknown', () => {
		const result = read({ config: { threshold: 1 }, object_hashes: ['z'] });
		expect(result).toMatchObject({
			ok: true,
			call: { objectHashes: null },
			raw: { config: { threshold: 1 }, object_hashes: ['z'] },
		});
	});

	it('names every problem with what was found and what is accepted', () => {
		const result = parseAgentCall({ projectHash: 'x', frame: -1 }, strict);
		if (result.ok) throw new Error('accepted');
		expect(explainProblems(result.problems)).toBe(
			'"projectHash" is text but no UUID; accepted: a UUID such as 00000000-1111-2222-3333-444444444444. ' +
				'"dataHash" is missing; accepted: a UUID such as 00000000-1111-2222-3333-444444444444. ' +
				'"frame" is -1; accepted: a whole number from 0.',
		);
	});

	it("does not repeat the caller's text in a message", () => {
		const result = parseAgentCall(
			{ projectHash: '<script>', dataHash: DATA, frame: '<b>' },
			strict,
		);
		expect(result.ok ? '' : explainProblems(result.problems)).not.toMatch(/</);
	});
});

describe('a payload as text', () => {
	const text = JSON.stringify(minimal);

	it('is read like the object, the last of equal keys counting', () => {
		expect(parseAgentCall(text.replace('"frame":0', '"frame":1,"frame":2'), strict)).toMatchObject({
			ok: true,
			call: { frame: 2 },
		});
	});

	it.each([
		['empty', ''],
		['no JSON', '{'],
		['with a byte order mark', `\ufeff${text}`],
		['followed by something', `${text} x`],
		['with half a character', text.replace('}', ',"note":"\\ud800"}')],
		['with NaN', text.replace('}', ',"x":NaN}')],
		['nested 201 deep', text.replace('}', `,"x":${'['.repeat(200)}${']'.repeat(200)}}`)],
		['a text', '"x"'],
		['a number', '5'],
		['a list', '[]'],
		['null', 'null'],
	])('is refused when %s', (_name, body) => {
		expect(fieldsOf(parseAgentCall(body, strict))).toEqual(['body']);
	});

	it('may hold whole characters beyond the basic plane and 199 levels', () => {
		const body = text.replace(
			'}',
			`,"note":"\\ud83d\\ude00","x":${'['.repeat(199)}${']'.repeat(199)}}`,
		);
		expect(parseAgentCall(body, strict).ok).toBe(true);
	});
});

describe('the event of a Lambda function', () => {
	it.each([
		['object', { body: minimal }],
		['text', { body: JSON.stringify(minimal), headers: {} }],
	])('is unwrapped when its body is %s', (_name, event) => {
		for (const body of [event, JSON.stringify(event)]) {
			expect(parseAgentCall(body, strict)).toMatchObject({
				ok: true,
				call: { projectHash: PROJECT, dataHash: DATA },
				raw: minimal,
			});
		}
	});

	it.each([[''], ['{'], [null], [[]]])('is refused when its body is %j', (body) => {
		expect(fieldsOf(parseAgentCall({ body }, strict))).toEqual(['body']);
	});

	it('is only recognized without a payload of its own', () => {
		expect(read({ body: 'notes' })).toMatchObject({ ok: true, raw: { body: 'notes' } });
	});
});
