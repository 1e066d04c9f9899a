/** What errors say: of statuses, of v1 codes, of a wrong clock, and of a server that asks to wait. */
import { describe, expect, it } from '@jest/globals';
import {
	envelopeError,
	retryAfterMs,
	statusError,
	type CallContext,
} from '../../../../src/encord/http/errorReplies';
import { parseReply, pageOf, requireConfirmation } from '../../../../src/encord/http/reply';
import { cleanServerText, errorTextOf } from '../../../../src/encord/http/serverText';
import { z } from 'zod';

const context: CallContext = {
	...{ what: 'reading the project', call: 'GET projects/p', traceId: 'abc' },
	mayHaveBeenApplied: false,
};
const NOW = Date.UTC(2027, 0, 1);
const of = (status: number, json: unknown = {}, headers: Record<string, string> = {}) =>
	statusError({ status, headers, json }, context, NOW);

describe('a status', () => {
	it.each<[number, string]>([
		[400, 'Encord refused reading the project: Why'],
		[422, 'Encord refused reading the project: Why'],
		[401, 'Encord does not accept this key (while reading the project): Why'],
		[
			403,
			'What was asked for does not exist, or the key may not see or change it (while reading the project): Why',
		],
		[404, 'Encord found nothing under this ID (while reading the project).'],
		[
			407,
			'The proxy between n8n and Encord asks for a login (status 407, while reading the project).',
		],
		[409, 'Encord reports a conflict while reading the project: Why'],
		[413, 'The request is too large for Encord (while reading the project).'],
		[429, 'Encord asks to slow down (while reading the project).'],
		[418, 'Unexpected answer with status 418 while reading the project: Why'],
		[499, 'Unexpected answer with status 499 while reading the project: Why'],
		[500, 'Encord failed with status 500 while reading the project: Why'],
		[599, 'Encord failed with status 599 while reading the project: Why'],
	])('%d says: %s', (status, message) => {
		expect(of(status, { message: 'Why' })).toMatchObject({
			...{ message, status, call: 'GET projects/p', traceId: 'abc' },
			mayHaveBeenApplied: status >= 500,
		});
	});

	it('without a reason ends with a full stop; without JSON it may be from a proxy', () => {
		expect(of(409).message).toBe('Encord reports a conflict while reading the project.');
		expect(statusError({ status: 409, headers: {}, json: undefined }, context, NOW).message).toBe(
			'Encord reports a conflict while reading the project. The answer is not in the form of Encord: a proxy or firewall may have given it.',
		);
	});

	it('after an attempt that may have been applied says so', () =>
		expect(
			statusError(
				{ status: 404, headers: {}, json: {} },
				{ ...context, mayHaveBeenApplied: true },
				NOW,
			).mayHaveBeenApplied,
		).toBe(true));

	it('407 tells where the login of the proxy belongs', () =>
		expect(of(407)).toMatchObject({
			...{ name: 'NetworkError', kind: 'permanent' },
			advice:
				"Put the proxy's user name and password into n8n's HTTP_PROXY and HTTPS_PROXY, or leave Encord's host out with NO_PROXY.",
		}));

	it('429 tells how long to wait', () => {
		expect(of(429, {}, { 'retry-after': '7' })).toMatchObject({ retryAfterMs: 7000 });
		expect(of(429)).toMatchObject({ retryAfterMs: undefined });
	});
});

