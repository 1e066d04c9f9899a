/**
 * Whatever arrives at the trigger's URL: it never throws, never answers with a status from 500 when Encord works, and never shows a secret.
 * `FUZZ_RUNS=20000` tries more.
 */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from '../fastCheck';
import { admitCall, type Admission, type AdmissionRules } from '../../../src/agents/admission';
import { checkSignature } from '../../../src/agents/signature';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';

const numRuns = Number(process.env.FUZZ_RUNS ?? 2000);

const PROJECT = '00000000-1111-2222-3333-444444444444';
const DATA = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const ORIGIN = 'https://app.encord.com';
const SECRET = 'whs_never_to_be_seen';
const TOKEN = 'Bearer never-to-be-kept';
const NOW = 1_767_323_045_000;

const rules = (more: Partial<AdmissionRules>): AdmissionRules => ({
	events: ['customAgentCalled', 'tasksReady'],
	origins: async () => ({ appUrls: [ORIGIN] }),
	knownOrigins: () => ({ appUrls: [ORIGIN] }),
	secrets: async () => [SECRET],
	allowWithoutOrigin: false,
	onlySigned: false,
	now: () => NOW,
	countCall: () => 0,
	account: async () => 'the account',
	listDataUnit: async ({ dataHash }) => [
		{ data_hash: dataHash, branch_name: 'main' } as LabelRowMetadata,
	],
	...more,
});

const anyRules = fc.record({
	allowWithoutOrigin: fc.boolean(),
	onlySigned: fc.boolean(),
	projects: fc.constantFrom(undefined, [PROJECT], [PROJECT], []),
	events: fc.constantFrom<AdmissionRules['events']>(['customAgentCalled'], ['tasksReady']),
	secrets: fc.constantFrom(
		async () => [SECRET],
		async () => ['other', SECRET],
		async () => [],
	),
});

const value = fc.oneof(
	fc.constantFrom<unknown>(
		PROJECT,
		DATA,
		0,
		1,
		-1,
		1e300,
		'3',
		'',
		null,
		true,
		[],
		{},
		'agent_stage_work_available_event',
		1.5,
	),
	fc.jsonValue(),
);
/** Mostly the right value. */
const mostly = (right: unknown) =>
	fc.oneof({ weight: 15, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: value });
/** Objects with the names that are read, and right values in most places. */
const agentCall = fc.record(
	{
		projectHash: mostly(PROJECT),
		dataHash: mostly(DATA),
		frame: mostly(3),
		objectHashes: mostly(['a']),
		body: value,
		config: value,
		__proto__: value,
	},
	{ requiredKeys: ['projectHash', 'dataHash', 'frame'] },
);
const event = fc.record(
	{
		uid: value,
		event_type: mostly('agent_stage_work_available_event'),
		version: mostly(1),
		event_created_timestamp: value,
		payload: fc.record(
			{
				project_hash: mostly(PROJECT),
				stage_uuid: mostly(DATA),
				pending_count: mostly(3),
				reason: mostly('x'),
				data_hashes: mostly([DATA]),
				label_hashes: mostly(['l']),
			},
			{ requiredKeys: ['project_hash', 'stage_uuid', 'pending_count', 'reason'] },
		),
	},
	{ requiredKeys: ['event_type', 'version', 'payload'] },
);
const payload = fc.oneof(agentCall, event).map((body) => JSON.stringify(body));
const damaged = fc
	.tuple(
		payload,
		fc.nat(),
		fc.constantFrom(
			'',
			'{',
			'}',
			'"',
			',',
			'\\',
			'\u0000',
			'[[[[',
			'1e999',
			'"frame":1,"frame":2,',
		),
	)
	.map(
		([text, at, put]) => `${text.slice(0, at % text.length)}${put}${text.slice(at % text.length)}`,
	);
const bytes = fc.oneof(
	{ weight: 4, arbitrary: payload.map((text) => Buffer.from(text)) },
	{ weight: 2, arbitrary: damaged.map((text) => Buffer.from(text)) },
	{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)) },
	{
		weight: 1,
		arbitrary: fc
			.nat({ max: 30_000 })
			.map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
	},
);

const headerText = fc.oneof(fc.constantFrom('', 'x', 'sígnature', '0'.repeat(64)), fc.string());
const headers = fc.record(
	{
		origin: fc.oneof(
			fc.constantFrom(ORIGIN, 'null', 'https://evil.example', `${ORIGIN}.evil.example`),
			headerText,
		),
		'X-Encord-Signature': headerText,
		'x-encord-timestamp': fc.oneof(
			fc.constantFrom(String(NOW / 1000), '1e9', '٣', '9'.repeat(500)),
			headerText,
		),
		'x-encord-signature-v2': headerText,
		// With any value, it is a test call.
		'x-encord-agent': fc.oneof({ weight: 5, arbitrary: fc.constant('') }, headerText),
	},
	{ requiredKeys: [] },
);

function signatureOf(body: Buffer): Record<string, string> {
	const timestamp = String(NOW / 1000);
	const hmac = createHmac('sha256', SECRET).update(`${timestamp}.`).update(body);
	return { 'X-Encord-Signature': hmac.digest('hex'), 'x-encord-timestamp': timestamp };
}

function isSound(admission: Admission): boolean {
	const text = JSON.stringify(admission);
	if (text.includes(SECRET) || text.includes(TOKEN)) return false;
	if (admission.kind !== 'answer') return true;
	const { status, body, log } = admission;
	return (
		status < 500 &&
		(status === 200 || (body?.message ?? '') !== '') &&
		!/[\r\n]/.test(log) &&
		[...(body?.message ?? '')].length <= 256
	);
}

describe('any request', () => {
	it('gets an answer or starts the workflow, and shows nothing secret', async () => {
		const kinds = new Set<string>();
		await fc.assert(
			fc.asyncProperty(bytes, headers, anyRules, fc.boolean(), async (body, given, more, sign) => {
				const signed = sign ? signatureOf(body) : {};
				const admission = await admitCall(
					{ headers: { ...given, ...signed, authorization: TOKEN }, body },
					rules(more as Partial<AdmissionRules>),
				);
				expect(isSound(admission)).toBe(true);
				kinds.add(admission.kind === 'answer' ? String(admission.status) : admission.kind);
			}),
			{ numRuns },
		);
		// The requests are odd enough, and not too odd.
		expect([...kinds]).toEqual(
			expect.arrayContaining(['200', '400', '401', '403', 'work', 'event']),
		);
	});

	it('counts as signed with the signature of its bytes and time only', async () => {
		const text = (headersGiven: Record<string, string>, body: Buffer) =>
			checkSignature({ headers: headersGiven, body }, [SECRET], NOW).kind;
		await fc.assert(
			fc.property(bytes, headers, fc.nat(), (body, given, at) => {
				const signed = { ...given, ...signatureOf(body) };
				expect(text(signed, body)).toBe('verified');
				if (body.length > 0) {
					const changed = Buffer.from(body);
					changed[at % body.length] = (changed[at % body.length] ?? 0) ^ 1;
					expect(text(signed, changed)).toBe('failed');
				}
				expect(text(given as Record<string, string>, body)).not.toBe('verified');
			}),
			{ numRuns },
		);
	});
});
