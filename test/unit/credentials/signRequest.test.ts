/** What signing changes in a request of n8n, and what it leaves alone (n8n §1). */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { signRequest } from '../../../credentials/signRequest';
import { signV1, signV2 } from '../../../src/encord/auth/signature';
import { API, KEY, START_MS } from '../encord/scriptedEncord';

type Loose = Record<string, unknown>;

function sign(options: Loose): Loose & { headers: Record<string, string> } {
	return signRequest(
		{ key: KEY, apiUrl: API },
		options as unknown as IHttpRequestOptions,
		START_MS,
	) as unknown as Loose & {
		headers: Record<string, string>;
	};
}

const target = `${API}/v2/public/projects`;

describe('signRequest', () => {
	it('signs the newer form of requests: URL, bytes and headers', () => {
		const signed = sign({
			method: 'POST',
			baseURL: API,
			url: '/v2/public/projects',
			qs: { a: ['x y', 1] },
			arrayFormat: 'brackets',
			body: { b: null },
			headers: { 'X-Own': '1' },
			json: true,
			timeout: 7,
		});
		const body = Buffer.from('{"b":null}');
		expect(signed).toEqual({
			method: 'POST',
			url: `${target}?a=x+y&a=1`,
			body,
			json: true,
			timeout: 7,
			disableFollowRedirect: true,
			headers: {
				'X-Own': '1',
				'Content-Type': 'application/json',
				...signV2(KEY, { method: 'POST', url: `${target}?a=x+y&a=1`, body }, START_MS),
			},
		});
	});

	it('signs the older form of requests in the same way', () => {
		const signed = sign({
			uri: target,
			qs: { a: true },
			headers: {},
			json: false,
			encoding: null,
			useQuerystring: true,
			followRedirect: true,
			maxRedirects: 5,
			allowedDomains: 'x',
		});
		expect(signed).toEqual({
			uri: `${target}?a=True`,
			json: false,
			encoding: null,
			followRedirect: false,
			followAllRedirects: false,
			allowedDomains: 'x',
			headers: signV2(KEY, { method: 'GET', url: `${target}?a=True` }, START_MS),
		});
	});

	it('does not touch the options it was given', () => {
		const options = Object.freeze({
			method: 'POST',
			url: target,
			qs: Object.freeze({ a: 1 }),
			body: Object.freeze({ b: 1 }),
			headers: Object.freeze({}),
		});
		expect(() => sign(options)).not.toThrow();
	});

	it('replaces its own signature when it signs once more', () => {
		const once = sign({ method: 'POST', url: target, qs: { a: 'b' }, body: { x: 1 } });
		const lowered = {
			...once,
			headers: Object.fromEntries(
				Object.entries(once.headers).map(([name, value]) => [name.toLowerCase(), `${value}!`]),
			),
		};
		expect(sign(once)).toEqual(once);
		const { headers } = sign(lowered);
		expect(
			Object.keys(headers)
				.filter((name) => /signature/i.test(name))
				.sort(),
		).toEqual(['Signature', 'Signature-Input']);
		expect(headers.Signature).toBe(once.headers.Signature);
	});

	it.each(['/public', '/public/user', '//public'])('signs %s as v1', (path) => {
		const { headers } = sign({
			method: 'POST',
			url: API + path,
			body: { query_type: 'x' },
			headers: { ResourceType: 'project', ResourceID: 'p' },
		});
		expect(headers).toEqual({
			ResourceType: 'project',
			ResourceID: 'p',
			'Content-Type': 'application/json',
			...signV1(KEY, Buffer.from('{"query_type":"x"}')),
		});
	});

	it.each<[string, Loose, unknown]>([
		['a GET never has a body', { method: 'GET', body: { a: 1 } }, undefined],
		['nor has a request without method', { body: 'x' }, undefined],
		['empty text is no body', { method: 'POST', body: '' }, undefined],
		['an empty buffer is no body', { method: 'POST', body: Buffer.alloc(0) }, undefined],
		['an empty object means none', { method: 'POST', body: {} }, undefined],
		['an empty array means an empty array', { method: 'POST', body: [] }, Buffer.from('[]')],
		['bytes of any kind', { method: 'POST', body: new Uint8Array([1, 2]) }, Buffer.from([1, 2])],
		['numbers', { method: 'POST', body: 5 }, Buffer.from('5')],
		['parameters of a form', { method: 'POST', body: new URLSearchParams({ a: 'b c' }) }, 'a=b+c'],
		[
			'text of a form',
			{
				method: 'POST',
				body: 'a=b',
				headers: { 'CONTENT-TYPE': 'application/x-www-form-urlencoded; charset=utf-8' },
			},
			'a=b',
		],
	])('%s', (_, options, body) => expect(sign({ url: target, ...options }).body).toEqual(body));

	it('keeps the content type of the request', () => {
		const { headers } = sign({
			method: 'POST',
			url: target,
			body: 'a',
			headers: { 'content-type': 'text/plain' },
		});
		expect(headers['content-type']).toBe('text/plain');
		expect(headers['Content-Type']).toBeUndefined();
	});

	it.each<[string, Loose]>([
		['a stream', { body: new PassThrough() }],
		['a form with files', { body: new FormData() }],
		['a form with files', { formData: { a: 'b' } }],
		[
			'a multipart body',
			{ body: 'x', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } },
		],
		['a blob', { body: new Blob(['x']) }],
	])('refuses %s', (_, options) =>
		expect(() => sign({ method: 'POST', url: target, ...options })).toThrow(
			/cannot be signed for Encord/,
		),
	);

	it.each([
		'https://evil.example.com/v2/public',
		'http://api.encord.com/v2',
		'https://api.encord.com:444/v2',
		'https://api.us.encord.com/v2',
		'https://api.encord.com@evil.com/',
		'https://api.encord.com.evil.com/',
	])('refuses to sign for %s', (url) =>
		expect(() => sign({ url })).toThrow(
			'This Encord credential signs requests to https://api.encord.com only',
		),
	);

	it('refuses an incomplete URL', () =>
		expect(() => sign({ url: '/v2/public' })).toThrow('The URL of the request is incomplete.'));
	it('signs the URL exactly as it is sent', () =>
		expect(sign({ url: `${API}/a/../b c?d=é#f` }).url).toBe(`${API}/b%20c?d=%C3%A9`));
});
