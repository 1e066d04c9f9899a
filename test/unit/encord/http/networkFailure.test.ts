/** What is made of the errors that Node and libraries of HTTP throw when no answer came. */
import { describe, expect, it } from '@jest/globals';
import { networkFailure } from '../../../../src/encord/http/networkFailure';
import { nextTrace, traceIdOf, v1Headers, v2Headers } from '../../../../src/encord/http/headers';
import { ValidationError } from '../../../../src/encord/wire/errors';

const URL = 'https://api.encord.com/v2/public/projects?secret=1';
const failure = (thrown: unknown, url = URL) => networkFailure(thrown, url);
const coded = (code: string, more: object = {}) =>
	Object.assign(new Error('secret'), { code, ...more });

describe('a connection', () => {
	it.each([
		['ECONNREFUSED', 'temporary', 'The connection was refused'],
		['EAI_AGAIN', 'temporary', 'The host name could not be looked up'],
		['EHOSTUNREACH', 'temporary', 'The host cannot be reached'],
		['ENETUNREACH', 'temporary', 'The network cannot be reached'],
		['ENOTFOUND', 'permanent', 'The host name is unknown'],
		['CERT_HAS_EXPIRED', 'permanent', "The server's certificate has expired"],
	])('that fails with %s is a %s failure: %s', (code, kind, reason) => {
		const error = failure(coded(code));
		expect(error).toMatchObject({
			...{ name: 'NetworkError', kind, code, mayHaveBeenApplied: false },
			message: `api.encord.com cannot be reached. ${reason} (${code}).`,
		});
		expect(error.advice.includes('NODE_EXTRA_CA_CERTS')).toBe(code.startsWith('CERT'));
	});

	it('that failed because of what lies under the error is told by that', () => {
		const nested = (depth: number): Error =>
			depth === 0 ? coded('ENOTFOUND') : new Error('fetch failed', { cause: nested(depth - 1) });
		expect(failure(nested(4))).toMatchObject({ code: 'ENOTFOUND', kind: 'permanent' });
		expect(failure(nested(5))).toMatchObject({ code: undefined, kind: 'ambiguous' });
		expect(failure(coded('UNKNOWN', { cause: coded('ECONNREFUSED') }))).toMatchObject({
			code: 'ECONNREFUSED',
		});
	});

	it.each<[string, string, object, string]>([
		[
			'another port is that of a proxy',
			URL,
			{ address: '10.0.0.1', port: 3128 },
			' at the proxy 10.0.0.1:3128',
		],
		['the port of https is no proxy', URL, { address: '10.0.0.1', port: 443 }, ''],
		['the port of http is no proxy', 'http://localhost/x', { address: '::1', port: 80 }, ''],
		[
			'the port of the address is no proxy',
			'http://localhost:81/x',
			{ address: '::1', port: 81 },
			'',
		],
		['a port without an address tells nothing', URL, { port: 3128 }, ''],
		['a port that is no number tells nothing', URL, { address: '10.0.0.1', port: '3128' }, ''],
		[
			'it may be told by what lies under the error',
			URL,
			{ cause: { address: '10.0.0.1', port: 3128 } },
			' at the proxy 10.0.0.1:3128',
		],
	])('through a proxy: %s', (_what, url, more, via) =>
		expect(failure(coded('ECONNREFUSED', more), url).message).toMatch(
			new RegExp(`The connection was refused \\(ECONNREFUSED${via}\\)\\.$`),
		),
	);

	it('that broke may have brought the request to Encord', () => {
		expect(failure(coded('ECONNRESET'))).toMatchObject({
			...{ name: 'NetworkError', kind: 'ambiguous', code: 'ECONNRESET', mayHaveBeenApplied: true },
			message: 'The connection to api.encord.com broke (ECONNRESET).',
		});
		for (const thrown of [new Error('x'), 'x', null, undefined, coded('has spaces'), { code: 7 }])
			expect(failure(thrown).message).toBe('The connection to api.encord.com broke.');
	});
});

it.each([
	'ETIMEDOUT',
	'ESOCKETTIMEDOUT',
	'UND_ERR_HEADERS_TIMEOUT',
	'UND_ERR_BODY_TIMEOUT',
	'UND_ERR_CONNECT_TIMEOUT',
])('%s is an answer that did not come in time', (code) =>
	expect(failure(coded(code))).toMatchObject({
		...{ name: 'TimeoutError', code, mayHaveBeenApplied: true },
		message: 'api.encord.com did not answer in time.',
	}),
);

it('a connection that was aborted is a time-out only where its text says so', () => {
	const aborted = (text: string) => Object.assign(new Error(text), { code: 'ECONNABORTED' });
	expect(failure(aborted('Timeout of 5 ms exceeded')).name).toBe('TimeoutError');
	expect(failure(aborted('stream was aborted')).name).toBe('NetworkError');
	expect(failure({ code: 'ECONNABORTED', message: 'timeout' }).name).toBe('NetworkError');
});

it('what was cancelled is a cancellation', () => {
	for (const code of ['ERR_CANCELED', 'ABORT_ERR', 'ERR_ABORTED'])
		expect(failure(coded(code)).name).toBe('CancelledError');
	expect(failure(Object.assign(new Error('x'), { name: 'AbortError' })).name).toBe(
		'CancelledError',
	);
});

it('an error of ours stays as it is', () => {
	const ours = new ValidationError('x');
	expect(failure(ours)).toBe(ours);
});

describe('headers', () => {
	const identity = { userAgent: 'me/1', trace: 'abc/1;o=1' };
	it('of the second generation say that there is JSON when there is', () => {
		const always = {
			...{
				'Accept-Encoding': 'identity',
				'User-Agent': 'me/1',
				'X-Cloud-Trace-Context': 'abc/1;o=1',
			},
		};
		expect(v2Headers(identity)).toEqual(always);
		expect(v2Headers(identity, new Uint8Array(1))).toEqual({
			...{ ...always, 'Content-Type': 'application/json' },
		});
	});

	it('of the first generation name the project or dataset, and nothing for the account', () => {
		const of = (type: string, hash: string) => ({
			...{ Accept: 'application/json', 'Content-Type': 'application/json' },
			...{ 'Accept-Encoding': 'gzip', ResourceType: type, ResourceID: hash },
			...{ 'User-Agent': 'me/1', 'X-Cloud-Trace-Context': 'abc/1;o=1' },
		});
		expect(v1Headers(identity, { type: 'dataset', id: 'd' })).toEqual(of('dataset', 'd'));
		expect(v1Headers(identity, { type: 'user' })).toEqual(of('', ''));
	});

	it('continue a trace that came in, and begin one otherwise', () => {
		const id = '0123456789abcdefABCDEF0123456789';
		for (const incoming of [id, `${id}/7;o=1`, ` ${id};o=0 `])
			expect(nextTrace(incoming)).toMatch(new RegExp(`^${id}/\\d+;o=1$`));
		for (const incoming of [undefined, '', `${id}0`, id.slice(1), `x${id}`]) {
			const trace = nextTrace(incoming);
			expect(trace).toMatch(/^[0-9a-f]{32}\/1;o=1$/);
			expect(trace).not.toContain(id);
		}
		expect(nextTrace()).not.toBe(nextTrace());
		expect(traceIdOf('abc/1;o=1')).toBe('abc');
		expect(traceIdOf('abc')).toBe('abc');
	});
});
