/**
 * How the three official wrappers answer (protocol §12.3), and how the Encord Trigger answers the same requests. The package's
 * admission runs for real; the answer after it is the workflow's, as n8n sends it (n8n §2). The file is information: every
 * difference is deliberate and one of the rules below.
 */
import { admitCall } from '../../../src/agents/admission';
import { isTestCall } from '../../../src/agents/callHeaders';
import { ENCORD_APP_URLS } from '../../../src/agents/editorUrl';
import { agentReply, REPLY_STATUS } from '../../../src/agents/reply';
import { AuthorisationError } from '../../../src/encord/wire/errors';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { defineKind, sameJson, type Rule } from '../kind';

type Behaviour =
	| 'return-none'
	| 'return-empty-response'
	| 'return-message'
	| 'raise-agent-exception'
	| 'raise-authorisation'
	| 'raise-other';
interface HttpInput {
	behaviour: Behaviour;
	method?: string;
	headers?: Record<string, string>;
	body?: unknown;
	/** Only for the Lambda wrapper: the request as an event. */
	event?: { headers?: Record<string, string> | null; body?: unknown };
	projectAccessDenied?: boolean;
	customCorsRegex?: string;
}
interface HttpAnswer {
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	raises?: string;
}

const rules = {
	preflight: {
		name: 'preflight-by-n8n',
		reason:
			'n8n answers OPTIONS itself, with 204 and the origin and headers it was asked for, before a node hears of it. The trigger ' +
			'checks the origin of the call that follows.',
	},
	method: {
		name: 'post-only',
		reason: 'Only POST is registered; n8n answers other methods with 404.',
	},
	test: {
		name: 'test-call-readable',
		reason: 'A test call gets 200 without a body, with the CORS headers a browser needs to see it.',
	},
	foreign: {
		name: 'foreign-origin-refused',
		reason: 'A page of another origin is refused with 403 before any work, not served.',
	},
	payload: {
		name: 'bad-payload-400',
		reason:
			'A payload that cannot be used gets 400 and a message naming the field, which the Label Editor shows; never a 422 it does ' +
			'not read, and never a crash.',
	},
	denied: {
		name: 'no-access-403',
		reason:
			'Without access to the project the answer is 403 with a message that says whom to invite, whatever the caller.',
	},
	inside: {
		name: 'errors-inside-the-workflow',
		reason:
			'A node that fails ends the run; n8n answers 500 {"message":"Error in workflow"}, so nothing internal gets out. An error ' +
			'branch with the Reply operation says more.',
	},
	answer: {
		name: 'one-answer-shape',
		reason:
			'Every answer is a JSON object with the exact origin echoed; an absent message is left out, and no message is {}.',
	},
} satisfies Record<string, Rule>;

export const kind = defineKind<HttpInput, HttpAnswer>({
	file: 'custom_agent_http',
	information: true,
	async run({ input, expected }) {
		const { rule, ...actual } = await ourAnswer(input);
		const subset = Object.fromEntries(
			Object.keys(expected.headers ?? {}).map((name) => [name, actual.headers?.[name]]),
		);
		const same = sameJson(expected, { ...actual, headers: expected.headers && subset });
		return { pass: same || keepsOurWord(input, actual), expected, actual, ...(!same && { rule }) };
	},
});

/** Rules for every answer of the Encord Trigger: a refusal has a reason, and the app that called may read it. */
function keepsOurWord(
	{ method = 'POST', headers = {} }: HttpInput,
	{ status = 0, headers: answered = {}, body }: HttpAnswer,
): boolean {
	if (method !== 'POST') return status !== 0;
	const message = (body as { message?: string } | null)?.message;
	const readable =
		!/^https:\/\/app\.(us\.)?encord\.com$/.test(headers.Origin ?? '') ||
		answered['access-control-allow-origin'] === headers.Origin;
	return readable && (status < 400 || Boolean(message));
}

async function ourAnswer(input: HttpInput): Promise<HttpAnswer & { rule: Rule }> {
	const method = input.method ?? 'POST';
	const headers = input.headers ?? input.event?.headers ?? {};
	if (method === 'OPTIONS')
		return { status: 204, headers: lowerCase(preflightOf(headers)), rule: rules.preflight };
	if (method !== 'POST') return { status: 404, rule: rules.method };

	const admission = await admitCall(
		{ headers, body: Buffer.from(bodyOf(input)) },
		{
			events: ['customAgentCalled'],
			origins: async () => ({ appUrls: ENCORD_APP_URLS }),
			knownOrigins: () => ({ appUrls: ENCORD_APP_URLS }),
			secrets: async () => [],
			allowWithoutOrigin: true,
			onlySigned: false,
			now: Date.now,
			countCall: () => 0,
			account: async () => 'the service account of the trigger',
			listDataUnit: async ({ dataHash }) => {
				if (input.projectAccessDenied || input.behaviour === 'raise-authorisation')
					throw new AuthorisationError('No access');
				return [{ data_hash: dataHash, branch_name: 'main' } as LabelRowMetadata];
			},
		},
	);
	if (admission.kind === 'event') throw new Error('A vector of this kind is no event');
	const cors = lowerCase(admission.headers);
	if (admission.kind === 'work')
		return {
			...afterwards(input.behaviour),
			headers: { 'content-type': 'application/json', ...cors },
		};
	const rule = isTestCall(headers)
		? rules.test
		: admission.status === REPLY_STATUS.problem
			? rules.payload
			: cors['access-control-allow-origin'] || !('Origin' in headers)
				? rules.denied
				: rules.foreign;
	return { status: admission.status, headers: cors, body: admission.body ?? null, rule };
}

/** The end of a workflow with that behavior: the Reply operation, or a node that fails. */
function afterwards(behaviour: Behaviour): HttpAnswer & { rule: Rule } {
	switch (behaviour) {
		case 'return-message':
			return {
				status: REPLY_STATUS.done,
				body: agentReply({ message: 'Done – ok' }),
				rule: rules.answer,
			};
		case 'raise-agent-exception':
			return {
				status: REPLY_STATUS.problem,
				body: agentReply({ message: 'no such class' }),
				rule: rules.answer,
			};
		case 'raise-other':
		case 'raise-authorisation':
			return {
				status: REPLY_STATUS.failed,
				body: { message: 'Error in workflow' },
				rule: rules.inside,
			};
		default:
			return { status: REPLY_STATUS.done, body: agentReply({}), rule: rules.answer };
	}
}

function bodyOf({ body, event }: HttpInput): string {
	if (event) return JSON.stringify(event);
	if (body === null || body === undefined) return '';
	return typeof body === 'string' ? body : JSON.stringify(body);
}

function preflightOf(headers: Record<string, string>): Record<string, string> {
	const { Origin: origin, 'Access-Control-Request-Headers': asked } = headers;
	return {
		...(origin !== undefined && {
			'Access-Control-Allow-Origin': origin,
			'Access-Control-Allow-Methods': 'OPTIONS, POST',
			'Access-Control-Max-Age': '300',
		}),
		...(asked !== undefined && { 'Access-Control-Allow-Headers': asked }),
	};
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
}
