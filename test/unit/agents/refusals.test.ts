/** Bodies and callers that are refused, what each is told, and what a failure of Encord is called before the work starts. */
import { describe, expect, it } from '@jest/globals';
import { bodyText, jsonIn } from '../../../src/agents/callBody';
import { identifyCaller, type CallerRules } from '../../../src/agents/caller';
import { CallRefused } from '../../../src/agents/callRefused';
import { findDataUnit } from '../../../src/agents/dataUnit';
import { explainFailure } from '../../../src/agents/failureWords';
import { signatureHeaders } from '../../../src/agents/signature';
import * as errors from '../../../src/encord/wire/errors';
import { row } from '../encord/calls/wireSamples';

const refusal = async (work: () => unknown): Promise<CallRefused> => {
	try {
		await work();
	} catch (error) {
		if (error instanceof CallRefused) return error;
		throw error;
	}
	throw new Error('Nothing was refused');
};

describe('the body of a call', () => {
	it('has at most 64 KiB', async () => {
		const most = Buffer.alloc(64 * 1024, 'x');
		expect(bodyText(most)).toHaveLength(64 * 1024);
		expect(await refusal(() => bodyText(Buffer.concat([most, Buffer.from('x')])))).toMatchObject({
			status: 413,
			message: 'The request is larger than 64 KiB. A call of an agent is far smaller.',
		});
	});

	it('is UTF-8, and keeps its byte order mark', async () => {
		expect(bodyText(Buffer.from('\ufeffé'))).toBe('\ufeffé');
		expect(await refusal(() => bodyText(Buffer.from([0xff])))).toMatchObject({
			status: 400,
			message: 'The request is no UTF-8 text; accepted: a JSON object.',
		});
	});

	const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
	it.each<[string, boolean, object]>([
		['', false, { fault: 'is empty' }],
		['{', false, { fault: 'is not valid JSON' }],
		['{"a": [1, null]}', true, { value: { a: [1, null] } }],
		['null', false, { value: null }],
		['"\\ud800"', false, { fault: 'holds broken characters or is nested too deeply' }],
		['{"\\ud800": 1}', false, { fault: 'holds broken characters or is nested too deeply' }],
		['"\\ud83d\\ude00"', false, { value: '😀' }],
		['{"a": 1, "a": 2}', false, { value: { a: 2 } }],
		['{"a": 1, "a": 2}', true, { fault: 'has a key twice in one object' }],
		['12345678901234567890', true, { fault: 'has a number that is too large or too exact' }],
	])('%j, strictly: %j', (text, strict, read) => expect(jsonIn(text, strict)).toEqual(read));

	it('has at most 200 levels', () => {
		expect(jsonIn(nested(200))).toHaveProperty('value');
		expect(jsonIn(nested(201))).toEqual({
			fault: 'holds broken characters or is nested too deeply',
		});
	});
});