describe('the clock', () => {
	const skewed = (ms: number) => of(401, {}, { date: new Date(NOW - ms).toUTCString() });
	it.each([
		[60_000, 'The clock of this machine is about 1 min ahead. Set it right (NTP) and try again.'],
		[89_000, 'The clock of this machine is about 1 min ahead. Set it right (NTP) and try again.'],
		[90_000, 'The clock of this machine is about 2 min ahead. Set it right (NTP) and try again.'],
		[
			-300_000,
			'The clock of this machine is about 5 min behind. Set it right (NTP) and try again.',
		],
	])('that is %d ms off is blamed', (ms, advice) =>
		expect(skewed(ms)).toMatchObject({ code: 'CLOCK', advice }),
	);

	it.each([0, 59_000, -59_000])('that is %d ms off is not', (ms) =>
		expect(skewed(ms).code).toBeUndefined(),
	);

	it('is not blamed where the server does not tell the time', () => {
		expect(of(401).code).toBeUndefined();
		expect(of(401, {}, { date: 'yesterday' }).code).toBeUndefined();
	});
});

it.each<[string | undefined, number | undefined]>([
	['0', 0],
	['3', 3000],
	[' 120 ', 120_000],
	[new Date(NOW + 5000).toUTCString(), 5000],
	[new Date(NOW - 5000).toUTCString(), 0],
	['3.5', undefined],
	['-1', undefined],
	['soon', undefined],
	['', undefined],
	[undefined, undefined],
])('Retry-After %j is %s ms', (value, ms) =>
	expect(retryAfterMs(value === undefined ? {} : { 'retry-after': value }, NOW)).toBe(ms),
);

describe('a v1 error', () => {
	const error = (code: unknown, payload?: unknown) =>
		envelopeError({ status: 400, response: code, payload }, context);

	it('says what its code means, with the text of the server', () => {
		expect(error(['WRONG_PROJECT_TYPE_ERROR']).message).toBe(
			'This is not possible in a project of this type (while reading the project).',
		);
		expect(error('WRONG_PROJECT_TYPE_ERROR', 'Because').message).toBe(
			'This is not possible in a project of this type (while reading the project): Because',
		);
		expect(error(['WRONG_PROJECT_TYPE_ERROR'], { a: 1 }).message).toMatch(/project\)\.$/);
	});

	it('of a new code, or of none, is an error of Encord that may have been applied', () => {
		expect(error(['NEW_ERROR'])).toMatchObject({
			...{ name: 'ServerError', code: 'NEW_ERROR', mayHaveBeenApplied: true },
			message: 'Encord failed with NEW_ERROR (while reading the project).',
		});
		for (const none of [[], undefined, null, ''])
			expect(error(none).message).toBe('Encord failed (while reading the project).');
	});

	it.each<[unknown, number | undefined]>([
		[{ maximum_labels_allowed: 100 }, 100],
		[{ maximum_labels_allowed: 1 }, 1],
		[{ maximum_labels_allowed: 2.9 }, 2],
		[{ maximum_labels_allowed: 0.9 }, undefined],
		[{ maximum_labels_allowed: '100' }, undefined],
		[{}, undefined],
		[null, undefined],
		['100', undefined],
	])('of too many label rows with %j has the maximum %s', (payload, maximum) =>
		expect(error(['MULTI_LABEL_LIMIT_ERROR'], payload)).toMatchObject({
			...{ name: 'TooLargeError', maximum, code: 'MULTI_LABEL_LIMIT_ERROR' },
			message: expect.stringMatching(
				/^Encord does not take so many label rows at once \(while reading the project\)/,
			),
		}),
	);
});

