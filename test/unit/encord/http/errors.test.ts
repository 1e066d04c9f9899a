/** Errors of both generations as one tree, with texts that help and tell no secret. */
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';
import * as errors from '../../../../src/encord/wire/errors';
import { cleanServerText } from '../../../../src/encord/http/serverText';
import {
	id,
	PROJECT,
	scriptedEncord,
	START_MS,
	v1Error,
	v1Ok,
	type Answer,
} from '../scriptedEncord';
import { labels, project, row } from '../calls/wireSamples';

async function errorOf(
	answer: Answer,
	generation: 'v1' | 'v2' = 'v2',
): Promise<errors.EncordError> {
	const { client } = scriptedEncord([answer]);
	const run = generation === 'v2' ? client.getProject(PROJECT) : client.listLabelRows(PROJECT);
	return await run.then(
		() => {
			throw new Error('No error');
		},
		(error: unknown) => error as errors.EncordError,
	);
}

describe('v2 statuses', () => {
	it.each<[number, string]>([
		[400, 'ValidationError'],
		[401, 'AuthenticationError'],
		[403, 'AuthorisationError'],
		[404, 'NotFoundError'],
		[405, 'ProtocolError'],
		[409, 'ConflictError'],
		[413, 'TooLargeError'],
		[422, 'ValidationError'],
		[429, 'RateLimitError'],
		[500, 'ServerError'],
		[503, 'ServerError'],
		[504, 'ServerError'],
		[201, 'ProtocolError'],
		[202, 'ProtocolError'],
		[302, 'ProtocolError'],
		[418, 'ProtocolError'],
	])('%d is a %s', async (status, name) => {
		const error = await errorOf({ status, json: { message: 'because' } });
		expect(error).toMatchObject({
			name,
			status,
			call: `GET projects/${PROJECT}`,
			traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
		});
		expect(error.advice).toMatch(/\.$/);
		expect(error.sentence).toBe(`${error.message} ${error.advice}`);
	});

	it.each<[string, Answer, RegExp]>([
		[
			'message',
			{ status: 400, json: { message: 'Pathway X is unknown', detail: 'no' } },
			/^Encord refused reading the project: Pathway X is unknown$/,
		],
		['detail as text', { status: 400, json: { detail: 'Nope' } }, /: Nope$/],
		[
			'detail as a list of problems, without the input',
			{
				status: 422,
				json: { detail: [{ loc: ['body', 'taskUuid'], msg: 'not a uuid', input: 'secret label' }] },
			},
			/: body\.taskUuid: not a uuid$/,
		],
		['neither', { status: 400, json: [1] }, /^Encord refused reading the project\.$/],
		[
			'a page of HTML',
			{ status: 400, text: '<html>Bad gateway</html>' },
			/^Encord refused reading the project\. The answer is not in the form of Encord: a proxy/,
		],
	])('use the %s of the body', async (_, answer, message) => {
		expect((await errorOf(answer)).message).toMatch(message);
	});

	it.each([
		[600, 'ahead', '10 min ahead'],
		[-120, 'behind', '2 min behind'],
	])('a refused signature %d s off is blamed on the clock', async (seconds, _, text) => {
		const error = await errorOf({
			status: 401,
			headers: { date: new Date(START_MS - seconds * 1000).toUTCString() },
		});
		expect(error).toMatchObject({
			name: 'AuthenticationError',
			code: 'CLOCK',
			advice: expect.stringContaining(text),
		});
	});

	it('a refused signature with a right clock is not blamed on it', async () => {
		expect(
			(await errorOf({ status: 401, headers: { date: new Date(START_MS).toUTCString() } })).code,
		).toBeUndefined();
	});
});