describe('a caller', () => {
	const NOW = Date.UTC(2027, 0, 1);
	const body = Buffer.from('{}');
	const APP = 'https://app.encord.com';
	const rules = (more: Partial<CallerRules> = {}): CallerRules => ({
		...{ origins: async () => ({ appUrls: [APP] }), secrets: async () => ['secret'] },
		...{ allowWithoutOrigin: false, onlySigned: false, now: () => NOW, ...more },
	});
	const signed = (secret = 'secret') => signatureHeaders(secret, body, NOW);
	const test = { 'X-Encord-Agent': '1' };
	const who = (headers: Record<string, string>, more?: Partial<CallerRules>) =>
		identifyCaller({ headers, body }, rules(more));

	it.each<[string, Record<string, string>, Partial<CallerRules>, string]>([
		['a signed call', signed(), {}, 'workflow'],
		['a signed call, where only those are accepted', signed(), { onlySigned: true }, 'workflow'],
		['a page of the app', { origin: APP }, {}, 'labelEditor'],
		['a test call', test, {}, 'other'],
		['a test call, where only signed ones are accepted', test, { onlySigned: true }, 'other'],
		['any program, where those are allowed', {}, { allowWithoutOrigin: true }, 'other'],
		[
			'a signed call, where nothing can check it and any program may call',
			signed(),
			{ secrets: async () => [], allowWithoutOrigin: true },
			'other',
		],
		[
			'a signed test call that nothing can check',
			{ ...signed(), ...test },
			{ secrets: async () => [] },
			'other',
		],
	])('%s is accepted', async (_what, headers, more, caller) =>
		expect(await who(headers, more)).toBe(caller),
	);

	const unverified = 'The signature of this call could not be verified.';
	it.each<[string, Record<string, string>, Partial<CallerRules>, object]>([
		[
			'a wrong signature, even of a page of the app',
			{ ...signed('other'), origin: APP },
			{},
			{
				...{ status: 401, message: unverified },
				reason:
					'The signature does not fit the body: the secret is of another address, or outdated.',
			},
		],
		[
			'a wrong signature, even where any program may call',
			signed('other'),
			{ allowWithoutOrigin: true },
			{ status: 401, message: unverified },
		],
		[
			'a signature that nothing can check',
			signed(),
			{ secrets: async () => [] },
			{
				...{ status: 401, message: unverified },
				reason: 'No signing secret is set up to check the signature with.',
			},
		],
		[
			'a page of the app, where only signed calls are accepted',
			{ origin: APP },
			{ onlySigned: true },
			{ status: 403, message: "This address only answers signed calls of Encord's servers." },
		],
		[
			'any program',
			{},
			{},
			{
				status: 403,
				message:
					'This agent only answers the Encord app in a browser, and signed calls. An option of the Encord Trigger allows calls without an Origin header.',
			},
		],
		[
			'another page, even where any program may call',
			{ origin: 'https://evil.example' },
			{ allowWithoutOrigin: true },
			{
				status: 403,
				message:
					'This agent does not answer this web address. If it is your Encord app, add it to the allowed origins of the Encord Trigger.',
			},
		],
		[
			'another page that says it tests',
			{ ...test, origin: 'https://evil.example' },
			{},
			{ status: 403 },
		],
	])('%s is refused', async (_what, headers, more, refused) =>
		expect(await refusal(() => who(headers, more))).toMatchObject(refused),
	);
});

describe('a failure before the work starts', () => {
	const tell = 'Tell whoever runs this workflow:';
	const silent = (at: string) =>
		`Encord does not answer${at}. The agent did not start, and nothing was changed. Try again in a minute.`;
	it.each<[string, errors.EncordError, string]>([
		[
			'a wrong clock',
			new errors.AuthenticationError('x', { code: 'CLOCK' }),
			`${tell} the clock of its n8n is wrong, so Encord does not answer it.`,
		],
		[
			'a refused key',
			new errors.AuthenticationError('x'),
			`${tell} its key is no longer valid in Encord.`,
		],
		['no connection', new errors.NetworkError('x'), silent('')],
		['no answer', new errors.TimeoutError('x'), silent('')],
		['a failing Encord', new errors.ServerError('x'), silent('')],
		['a busy Encord', new errors.RateLimitError('x'), silent('')],
		[
			'an answer of another form',
			new errors.ProtocolError('x'),
			`${tell} Encord's answer could not be read. The agent did not start, and nothing was changed.`,
		],
		['a refusal', new errors.ValidationError('x'), `${tell} Encord refused what it asked for.`],
	])('%s is told in the words of an annotator', (_what, error, message) =>
		expect(explainFailure(error)).toEqual({ status: 502, message, reason: error.sentence }),
	);

	it('names the address that does not answer', () => {
		const error = new errors.NetworkError('x');
		error.address = 'api.encord.com';
		expect(explainFailure(error).message).toBe(silent(' at api.encord.com'));
	});

	it('of another kind tells nothing of it', () =>
		expect(explainFailure(new TypeError('secret'))).toEqual({
			status: 500,
			message: `${tell} the agent failed before its work started.`,
		}));
});

describe('the label row of a data unit', () => {
	const of = (hash: string, branch: string) =>
		row(1, true, { data_hash: hash, branch_name: branch } as never);
	it('is that of the main branch, else the first; of no other data unit', () => {
		const [other, side, main] = [of('b', 'main'), of('A', 'side'), of('a', 'main')];
		expect(findDataUnit([other, side, main], 'a')).toBe(main);
		expect(findDataUnit([other, side, of('a', 'third')], 'a')).toBe(side);
		expect(findDataUnit([other], 'a')).toBeUndefined();
		expect(findDataUnit([], 'a')).toBeUndefined();
	});
});
