/** v1 envelopes: the content of the package's request, and the signature over the bytes of the vector (protocol §2.2, §3). */
import { createHash } from 'node:crypto';
import { parsePrivateKey } from '../../../src/encord/auth/key';
import { v1Headers, type V1Resource } from '../../../src/encord/http/headers';
import { signV1, v1Url } from '../../../src/encord/auth/signature';
import { v1Envelope } from '../../../src/encord/http/v1Envelope';
import { defineKind, verdict } from '../kind';

interface V1Input {
	keyRef: string;
	domain: string;
	user: boolean;
	resourceType: 'project' | 'dataset' | null;
	resourceId: string | null;
	queryType: string;
	queryMethod: 'GET' | 'POST' | 'PUT' | 'DELETE';
	uid: unknown;
	payload: unknown;
}
interface V1Expectation {
	method: string;
	url: string;
	body: string;
	signedMessageHex: string;
	headers: Record<string, string>;
}

export const kind = defineKind<V1Input, V1Expectation>({
	file: 'signature_v1',
	run({ input, expected }, whole) {
		const key = parsePrivateKey(
			(whole.keys as Record<string, { openssh: string }>)[input.keyRef]?.openssh ?? '',
		);
		const resource: V1Resource =
			input.user || !input.resourceType
				? { type: 'user' }
				: { type: input.resourceType, id: input.resourceId ?? '' };
		const received = Buffer.from(expected.body, 'utf8');
		const pinned = {
			userAgent: expected.headers['User-Agent'] ?? '',
			trace: expected.headers['X-Cloud-Trace-Context'] ?? '',
		};
		return verdict(
			{ ...expected, body: JSON.parse(expected.body) as unknown },
			{
				method: 'POST',
				url: v1Url(input.domain, input.user ? 'user' : 'resource'),
				// Clients may format JSON differently; only its content must be equal.
				body: JSON.parse(v1Envelope(input).toString('utf8')) as unknown,
				signedMessageHex: createHash('sha256').update(received).digest('hex'),
				headers: {
					...v1Headers(pinned, resource),
					...signV1(key, received),
					'Content-Length': String(received.length),
				},
			},
		);
	},
});