describe('v1 codes', () => {
	it.each<[string, string]>([
		['AUTHENTICATION_ERROR', 'AuthenticationError'],
		['SSH_KEY_NOT_FOUND_ERROR', 'AuthenticationError'],
		['AUTHORISATION_ERROR', 'AuthorisationError'],
		['OPERATION_NOT_ALLOWED', 'AuthorisationError'],
		['RESOURCE_NOT_FOUND_ERROR', 'NotFoundError'],
		['RESOURCE_EXISTS_ERROR', 'ConflictError'],
		['DUPLICATE_SSH_KEY_ERROR', 'ConflictError'],
		['METHOD_NOT_ALLOWED_ERROR', 'ProtocolError'],
		['ANSWER_DICTIONARY_ERROR', 'ValidationError'],
		['CORRUPTED_LABEL_ERROR', 'ValidationError'],
		['FEATURE_DOES_NOT_EXIST_ERROR', 'ValidationError'],
		['INVALID_ARGUMENTS_ERROR', 'ValidationError'],
		['INVALID_DATE_FORMAT_ERROR', 'ValidationError'],
		['WRONG_PROJECT_TYPE_ERROR', 'ValidationError'],
		['FILE_TYPE_NOT_SUPPORTED_ERROR', 'ValidationError'],
		['FILE_SIZE_NOT_SUPPORTED_ERROR', 'ValidationError'],
		['MODEL_WEIGHTS_INCONSISTENT_ERROR', 'ValidationError'],
		['MODEL_FEATURES_INCONSISTENT_ERROR', 'ValidationError'],
		['UPLOAD_OPERATION_NOT_SUPPORTED_ERROR', 'ValidationError'],
		['DETECTION_RANGE_INVALID_ERROR', 'ValidationError'],
		['MULTI_LABEL_LIMIT_ERROR', 'TooLargeError'],
		['UNKNOWN_ERROR', 'ServerError'],
		['SOMETHING_NEW_ERROR', 'ServerError'],
		['constructor', 'ServerError'],
	])('%s is a %s', async (code, name) => {
		const error = await errorOf(v1Error(code, 'the payload'), 'v1');
		expect(error).toMatchObject({ name, code, status: 400, call: 'v1 GET labelrowmetadata' });
		expect(error.message).toMatch(/\(while listing label rows\): the payload$/);
	});

	it('are also read from a plain text', async () => {
		expect(
			await errorOf({ json: { status: 403, response: 'AUTHORISATION_ERROR' } }, 'v1'),
		).toBeInstanceOf(errors.AuthorisationError);
	});

	it('contain the limit of label rows', async () => {
		expect(
			await errorOf(v1Error('MULTI_LABEL_LIMIT_ERROR', { maximum_labels_allowed: 100 }), 'v1'),
		).toMatchObject({
			maximum: 100,
		});
	});

	it('succeed whatever the HTTP status is', async () => {
		const { client } = scriptedEncord([{ status: 404, ...v1Ok([]) }]);
		expect(await client.listLabelRows(PROJECT)).toEqual([]);
	});

	it.each<[string, Answer, string]>([
		['not JSON', { text: '<html>' }, 'ProtocolError'],
		['a list', { json: [] }, 'ProtocolError'],
		['no status', { json: { response: [] } }, 'ProtocolError'],
		['not JSON with status 403', { status: 403, text: 'Forbidden' }, 'AuthorisationError'],
		['null as response', v1Ok(null), 'ProtocolError'],
		['an object as response', v1Ok({}), 'ProtocolError'],
	])('a reply that is %s has its own error', async (_, answer, name) => {
		expect((await errorOf(answer, 'v1')).name).toBe(name);
	});

	it('a call that changes something must be confirmed', async () => {
		const { client } = scriptedEncord([v1Ok(null)]);
		expect(await client.reopenOrComplete(PROJECT, ['l'], 'complete')).toMatchObject([
			{ error: { message: 'Encord did not confirm (while completing label rows).' } },
		]);
	});
});

