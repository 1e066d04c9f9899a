import { describe, expect, it } from '@jest/globals';
import { admitCall, type AdmissionRules } from '../../../src/agents/admission';
import {
	AuthenticationError,
	AuthorisationError,
	NetworkError,
	NotFoundError,
	ProtocolError,
	ValidationError,
} from '../../../src/encord/wire/errors';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';

const PROJECT = '00000000-1111-2222-3333-444444444444';
const DATA = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const ORIGIN = 'https://app.encord.com';
const row = { data_hash: DATA, branch_name: 'main', data_title: 'cat.png' } as LabelRowMetadata;

function rules(more: Partial<AdmissionRules> = {}): AdmissionRules & { asked: unknown[] } {
	const asked: unknown[] = [];
	return {
		events: ['customAgentCalled'],
		origins: async () => ({ appUrls: [ORIGIN] }),
		knownOrigins: () => ({ appUrls: [ORIGIN] }),
		secrets: async () => [],
		allowWithoutOrigin: false,
		onlySigned: false,
		now: Date.now,
		countCall: () => 0,
		account: async () => 'the account of key 1a2b',
		asked,
		listDataUnit: async (call) => {
			asked.push(call);
			return [row];
		},
		...more,
	};
}

const call = (
	body: unknown = { projectHash: PROJECT, dataHash: DATA, frame: 3 },
	headers: Record<string, string> = { origin: ORIGIN },
) => ({
	headers,
	body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const cors = { 'Access-Control-Allow-Origin': ORIGIN, Vary: 'Origin' };

describe('admission of a call', () => {
	it('accepts a valid call and returns its label row', async () => {
		const given = rules({ projects: [PROJECT] });
		expect(await admitCall(call(), given)).toEqual({
			kind: 'work',
			headers: cors,
			caller: 'labelEditor',
			row,
			raw: { projectHash: PROJECT, dataHash: DATA, frame: 3 },
			call: { projectHash: PROJECT, dataHash: DATA, frame: 3, objectHashes: null },
		});
		expect(given.asked).toHaveLength(1);
	});

	it.each(['X-Encord-Editor-Agent', 'X-Encord-Agent', 'X-Encord-Task-Agent'])(
		'answers a test call with %s without looking at anything',
		async (name) => {
			const given = rules();
			expect(await admitCall(call('no JSON', { origin: ORIGIN, [name]: 'any' }), given)).toEqual({
				kind: 'answer',
				status: 200,
				headers: cors,
				log: 'A test call of Encord.',
			});
			expect(await admitCall(call('', { [name]: 'any' }), given)).toEqual({
				kind: 'answer',
				status: 200,
				headers: { Vary: 'Origin' },
				log: 'A test call of Encord.',
			});
			expect(given.asked).toEqual([]);
		},
	);

	it.each<[string, ReturnType<typeof call>, number, RegExp]>([
		[
			'a foreign origin',
			call(undefined, { origin: 'https://evil.example' }),
			403,
			/does not answer this web address/,
		],
		[
			'a test call of a foreign origin',
			call('', { origin: 'https://evil.example', 'x-encord-agent': '1' }),
			403,
			/web address/,
		],
		['the origin null', call(undefined, { origin: 'null' }), 403, /web address/],
		['no origin', call(undefined, {}), 403, /Origin header/],
		['no JSON', call('{'), 400, /"body" is not valid JSON/],
		['no body', call(''), 400, /"body" is empty/],
		[
			'a bad field',
			call({ projectHash: PROJECT, dataHash: DATA, frame: 'x' }),
			400,
			/"frame" is text of another form; accepted: a whole number from 0/,
		],
		[
			'a byte order mark',
			call(`\ufeff${JSON.stringify({ projectHash: PROJECT, dataHash: DATA })}`),
			400,
			/not valid JSON/,
		],
		['a list', call('[]'), 400, /"body" is no JSON object/],
		['a text', call('"x"'), 400, /"body" is no JSON object/],
		['null', call('null'), 400, /"body" is no JSON object/],
		[
			'a key that stands twice',
			call(`{"projectHash":"${PROJECT}","dataHash":"${DATA}","frame":1,"frame":2}`),
			400,
			/key twice/,
		],
		[
			'a frame with too many digits',
			call(`{"projectHash":"${PROJECT}","dataHash":"${DATA}","frame":99999999999999999999}`),
			400,
			/too large/,
		],
		[
			'a frame with too many digits, as text',
			call({ projectHash: PROJECT, dataHash: DATA, frame: '99999999999999999999' }),
			400,
			/"frame"/,
		],
		['an infinite number', call(`{"projectHash":"${PROJECT}","x":1e999}`), 400, /too large/],
		[
			'a Lambda event with a key that stands twice',
			call({ body: `{"projectHash":"${PROJECT}","dataHash":"${DATA}","frame":1,"frame":2}` }),
			400,
			/key twice/,
		],
		['deep nesting', call(`${'['.repeat(5000)}${']'.repeat(5000)}`), 400, /nested too deeply/],
		['no UTF-8', { ...call(), body: Buffer.from([0x7b, 0xff, 0x7d]) }, 400, /UTF-8/],
		['more than 64 KiB', call(`{"x":"${'a'.repeat(65536)}"}`), 413, /64 KiB/],
	])('refuses %s before asking Encord', async (_name, incoming, status, message) => {
		const given = rules();
		const answer = await admitCall(incoming, given);
		expect(answer).toMatchObject({
			kind: 'answer',
			status,
			body: { message: expect.stringMatching(message) },
		});
		expect(given.asked).toEqual([]);
		const isForeign = incoming.headers.origin !== ORIGIN;
		expect(answer.kind === 'answer' && answer.headers).toEqual(
			isForeign ? { Vary: 'Origin' } : cors,
		);
	});

	it('shows the answer to a page of an origin that only Encord could tell', async () => {
		const given = { knownOrigins: () => ({ appUrls: [] }) };
		expect(await admitCall(call(), rules(given))).toMatchObject({ kind: 'work', headers: cors });
	});

	it('allows no origin when none was sent and the address of the app cannot be read', async () => {
		const unreadable = { appUrls: ['no address'] };
		const given = { knownOrigins: () => unreadable, origins: async () => unreadable };
		const answer = await admitCall(call(undefined, {}), rules(given));
		expect(answer.kind === 'answer' && answer.headers).toStrictEqual({ Vary: 'Origin' });
	});

	it('logs the message alone when there is nothing more to say', async () => {
		const answer = await admitCall(call('[]'), rules());
		expect(answer).toMatchObject({ kind: 'answer', body: { message: expect.any(String) } });
		if (answer.kind !== 'answer') throw new Error('The call was accepted.');
		expect(answer.log).toBe(answer.body?.message);
	});

	it('accepts a missing frame, and calls without Origin when they are allowed', async () => {
		const answer = await admitCall(
			call({ projectHash: PROJECT, dataHash: DATA }, {}),
			rules({ allowWithoutOrigin: true }),
		);
		expect(answer).toMatchObject({ kind: 'work', call: { frame: 0 }, headers: { Vary: 'Origin' } });
	});

	it('refuses a project that is not on the list, whatever spelling it uses', async () => {
		const other = '99999999-1111-2222-3333-444444444444';
		const given = rules({ projects: [other] });
		expect(await admitCall(call(), given)).toMatchObject({
			status: 403,
			body: { message: expect.stringContaining('does not serve this project') },
			log: expect.stringMatching(/Add the project to the list in the Encord Trigger\.$/),
		});
		expect(given.asked).toEqual([]);
		const spelled = call({ projectHash: `{${PROJECT.toUpperCase()}}`, dataHash: DATA });
		expect(await admitCall(spelled, rules({ projects: [PROJECT] }))).toMatchObject({
			kind: 'work',
		});
	});

	it('gives the same message for unknown and inaccessible projects, and names the account to invite in the log only', async () => {
		const answers = await Promise.all([
			admitCall(call(), rules({ listDataUnit: async () => [] })),
			admitCall(call(), rules({ listDataUnit: async () => [{ ...row, data_hash: PROJECT }] })),
			admitCall(
				call(),
				rules({
					listDataUnit: async () => {
						throw new AuthorisationError('no');
					},
				}),
			),
			admitCall(
				call(),
				rules({
					listDataUnit: async () => {
						throw new NotFoundError('no');
					},
				}),
			),
		]);
		for (const answer of answers) expect(answer).toEqual(answers[0]);
		expect(answers[0]).toMatchObject({
			status: 403,
			headers: cors,
			body: {
				message:
					'Tell whoever runs this workflow: its key cannot see this data unit in this project.',
			},
			log: expect.stringContaining('Invite the account of key 1a2b to the project.'),
		});
	});

	it('finds the main branch of the data unit among branches and members of its group', async () => {
		const rows = [
			{ ...row, data_hash: PROJECT },
			{ ...row, branch_name: 'other' },
			row,
		] as LabelRowMetadata[];
		expect(await admitCall(call(), rules({ listDataUnit: async () => rows }))).toMatchObject({
			row: { branch_name: 'main' },
		});
	});

	it.each([
		[
			'Encord does not answer',
			Object.assign(new NetworkError('Connection refused'), { address: 'api.encord.com' }),
			502,
			/^Encord does not answer at api\.encord\.com\. .*nothing was changed\. Try again in a minute\.$/,
			/Connection refused.*proxy/,
		],
		[
			'Encord refuses the key',
			new AuthenticationError('Unknown key'),
			502,
			/^Tell whoever runs this workflow: its key is no longer valid in Encord\.$/,
			/Unknown key.*registered/,
		],
		[
			'the clock is wrong',
			new AuthenticationError('Too old', { code: 'CLOCK' }),
			502,
			/^Tell whoever runs this workflow: the clock of its n8n is wrong/,
			/Too old/,
		],
		[
			'Encord refuses anything else',
			new ValidationError('A value'),
			502,
			/^Tell whoever runs this workflow: Encord refused what it asked for\.$/,
			/A value/,
		],
		[
			'the answer of Encord cannot be read',
			new ProtocolError('No JSON'),
			502,
			/^Tell whoever runs this workflow: Encord's answer could not be read\. .*nothing was changed\.$/,
			/No JSON/,
		],
		[
			'anything else happens',
			new Error('secret detail'),
			500,
			/^Tell whoever runs this workflow: the agent failed before its work started\.$/,
			/failed before/,
		],
	])(
		'answers with a message that the caller can act on, and leaves the rest to the log, when %s',
		async (_name, error, status, message, log) => {
			const answer = await admitCall(
				call(),
				rules({
					listDataUnit: async () => {
						throw error;
					},
				}),
			);
			expect(answer).toMatchObject({
				kind: 'answer',
				status,
				headers: cors,
				body: { message: expect.stringMatching(message) },
				log: expect.stringMatching(log),
			});
		},
	);
});
