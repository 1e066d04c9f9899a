/** Spelling of URLs and queries, and the headers around a request (protocol §1, §2.3, §2.4). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { nextTrace, USER_AGENT, v1Headers } from '../../../../src/encord/http/headers';
import {
	encodeQuery,
	requestTarget,
	v1Url,
	v2Url,
	type QueryValue,
} from '../../../../src/encord/auth/signature';

describe('encodeQuery', () => {
	it.each<[Record<string, QueryValue>, string]>([
		[{}, ''],
		[{ a: null, b: undefined, c: [] }, ''],
		[{ a: '' }, 'a='],
		[{ a: ['', ' ', null] }, 'a=&a=+'],
		[{ flag: true, other: false }, 'flag=True&other=False'],
		[{ b: 1, a: 2 }, 'b=1&a=2'],
		[{ n: [0, 1.5, 1e-7, -3, 1e300] }, 'n=0&n=1.5&n=1e-07&n=-3&n=1e%2B300'],
		[{ a: 'Cats + Dogs & co/100%' }, 'a=Cats+%2B+Dogs+%26+co%2F100%25'],
		[{ a: "-._~!'()*" }, 'a=-._~%21%27%28%29%2A'],
		[{ 'ä b': 'é🙂\n' }, '%C3%A4+b=%C3%A9%F0%9F%99%82%0A'],
	])('%j', (params, text) => expect(encodeQuery(params)).toBe(text));
});

describe('v2Url', () => {
	it.each([
		['https://api.encord.com', 'projects/1', 'https://api.encord.com/v2/public/projects/1'],
		['https://api.encord.com/', '/projects/1/', 'https://api.encord.com/v2/public/projects/1'],
		[
			'http://127.0.0.1:8099',
			'user/bearer-token',
			'http://127.0.0.1:8099/v2/public/user/bearer-token',
		],
		['https://p/enc/api', 'x', 'https://p/enc/v2/public/x'],
		['https://p/enc/api/', 'x', 'https://p/enc/api/v2/public/x'],
		['https://[::1]:8443', 'x', 'https://[::1]:8443/v2/public/x'],
	])('%s and %s', (domain, path, url) => expect(v2Url(domain, path)).toBe(url));

	it('appends the query', () =>
		expect(v2Url('https://a', 'x', { q: [1, 2], none: null })).toBe(
			'https://a/v2/public/x?q=1&q=2',
		));
	it('needs an absolute address', () =>
		expect(() => v2Url('api.encord.com', 'x')).toThrow('absolute URL'));
});

describe('v1Url', () => {
	it.each([
		['https://a', 'user', 'https://a/public/user'],
		['https://a', 'resource', 'https://a/public'],
		['https://a/', 'resource', 'https://a//public'],
	] as const)('%s for %s', (domain, scope, url) => expect(v1Url(domain, scope)).toBe(url));
});

describe('requestTarget', () => {
	it.each([
		['https://a/b?c=d%20e#f', '/b?c=d%20e'],
		['https://a', '/'],
		['https://a?x=1', '/?x=1'],
		['https://u:p@a:1/%7Eb/../c', '/%7Eb/../c'],
		['https://a//public', '//public'],
	])('%s', (url, target) => expect(requestTarget(url)).toBe(target));
});

describe('headers', () => {
	it('name the version of the package', () => {
		const { name, version } = JSON.parse(
			readFileSync(join(__dirname, '../../../../package.json'), 'utf8'),
		) as {
			name: string;
			version: string;
		};
		expect(USER_AGENT).toBe(`${name}/${version}`);
	});

	it('have a new trace for every request', () => {
		expect(nextTrace()).toMatch(/^[0-9a-f]{32}\/1;o=1$/);
		expect(nextTrace()).not.toBe(nextTrace());
	});

	it.each([
		'0123456789abcdef0123456789ABCDEF/5;o=1',
		' 0123456789abcdef0123456789ABCDEF ',
		'0123456789abcdef0123456789ABCDEF;o=1',
	])('continue the incoming trace %s', (incoming) => {
		expect(nextTrace(incoming)).toMatch(/^0123456789abcdef0123456789ABCDEF\/\d{1,20};o=1$/);
		expect(nextTrace(incoming)).not.toBe(nextTrace(incoming));
	});

	it.each(['', 'short/1', '0123456789abcdef0123456789abcdef0/1', 'x\r\nHost: evil'])(
		'start a new trace for the odd %j',
		(incoming) => {
			expect(nextTrace(incoming)).toMatch(/^[0-9a-f]{32}\/1;o=1$/);
		},
	);

	it('leave the v1 resource empty for the account itself', () => {
		expect(v1Headers({ userAgent: 'a', trace: 'b' }, { type: 'user' })).toMatchObject({
			ResourceType: '',
			ResourceID: '',
		});
	});
});
