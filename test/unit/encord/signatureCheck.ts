/** Checks signatures with nothing but the public key of the test (protocol §2.2, §2.3). */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { KEY } from './scriptedEncord';

export function hasV2Signature(
	headers: Record<string, string>,
	target: string,
	body: Uint8Array = new Uint8Array(),
): boolean {
	const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
	const parameters = headers['Signature-Input']?.replace('encord-sig=', '');
	const [method, requestTarget] = target.split(' ');
	const base = [
		`"@method": ${method}`,
		`"@request-target": ${requestTarget}`,
		`"content-digest": ${digest}`,
		`"@signature-params": ${parameters}`,
	].join('\n');
	const signature = Buffer.from(
		headers.Signature?.slice('encord-sig=:'.length, -1) ?? '',
		'base64',
	);
	return (
		headers['Content-Digest'] === digest && verify(null, Buffer.from(base), publicKey(), signature)
	);
}

export function hasV1Signature(headers: Record<string, string>, body: Uint8Array): boolean {
	const [id, signature = ''] = headers.Authorization?.split(':') ?? [];
	const message = createHash('sha256').update(body).digest();
	return (
		id === KEY.publicKeyHex && verify(null, message, publicKey(), Buffer.from(signature, 'hex'))
	);
}

function publicKey() {
	const spki = Buffer.concat([
		Buffer.from('302a300506032b6570032100', 'hex'),
		Buffer.from(KEY.publicKeyHex, 'hex'),
	]);
	return createPublicKey({ key: spki, format: 'der', type: 'spki' });
}
