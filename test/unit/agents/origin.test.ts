import { describe, expect, it } from '@jest/globals';
import { isAllowedOrigin, originOf, parseOriginList } from '../../../src/agents/origin';

const europe = { appUrls: ['https://app.encord.com'] };

describe('allowed origins', () => {
	it.each([
		['https://app.encord.com', true],
		['https://app.us.encord.com', false],
		['https://dev.encord.com', false],
		['https://APP.encord.com', false],
		['https://app.encord.com/', false],
		['https://app.encord.com\n', false],
		['https://app.encord.com.evil.com', false],
		['http://app.encord.com', false],
		['https://app.encord.com:8443', false],
		['null', false],
		['', false],
	])('of the Europe region: %j is allowed: %s', (origin, allowed) => {
		expect(isAllowedOrigin(origin, europe)).toBe(allowed);
	});

	it.each([
		['https://dev.encord.com', true],
		['https://staging.us.encord.com', true],
		['https://cord-ai-development--pr1-a_b.web.app', true],
		['https://cord-ai-development--é1-ü2.web.app', true],
		['https://cord-ai-development--a-b-c.web.app', false],
		['https://cord-ai-development--a-b.webXapp', false],
		['https://cord-ai-development--a-b.web.app.evil.com', false],
		['https://prod-app.encord.com', false],
	])('with development hosts: %j is allowed: %s', (origin, allowed) => {
		expect(isAllowedOrigin(origin, { ...europe, includeDevelopment: true })).toBe(allowed);
		expect(isAllowedOrigin(origin, europe)).toBe(false);
	});

	it('are those of any of several apps', () => {
		const appUrls = ['https://app.encord.com', 'https://app.us.encord.com'];
		for (const origin of appUrls) expect(isAllowedOrigin(origin, { appUrls })).toBe(true);
	});

	it('are derived from any form of the app address', () => {
		for (const appUrl of [
			'http://127.0.0.1:4000/',
			'http://127.0.0.1:4000/app',
			' http://127.0.0.1:4000 ',
		]) {
			expect(isAllowedOrigin('http://127.0.0.1:4000', { appUrls: [appUrl] })).toBe(true);
		}
		expect(isAllowedOrigin('undefined', { appUrls: ['no address'] })).toBe(false);
	});

	it('can be added one by one', () => {
		const { origins, unreadable } = parseOriginList(
			'https://label.example.com, https://x.example:8443/editor\nhttp://localhost:3000',
		);
		expect(origins).toEqual([
			'https://label.example.com',
			'https://x.example:8443',
			'http://localhost:3000',
		]);
		expect(unreadable).toEqual([]);
		expect(isAllowedOrigin('https://x.example:8443', { ...europe, extraOrigins: origins })).toBe(
			true,
		);
		expect(isAllowedOrigin('https://x.example', { ...europe, extraOrigins: origins })).toBe(false);
	});

	it('are separated from texts that are not web addresses', () => {
		expect(parseOriginList('https://a.example/editor?x=1, label.example.com *')).toEqual({
			origins: ['https://a.example'],
			unreadable: ['label.example.com', '*'],
		});
		expect(parseOriginList(' https://a.example,\n')).toEqual({
			origins: ['https://a.example'],
			unreadable: [],
		});
		expect(parseOriginList('')).toEqual({ origins: [], unreadable: [] });
		expect(originOf('javascript:alert(1)')).toBeUndefined();
	});
});