describe('the text of a server', () => {
	it.each<[unknown, string]>([
		[{ message: 'One', detail: 'Two' }, 'One'],
		[{ message: ' ', detail: 'Two' }, 'Two'],
		[{ message: 7, detail: 'Two' }, 'Two'],
		[{ detail: [{ loc: ['body', 0, 'x'], msg: 'bad' }] }, 'body.0.x: bad'],
		[{ detail: [{ msg: 'bad' }, { loc: ['y'] }, {}, null, 'text'] }, 'bad; y'],
		[{ detail: [1, 2, 3, 4].map((at) => ({ msg: `e${at}` })) }, 'e1; e2; e3'],
		[{ detail: { a: 1 } }, ''],
		[{}, ''],
		[[{ message: 'x' }], ''],
		['text', ''],
		[null, ''],
	])('of %j is %j', (body, text) => expect(errorTextOf(body)).toBe(text));

	it.each([
		['a  b\n\tc ', 'a b c'],
		['x'.repeat(59), 'x'.repeat(59)],
		[`a ${'x'.repeat(60)} b`, 'a … b'],
		['input_value=secret] tail', 'input_value=…] tail'],
		['{"a": {"b": 1}} and {c}', '{…}'],
		['see https://a.b/c?sig=1 now', 'see https://a.b/c?… now'],
		['see https://a.b/c#frag', 'see https://a.b/c?…'],
		['see https://a.b/c now', 'see https://a.b/c now'],
		['a -----BEGIN KEY-----abc', 'a …'],
		['a -----BEGIN KEY-----abc-----END KEY----- b', 'a … b'],
		['word '.repeat(60), 'word '.repeat(60).trim()],
		['ab '.repeat(100) + 'c', `${'ab '.repeat(100).slice(0, 299)}…`],
	])('%j is shown as %j', (text, shown) => expect(cleanServerText(text)).toBe(shown));
});

describe('an answer of another form', () => {
	const schema = pageOf(z.object({ a: z.string(), b: z.number() }));
	it('names its faults, at most five, each once', () => {
		const results = Array.from({ length: 4 }, () => ({ a: 1 }));
		expect(() => parseReply(schema, { results }, 'listing')).toThrow(
			expect.objectContaining({
				name: 'ProtocolError',
				message:
					"Encord's answer is not as expected (while listing): results.0.a: Expected string, received number; results.0.b: Required; results.1.a: Expected string, received number; results.1.b: Required; results.2.a: Expected string, received number.",
				advice:
					'If this stays, a newer version of this package may be needed for the current Encord.',
			}),
		);
		expect(() => parseReply(schema, 5, 'listing')).toThrow(
			"Encord's answer is not as expected (while listing): answer: Expected object, received number.",
		);
	});

	it('keeps fields that are not known', () => {
		const reply = { results: [], more: 1, nextPageToken: null };
		expect(parseReply(schema, reply, 'listing')).toEqual(reply);
	});

	it('without a confirmation is refused; every other value confirms', () => {
		for (const none of [null, undefined])
			expect(() => requireConfirmation(none, 'saving')).toThrow(
				'Encord did not confirm (while saving).',
			);
		for (const some of [0, false, '', {}, true])
			expect(() => requireConfirmation(some, 'saving')).not.toThrow();
	});
});

describe('what a server may not say', () => {
	it.each([
		['one -----BEGIN A-----x-----END A----- two -----BEGIN B-----y', 'one … two …'],
		['input_value=a] input_value=b, c] d', 'input_value=…] input_value=…] d'],
		[
			'FTP+x://a.b/c?d "https://e.f?g" <http://h#i>',
			'FTP+x://a.b/c?… "https://e.f?…" <http://h?…>',
		],
		["https://a.b/c?d'e", "https://a.b/c?…'e"],
		['why? because #1', 'why? because #1'],
		['{', '{'],
		['}{', '}{'],
		['a {b\nc} d', 'a {…} d'],
		[`${'a1+/_='.repeat(10)}`, '…'],
		[`${'a1-'.repeat(20)}`, 'a1-'.repeat(20)],
		['', ''],
	])('%j is shown as %j', (text, shown) => expect(cleanServerText(text)).toBe(shown));

	it('is left out of problems, which name their place', () => {
		expect(errorTextOf({ detail: [{ loc: 'body', msg: 'bad', input: 'secret' }] })).toBe('bad');
		expect(errorTextOf({ detail: [{ loc: [], msg: 5 }] })).toBe('');
		expect(errorTextOf({ detail: '{"secret": 1}' })).toBe('{…}');
		expect(errorTextOf({ message: '', detail: 'Two' })).toBe('Two');
	});
});
