/** Authenticates requests: signatures of both API generations over the received bytes, and bearer tokens (protocol §2). */
import { createHash, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { Exchange } from './exchange';
import { Refusal } from './refusal';
import type { Store } from '../state/store';

/** How far `created` may be from the server's clock, in seconds. The client sets it 30 s back. */
const TOLERANCE_SECONDS = 300;

const SIGNATURE_INPUT =
	/^encord-sig=(\("@method" "@request-target" "content-digest"\);created=(\d+);keyid="([0-9a-f]{64})";alg="ed25519")$/;

function publicKey(hex: string) {
	return createPublicKey({
		key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(hex, 'hex').toString('base64url') },
		format: 'jwk',
	});
}

function emailOfKey(store: Store, publicKeyHex: string): string {
	const user = store.userByKey(publicKeyHex)[0];
	if (!user) throw new Refusal(401, 'This public key is not registered');
	return user.email;
}

/** The token `GET user/bearer-token` hands out. */
export function bearerToken(store: Store, email: string): string {
	const mac = createHmac('sha256', Buffer.from(store.meta.get('meta')?.secretHex ?? '', 'hex'))
		.update(`bearer:${email}`)
		.digest('hex');
	return `${Buffer.from(email).toString('base64url')}.${mac}`;
}

function emailOfBearer(store: Store, authorization: string): string {
	const token = authorization.slice('Bearer '.length).trim();
	const email = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8');
	const [given, right] = [Buffer.from(token), Buffer.from(bearerToken(store, email))];
	if (given.length !== right.length || !timingSafeEqual(given, right) || !store.users.get(email)) {
		throw new Refusal(401, 'This bearer token is not valid');
	}
	return email;
}

/**
 * Verifies a v2 request. The same signature may come again, because clients send it again in a retry.
 * @param nowSeconds the server's clock
 * @throws Refusal 401
 */
export function authenticateV2(store: Store, exchange: Exchange, nowSeconds: number): string {
	const headers = exchange.request.headers;
	if (headers.authorization?.startsWith('Bearer '))
		return emailOfBearer(store, headers.authorization);
	const digest = `sha-256=:${createHash('sha256').update(exchange.body).digest('base64')}:`;
	if (headers['content-digest'] !== digest)
		throw new Refusal(401, 'Content-Digest is missing or does not fit the body');
	const input = SIGNATURE_INPUT.exec(String(headers['signature-input'] ?? ''));
	const signature = /^encord-sig=:([A-Za-z0-9+/]+=*):$/.exec(String(headers.signature ?? ''));
	if (!input || !signature)
		throw new Refusal(401, 'Signature-Input or Signature is missing or has an unknown form');
	const [, parameters, created, keyId] = input as unknown as [string, string, string, string];
	if (Math.abs(Number(created) - nowSeconds) > TOLERANCE_SECONDS) {
		throw new Refusal(
			401,
			`The signature was created more than ${TOLERANCE_SECONDS} seconds from the server's time`,
		);
	}
	const email = emailOfKey(store, keyId);
	const base = [
		`"@method": ${exchange.method}`,
		`"@request-target": ${exchange.target}`,
		`"content-digest": ${digest}`,
		`"@signature-params": ${parameters}`,
	].join('\n');
	if (
		!verify(
			null,
			Buffer.from(base, 'utf8'),
			publicKey(keyId),
			Buffer.from(signature[1] ?? '', 'base64'),
		)
	) {
		throw new Refusal(401, 'The signature does not fit the request');
	}
	return email;
}

/** Verifies a v1 request: only the body is signed, without time. @throws Refusal 401 */
export function authenticateV1(store: Store, exchange: Exchange): string {
	const authorization = exchange.request.headers.authorization ?? '';
	if (authorization.startsWith('Bearer ')) return emailOfBearer(store, authorization);
	const parts = /^([0-9a-f]{64}):([0-9a-f]{128})$/.exec(authorization);
	if (!parts)
		throw new Refusal(401, 'Authorization is missing or not of the form <public key>:<signature>');
	const [, keyId, signature] = parts as unknown as [string, string, string];
	const email = emailOfKey(store, keyId);
	const message = createHash('sha256').update(exchange.body).digest();
	if (!verify(null, message, publicKey(keyId), Buffer.from(signature, 'hex')))
		throw new Refusal(401, 'The signature does not fit the body');
	return email;
}
