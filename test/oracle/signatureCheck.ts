/** Checks signatures as Encord does: from the raw request target and the raw bytes (protocol §2.2, §2.3). */
import { createHash, createPublicKey, verify } from 'node:crypto';

type Headers = Record<string, string | string[] | undefined>;

export function hasV2Signature(
	publicKeyHex: string,
	headers: Headers,
	target: string,
	body: Uint8Array = new Uint8Array(),
): boolean {
	const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
	const parameters = header(headers, 'Signature-Input').replace('encord-sig=', '');
	const [method, requestTarget] = target.split(' ');
	const base = [
		`"@method": ${method}`,
		`"@request-target": ${requestTarget}`,
		`"content-digest": ${digest}`,
		`"@signature-params": ${parameters}`,
	].join('\n');
	const signature = header(headers, 'Signature').slice('encord-sig=:'.length, -1);
	return (
		header(headers, 'Content-Digest') === digest &&
		verify(null, Buffer.from(base), publicKey(publicKeyHex), Buffer.from(signature, 'base64'))
	);
}

export function hasV1Signature(publicKeyHex: string, headers: Headers, body: Uint8Array): boolean {
	const [id, signature = ''] = header(headers, 'Authorization').split(':');
	const message = createHash('sha256').update(body).digest();
	return (
		id === publicKeyHex &&
		verify(null, message, publicKey(publicKeyHex), Buffer.from(signature, 'hex'))
	);
}

/** Names of headers are case-insensitive. */
function header(headers: Headers, name: string): string {
	return String(headers[name] ?? headers[name.toLowerCase()] ?? '');
}

function publicKey(publicKeyHex: string) {
	const spki = Buffer.concat([
		Buffer.from('302a300506032b6570032100', 'hex'),
		Buffer.from(publicKeyHex, 'hex'),
	]);
	return createPublicKey({ key: spki, format: 'der', type: 'spki' });
}
