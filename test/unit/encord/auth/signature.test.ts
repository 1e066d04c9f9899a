/** Spelling of URLs and queries, and the headers around a request (protocol §1, §2.3, §2.4). */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { nextTrace, USER_AGENT, v1Headers } from '../../../../src/encord/http/headers';
import {
	encodeQuery,
	requestTarget,
	signV1,
	signV2,
	v1Url,
	v2Url,
	type QueryValue,
} from '../../../../src/encord/auth/signature';
import { KEY, START_MS } from '../scriptedEncord';

/** Whether the signature is one of the test key. */
function isSigned(message: string | Buffer, signature: Buffer): boolean {
	const der = Buffer.concat([
		Buffer.from('302a300506032b6570032100', 'hex'),
		Buffer.from(KEY.publicKeyHex, 'hex'),
	]);
	const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
	return verify(null, Buffer.from(message as string), key, signature);
}

const sha256 = (body: string) => createHash('sha256').update(body).digest();

describe('a v2 signature', () => {
	it.each([
		['a body', '{"a":"ü"}'],
		['no body', undefined],
	])('covers method, target, digest and time of a request with %s', (_, body) => {
		const url = 'https://api.encord.com/v2/public/projects/1?q=a+b%20c#part';
		const headers = signV2(
			KEY,
			{ method: 'post', url, ...(body !== undefined && { body: Buffer.from(body) }) },
			START_MS + 999,
		);
		const digest = `sha-256=:${sha256(body ?? '').toString('base64')}:`;
		const parameters = `("@method" "@request-target" "content-digest");created=${START_MS / 1000 - 30};keyid="${KEY.publicKeyHex}";alg="ed25519"`;
		expect(headers).toEqual({
			'Content-Digest': digest,
			'Signature-Input': `encord-sig=${parameters}`,
			Signature: expect.stringMatching(/^encord-sig=:[A-Za-z0-9+/]{86}==:$/),
		});
		const signed = [
			'"@method": POST',
			'"@request-target": /v2/public/projects/1?q=a+b%20c',
			`"content-digest": ${digest}`,
			`"@signature-params": ${parameters}`,
		].join('\n');
		const signature = Buffer.from(headers.Signature.slice('encord-sig=:'.length, -1), 'base64');
		expect(isSigned(signed, signature)).toBe(true);
	});
});

describe('a v1 signature', () => {
	it('covers the bytes of the body', () => {
		const { Authorization } = signV1(KEY, Buffer.from('{"query_type":"x"}'));
		const [id, signature = ''] = Authorization.split(':');
		expect(id).toBe(KEY.publicKeyHex);
		expect(isSigned(sha256('{"query_type":"x"}'), Buffer.from(signature, 'hex'))).toBe(true);
	});
});

describe('encodeQuery', () => {
	it.each<[Record<string, QueryValue>, string]>([
		[{}, ''],
		[{ a: null, b: undefined, c: [] }, ''],
		[{ a: '' }, 'a='],
		[{ a: ['', ' ', null] }, 'a=&a=+'],
		[{ flag: true, other: false }, 'flag=True&other=False'],
		[{ b: 1, a: 2 }, 'b=1&a=2'],
		[{ n: [0, 1.5, 1e-7, -3, 1e300] }, 'n=0&n=1.5&n=1e-07&n=-3&n=1e%2B300'],
		[{ text: '1e-7' }, 'text=1e-7'],
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
		['api.encord.com', 'see https://api.encord.com'].forEach((domain) =>
			expect(() => v2Url(domain, 'x')).toThrow('absolute URL'),
		));
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
		['HTTPS://a/b', '/b'],
	])('%s', (url, target) => expect(requestTarget(url)).toBe(target));

	it.each(['/v2/public', 'api.encord.com/x', ' https://a/b', '1https://a/b'])(
		'of %j is unknown: only an absolute URL can be signed',
		(url) => expect(() => requestTarget(url)).toThrow('Only an absolute URL can be signed'),
	);
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
