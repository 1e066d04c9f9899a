/** What a signature proves. The signatures are made here as Encord makes them, not with the code that checks them. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { checkSignature, saysSigned, signatureHeaders } from '../../../src/agents/signature';

const SECRET = '5cbf0f7d3a1e4b2c9f8a6d5e';
const NOW = Date.UTC(2026, 8, 1, 12) + 400;
const SECONDS = Math.floor(NOW / 1000);
const BODY = '{"payload": {"pending_count": 7}, "event_type": "agent_stage_work_available_event"}';

function sign(body: string, { secret = SECRET, timestamp = String(SECONDS) } = {}) {
	const hmac = createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8');
	return {
		'X-Encord-Signature': hmac.digest('hex'),
		'X-Encord-Timestamp': timestamp,
	};
}

const check = (
	headers: Record<string, string | string[] | undefined>,
	{ body = BODY as string | Buffer, secrets = [SECRET], now = NOW } = {},
) => checkSignature({ headers, body: Buffer.from(body as string) }, secrets, now);

const verified = { kind: 'verified' };
const failedBecause = (reason: RegExp) => ({
	kind: 'failed',
	reason: expect.stringMatching(reason),
});

describe('a signed request', () => {
	it('is verified', () => expect(check(sign(BODY))).toEqual(verified));

	it.each<[string, (name: string) => string]>([
		['lower case', (name) => name.toLowerCase()],
		['upper case', (name) => name.toUpperCase()],
	])('is verified with header names in %s', (_name, recase) => {
		const headers = Object.entries(sign(BODY)).map(([name, value]) => [recase(name), value]);
		expect(check(Object.fromEntries(headers))).toEqual(verified);
	});

	it('is verified with an empty body, and with bytes that are no text', () => {
		expect(check(sign(''), { body: '' })).toEqual(verified);
		const bytes = Buffer.from([0xff, 0x00, 0x80]);
		const hmac = createHmac('sha256', SECRET).update(`${SECONDS}.`).update(bytes).digest('hex');
		const headers = { 'X-Encord-Signature': hmac, 'X-Encord-Timestamp': String(SECONDS) };
		expect(check(headers, { body: bytes })).toEqual(verified);
	});

	it('is verified with any of several secrets, and with one that has other letters', () => {
		expect(check(sign(BODY), { secrets: ['new', SECRET] })).toEqual(verified);
		expect(check(sign(BODY), { secrets: [SECRET, 'old'] })).toEqual(verified);
		expect(check(sign(BODY, { secret: 'größe 🙂' }), { secrets: ['größe 🙂'] })).toEqual(verified);
	});

	it('takes its secret as text, not as the bytes that the text may stand for', () => {
		const hex = 'ab'.repeat(32);
		expect(check(sign(BODY, { secret: hex }), { secrets: [hex] })).toEqual(verified);
	});

	it.each([-300, 300])('is verified %d seconds from now', (seconds) =>
		expect(check(sign(BODY), { now: SECONDS * 1000 + seconds * 1000 })).toEqual(verified),
	);

	it.each([-301, 301, -3600, 3600])('is refused %d seconds from now', (seconds) =>
		expect(check(sign(BODY), { now: SECONDS * 1000 + seconds * 1000 })).toEqual(
			failedBecause(/seconds from the clock/),
		),
	);

	it.each(['yesterday', '1.5', `${SECONDS}.0`, '1e9', '-', '0x10', 'NaN', 'Infinity'])(
		'is refused with the time %s',
		(timestamp) =>
			expect(check(sign(BODY, { timestamp }))).toEqual(failedBecause(/not a whole number/)),
	);

	it.each(['9'.repeat(400), '-5', '0'])('is refused with the far time %s', (timestamp) =>
		expect(check(sign(BODY, { timestamp }))).toEqual(failedBecause(/seconds from the clock/)),
	);

	it.each([`+${SECONDS}`, ` ${SECONDS}\t`, String(SECONDS).replace(/\B(?=(\d{3})+$)/g, '_')])(
		'is verified with the time spelled %j, as Encord reads it',
		(timestamp) => expect(check(sign(BODY, { timestamp }))).toEqual(verified),
	);

	it.each([`${SECONDS}_`, `_${SECONDS}`, String(SECONDS).replace(/(\d{5})/, '$1__')])(
		'is refused with the time spelled %s',
		(timestamp) =>
			expect(check(sign(BODY, { timestamp }))).toEqual(failedBecause(/not a whole number/)),
	);

	it('is refused when the body was changed or written again', () => {
		const changed = BODY.replace('7', '9999');
		expect(check(sign(BODY), { body: changed })).toEqual(failedBecause(/does not fit/));
		const again = JSON.stringify(JSON.parse(BODY));
		expect(check(sign(BODY), { body: again })).toEqual(failedBecause(/does not fit/));
	});

	it('is refused when the time was changed', () => {
		const headers = { ...sign(BODY), 'X-Encord-Timestamp': String(SECONDS + 1) };
		expect(check(headers)).toEqual(failedBecause(/does not fit/));
	});

	it('is refused with another secret, and without any', () => {
		expect(check(sign(BODY), { secrets: ['another'] })).toEqual(failedBecause(/does not fit/));
		for (const secrets of [[], ['']])
			expect(check(sign(BODY, { secret: '' }), { secrets })).toEqual(
				failedBecause(/No signing secret/),
			);
	});

	it.each<[string, (signature: string) => string]>([
		['in capitals', (signature) => signature.toUpperCase()],
		['with a prefix', (signature) => `sha256=${signature}`],
		['that is cut off', (signature) => signature.slice(0, -1)],
		['with more behind it', (signature) => `${signature}0`],
		['given twice', (signature) => `${signature}, ${signature}`],
		['with letters outside ASCII', () => 'sígnature'],
		['of another kind', () => '0'.repeat(64)],
	])('is refused with a signature %s', (_name, change) => {
		const headers = sign(BODY);
		headers['X-Encord-Signature'] = change(headers['X-Encord-Signature']);
		expect(check(headers)).toEqual(failedBecause(/does not fit/));
	});

	it.each(['X-Encord-Signature', 'X-Encord-Timestamp'] as const)(
		'is refused without the header %s, and with an empty one',
		(name) => {
			for (const value of [undefined, ''])
				expect(check({ ...sign(BODY), [name]: value })).toEqual(
					failedBecause(new RegExp(`${name} is missing`)),
				);
		},
	);
});

describe('the headers of a call that is replayed', () => {
	it('are those of Encord, with the whole second', () => {
		const headers = signatureHeaders(SECRET, Buffer.from(BODY), NOW);
		expect(headers).toEqual(sign(BODY));
		expect(check(headers)).toEqual(verified);
		expect(saysSigned(headers)).toBe(true);
	});
});

describe('a newer way to sign', () => {
	it.each(['X-Encord-Signature-V2', 'x-encord-signature-v2', 'X-ENCORD-V3-SIGNATURE'])(
		'is named (%s), instead of calling the request unsigned',
		(name) => {
			const { 'X-Encord-Signature': signature, ...headers } = sign(BODY);
			expect(check({ ...headers, [name]: signature })).toEqual(
				failedBecause(new RegExp(`newer than this package \\(${name}\\)`)),
			);
			expect(saysSigned({ [name]: signature })).toBe(true);
		},
	);

	it('is named with all of its headers', () =>
		expect(check({ 'X-Encord-Signature-V2': 'a', 'X-Encord-Signature-Keys': 'b' })).toEqual(
			failedBecause(/\(X-Encord-Signature-V2, X-Encord-Signature-Keys\)/),
		));

	it('does not matter beside the known one', () =>
		expect(check({ ...sign(BODY), 'X-Encord-Signature-V2': 'unknown' })).toEqual(verified));
});

describe('a request without a signature', () => {
	it('is unsigned, whatever its other headers are', () => {
		const headers = { 'Content-Type': 'application/json', 'X-Encord-Agent': 'true' };
		expect(check(headers)).toEqual({ kind: 'unsigned' });
		expect(saysSigned(headers)).toBe(false);
	});
});
