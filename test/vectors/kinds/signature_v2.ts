/** v2 requests: spelling of the URL, and the signature over the bytes that were sent (protocol §2.3). */
import { parsePrivateKey } from '../../../src/encord/auth/key';
import {
	contentDigest,
	requestTarget,
	signatureBase,
	signatureParameters,
	signV2,
	v2Url,
	type QueryValue,
} from '../../../src/encord/auth/signature';
import { v2Headers } from '../../../src/encord/http/headers';
import { defineKind, sameJson, verdict, type Rule, type Verdict } from '../kind';

interface V2Input {
	keyRef: string;
	nowUnix: number;
	method: string;
	domain: string;
	url: string;
	params: Record<string, QueryValue> | null;
	hasBody: boolean;
	body: string;
}
interface V2Expectation {
	requestTarget: string;
	bodySha256Hex: string;
	created: number;
	signatureBase: string;
	headers: Record<string, string>;
}

const NUMBER_SPELLING: Rule = {
	name: 'number-spelling',
	reason:
		'JSON does not say whether Python held 3 or 3.0, so a number in the query may be spelled differently as long as it is the ' +
		'same number. The signature is still checked over the spelling that was sent.',
};

export const kind = defineKind<V2Input, V2Expectation>({
	file: 'signature_v2',
	run({ input, expected }, whole) {
		const url = checkUrl(input);
		return url.pass
			? { ...checkSignature(input, expected, whole.keys as Keys), rule: url.rule }
			: url;
	},
});

type Keys = Record<string, { openssh: string }>;

/** Builds the URL from domain, path and parameters as the client does, and compares it with the one on the wire. */
function checkUrl({ domain, url, params }: V2Input): Verdict {
	const [withoutQuery = ''] = url.split('?');
	const path = withoutQuery.slice(withoutQuery.indexOf('/v2/public/') + '/v2/public/'.length);
	const built = v2Url(domain, path, params ?? {});
	if (built === url) return { pass: true, expected: url, actual: built };
	const sameNumbers = sameJson(pairsOf(built), pairsOf(url));
	return {
		pass: sameNumbers,
		expected: url,
		actual: built,
		...(sameNumbers ? { rule: NUMBER_SPELLING } : {}),
	};
}

/** Origin, path and query pairs; a value that is a number counts as that number. */
function pairsOf(url: string): unknown {
	const [base, query = ''] = url.split('?');
	const value = (text: string) =>
		text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
	return [
		base,
		query
			.split('&')
			.map((pair) => pair.split('='))
			.map(([name, text = '']) => [name, value(text)]),
	];
}

function checkSignature(input: V2Input, expected: V2Expectation, keys: Keys): Verdict {
	const key = parsePrivateKey(keys[input.keyRef]?.openssh ?? '');
	const body = input.hasBody ? Buffer.from(input.body, 'utf8') : undefined;
	const nowMs = input.nowUnix * 1000;
	const pinned = {
		userAgent: expected.headers['User-Agent'] ?? '',
		trace: expected.headers['X-Cloud-Trace-Context'] ?? '',
	};
	const sent = {
		...v2Headers(pinned, body),
		...signV2(key, { method: input.method, url: input.url, body }, nowMs),
	};
	const parameters = signatureParameters(key, nowMs);
	return verdict(expected, {
		requestTarget: requestTarget(input.url),
		bodySha256Hex: Buffer.from(
			contentDigest(body).slice('sha-256=:'.length, -1),
			'base64',
		).toString('hex'),
		created: Number(/created=(\d+)/.exec(parameters)?.[1]),
		signatureBase: signatureBase(input, contentDigest(body), parameters),
		headers: Object.fromEntries(
			Object.keys(expected.headers).map((name) => [name, headerOnTheWire(name, sent, input, body)]),
		),
	});
}

/** `Content-Length` is added by the HTTP layer, not by the client; it is not signed. */
function headerOnTheWire(
	name: string,
	sent: Record<string, string>,
	{ method }: V2Input,
	body?: Buffer,
): string | undefined {
	if (name !== 'Content-Length') return sent[name];
	return method === 'GET' ? undefined : String(body?.length ?? 0);
}
