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

	const fault = (what: string, text: string) => new ValidationError(`The ${what} ${text}`);
	const NO_ADDRESS = 'is missing or not a web address; it looks like';
	const NOT_HTTPS = 'must begin with https:// (http:// only works for this machine itself).';
	const NO_PATH = 'must end after the host name, like';
	const SECRET = 'must not hold a user name or password.';

	it.each([
		['', NO_ADDRESS],
		['api.encord.com', NO_ADDRESS],
		['http://api.encord.com', NOT_HTTPS],
		['ftp://api.encord.com', NOT_HTTPS],
		['ftp://localhost', NOT_HTTPS],
		['localhost:3000', NOT_HTTPS],
		['http://127.0.0.1.evil.com', NOT_HTTPS],
		['http://a.127.0.0.1.com', NOT_HTTPS],
		['http://localhost.evil.com', NOT_HTTPS],
		['http://128.0.0.1', NOT_HTTPS],
		['https://p/enc/api', NO_PATH],
		['https://p?x=1', NO_PATH],
		['https://p/#x', NO_PATH],
		['https://user:pass@p', SECRET],
		['https://user@p', SECRET],
		['https://:pass@p', SECRET],
	])('%j is refused, because it %s', (address, reason) => {
		const ends = (example: string) =>
			reason === NO_ADDRESS
				? ` ${example}.`
				: reason === NO_PATH
					? ` ${example}; a path after it is not supported.`
					: '';
		expect(() => originOf(address, 'API address')).toThrow(
			fault('API address', `${reason}${ends('https://api.example.com')}`),
		);
		expect(() => originOf(address, 'app address')).toThrow(
			fault('app address', `${reason}${ends('https://app.example.com')}`),
		);
	});
});