describe('answers of the wrong shape', () => {
	it.each<[string, Answer, RegExp]>([
		['a missing field', { json: { ...project(), title: undefined } }, /title: Required/],
		[
			'a wrong type',
			{
				json: { ...project(), workflow: { stages: [{ uuid: 1, title: 'x', stageType: 'AGENT' }] } },
			},
			/workflow\.stages\.0\.uuid: Expected string/,
		],
		['no content', { status: 204 }, /answer: Required/],
		['an empty body', { text: '' }, /answer: Required/],
		['not JSON', { text: 'hello' }, /is not what Encord's API sends/],
	])('%s is named', async (_, answer, message) => {
		const error = await errorOf(answer);
		expect(error.name).toBe('ProtocolError');
		expect(error.message).toMatch(message);
		expect(error.advice).toMatch(/\w\.$/);
	});

	it('names fields, never their values', async () => {
		const { client } = scriptedEncord([
			v1Ok([{ ...labels(1), label_hash: 17, data_title: 'secret content' }]),
		]);
		await expect(client.initialiseLabels(PROJECT, [row(1)])).rejects.toThrow(
			/^(?!.*(secret|17)).*0\.label_hash/,
		);
	});
});

describe('no error shows', () => {
	const key = 'f'.repeat(64);
	const signed = `https://storage.example.com/a.png?X-Signature=${'s'.repeat(40)}`;

	it.each<[string, string, string]>([
		[
			'signed URLs',
			`cannot fetch ${signed} now`,
			'cannot fetch https://storage.example.com/a.png?… now',
		],
		['keys and signatures', `bad key ${key}`, 'bad key …'],
		[
			'key text',
			'-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----',
			'…',
		],
		['label content', 'bad label {"objects": [{"name": "John Smith"}]}', 'bad label {…}'],
		['line breaks', 'one\n\ttwo', 'one two'],
		['endless texts', 'word '.repeat(200), `${'word '.repeat(60).slice(0, 299)}…`],
	])('%s', async (_, text, shown) => {
		expect(cleanServerText(text)).toBe(shown);
		expect((await errorOf({ status: 400, json: { message: text } })).message).toContain(shown);
		expect((await errorOf(v1Error('INVALID_ARGUMENTS_ERROR', text), 'v1')).message).toContain(
			shown,
		);
	});

	it('what a sender threw: the URL, the headers, or the signed request', async () => {
		const thrown = Object.assign(new Error(`connect to ${signed}`), {
			code: 'ECONNRESET',
			config: { headers: { Signature: key }, url: signed },
		});
		const error = await errorOf(thrown);
		expect(inspect(error, { depth: 9 })).not.toMatch(/X-Signature|ffff/);
	});

	it('its own key or signature, for any reply', async () => {
		const answer = fc.record({ status: fc.integer({ min: 200, max: 599 }), json: fc.jsonValue() });
		await fc.assert(
			fc.asyncProperty(answer, async (reply) => {
				const { client, requests } = scriptedEncord([reply]);
				const error: unknown = await client.getProject(PROJECT).catch((reason: unknown) => reason);
				const shown = inspect(error, { depth: 9 });
				expect(error).toBeInstanceOf(errors.EncordError);
				for (const { headers } of requests) expect(shown).not.toContain(headers.Signature);
			}),
			{ numRuns: 100 },
		);
	});
});

describe('the error classes', () => {
	it('derive from EncordError and have a name and advice', () => {
		const kinds = Object.values(errors).filter(
			(kind) => kind !== errors.EncordError,
		) as unknown as Array<new (message: string) => errors.EncordError>;
		expect(kinds).toHaveLength(12);
		for (const Kind of kinds) {
			const error = new Kind('What happened.');
			expect(error).toBeInstanceOf(errors.EncordError);
			expect(error.name).toBe(Kind.name);
			expect(error.advice.length).toBeGreaterThan(20);
		}
	});

	it.each<[keyof typeof errors, string]>([
		[
			'AuthenticationError',
			'Check that the public half of this key is registered in Encord, and that region and clock are right.',
		],
		[
			'AuthorisationError',
			'Check the ID and the region. If both are right, ask a project admin to add the service account of this key to the project as admin or team manager.',
		],
		[
			'NotFoundError',
			'Check the ID and the region; an ID this key has no access to looks the same as one that does not exist.',
		],
		['ConflictError', 'Read the current state and try again.'],
		['RateLimitError', 'Wait a little, or process fewer items at a time.'],
		['ValidationError', 'Correct the value named here and run again.'],
		['TooLargeError', 'Process fewer items at a time, or smaller label rows.'],
		[
			'NetworkError',
			'Check the API address and that this machine can reach it (proxy, firewall, DNS).',
		],
		['TimeoutError', 'Try again later; if it happens often, process fewer items at a time.'],
		['CancelledError', 'Run it again when you are ready; what was finished before stays done.'],
		['ServerError', "Try again in a few minutes; if it stays, give Encord's support the trace ID."],
		[
			'ProtocolError',
			"Check that the API address is Encord's API (not the app), and that no proxy answers in its place.",
		],
	])('%s advises: %s', (kind, advice) => {
		const Kind = errors[kind] as unknown as new (
			message: string,
			details?: errors.EncordErrorDetails,
		) => errors.EncordError;
		const plain = new Kind('What happened.');
		expect(plain).toMatchObject({ name: kind, message: 'What happened.', advice });
		expect(plain.description).toBe(advice);
		expect(plain.mayHaveBeenApplied).toBe(false);
		expect('cause' in plain).toBe(false);
		const details = {
			status: 418,
			code: 'C',
			call: 'GET x',
			traceId: 't',
			mayHaveBeenApplied: true,
		};
		expect(new Kind('x', { ...details, cause: plain })).toMatchObject({ ...details, cause: plain });
	});

	it('have details of their own', () => {
		expect(new errors.RateLimitError('x', { retryAfterMs: 5 }).retryAfterMs).toBe(5);
		expect(new errors.TooLargeError('x', { maximum: 5 }).maximum).toBe(5);
		expect(new errors.NetworkError('x').kind).toBe('ambiguous');
		expect(new errors.NetworkError('x', { kind: 'temporary' }).kind).toBe('temporary');
		expect(new errors.CancelledError().message).toBe(
			'The call was cancelled because the execution was stopped.',
		);
	});

	it('take the advice of the caller', () => {
		expect(new errors.ValidationError('x', { advice: 'Do this.' }).sentence).toBe('x Do this.');
	});

	it('keep IDs in their messages', async () => {
		expect(
			(await errorOf({ status: 400, json: { message: `Task ${id(7)} is not in this stage` } }))
				.message,
		).toContain(id(7));
	});
});
