/** Where Encord lives, and what may be typed for an address. */
import { describe, expect, it } from '@jest/globals';
import { ValidationError } from '../../../../src/encord/wire/errors';
import { addressesOf, originOf } from '../../../../src/encord/wire/regions';

describe('addressesOf', () => {
	it.each([
		['eu', {}, 'https://api.encord.com', 'https://app.encord.com'],
		['us', { apiUrl: 'ignored' }, 'https://api.us.encord.com', 'https://app.us.encord.com'],
		[
			'custom',
			{ apiUrl: ' https://api.annotation.example.com/ ', appUrl: 'https://app.example.com/' },
			'https://api.annotation.example.com',
			'https://app.example.com',
		],
		['custom', { apiUrl: 'http://127.0.0.1:3000', appUrl: '' }, 'http://127.0.0.1:3000', ''],
	] as const)('%s %j', (region, custom, apiUrl, appUrl) =>
		expect(addressesOf(region, custom)).toEqual({ apiUrl, appUrl }),
	);

	it.each([
		[{}, 'API address'],
		[{ apiUrl: 'https://a', appUrl: 'app' }, 'app address'],
	])('custom %j lacks a good %s', (custom, what) => {
		expect(() => addressesOf('custom', custom)).toThrow(
			`The ${what} is missing or not a web address`,
		);
	});
});

describe('originOf', () => {
	it.each([
		['http://localhost:1', 'http://localhost:1'],
		['http://[::1]:1/', 'http://[::1]:1'],
		['HTTPS://API.Example.com:443', 'https://api.example.com'],
		['http://127.9.9.9', 'http://127.9.9.9'],
	])('%s is %s', (address, origin) => expect(originOf(address, 'API address')).toBe(origin));

	it.each([
		['', 'missing'],
		['api.encord.com', 'not a web address'],
		['http://api.encord.com', 'https://'],
		['ftp://api.encord.com', 'https://'],
		['localhost:3000', 'https://'],
		['http://127.0.0.1.evil.com', 'https://'],
		['https://p/enc/api', 'end after the host name'],
		['https://p?x=1', 'end after the host name'],
		['https://p/#x', 'end after the host name'],
		['https://user:pass@p', 'user name'],
	])('%j is refused: %s', (address, reason) => {
		expect(() => originOf(address, 'API address')).toThrow(ValidationError);
		expect(() => originOf(address, 'API address')).toThrow(reason);
	});
});
