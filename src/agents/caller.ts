/**
 * Tells the three kinds of caller apart.
 *
 * Encord's servers sign what they send, and the signature proves it. The Label Editor calls from the annotator's browser, where no
 * secret can be kept: its `Origin` shows that a page of the Encord app asked the browser to call, which protects annotators from
 * foreign pages. It is no authentication, because any other program can send any `Origin`.
 */
import { headerValue, isTestCall, type CallHeaders } from './callHeaders';
import { CallRefused } from './callRefused';
import { isAllowedOrigin, type OriginRules } from './origin';
import { REPLY_STATUS } from './reply';
import { checkSignature, saysSigned } from './signature';

/** `workflow`: Encord's servers, proved. `labelEditor`: a page of an allowed origin. `other`: anyone. */
export type Caller = 'workflow' | 'labelEditor' | 'other';

export interface CallerRules {
	/** The origins whose pages may call. Not asked for when there is no `Origin`, or when a signature decides. */
	origins: () => Promise<OriginRules>;
	/** The secrets of the address; none when no secret is set up. Asked for when a call says that it is signed. */
	secrets: () => Promise<readonly string[]>;
	/** Whether to accept calls that are neither signed nor from a browser. */
	allowWithoutOrigin: boolean;
	/** Whether to accept signed calls only. */
	onlySigned: boolean;
	/** Milliseconds since the epoch. */
	now: () => number;
}

/** The same for every check that fails, so that nobody can find out how far a forged call comes. */
const UNVERIFIED = 'The signature of this call could not be verified.';

/** @throws CallRefused for a caller that is not accepted */
export async function identifyCaller(
	request: { headers: CallHeaders; body: Uint8Array },
	rules: CallerRules,
): Promise<Caller> {
	const { headers } = request;
	if (saysSigned(headers)) {
		const secrets = await rules.secrets();
		const check = checkSignature(request, secrets, rules.now());
		if (check.kind === 'verified') return 'workflow';
		// Without a secret nothing can be checked. Then a signed call is worth as much as one without a signature.
		const tolerated = secrets.length === 0 && (rules.allowWithoutOrigin || isTestCall(headers));
		if (!tolerated) {
			throw new CallRefused(
				REPLY_STATUS.unverified,
				UNVERIFIED,
				check.kind === 'failed' ? check.reason : undefined,
			);
		}
	}
	return await identifyUnsigned(headers, rules);
}

async function identifyUnsigned(
	headers: CallHeaders,
	{ origins, allowWithoutOrigin, onlySigned }: CallerRules,
): Promise<Caller> {
	const origin = headerValue(headers, 'origin');
	// A test call starts no workflow, and Encord may send it from its servers.
	const isTest = isTestCall(headers);
	if (onlySigned && !isTest) {
		throw new CallRefused(
			REPLY_STATUS.forbidden,
			"This address only answers signed calls of Encord's servers.",
		);
	}
	if (origin === undefined) {
		if (allowWithoutOrigin || isTest) return 'other';
		throw new CallRefused(
			REPLY_STATUS.forbidden,
			'This agent only answers the Encord app in a browser, and signed calls. An option of the Encord Trigger allows calls without an Origin header.',
		);
	}
	if (isAllowedOrigin(origin, await origins())) return 'labelEditor';
	throw new CallRefused(
		REPLY_STATUS.forbidden,
		'This agent does not answer this web address. If it is your Encord app, add it to the allowed origins of the Encord Trigger.',
	);
}
