/** Ed25519 keys in OpenSSH's file format, unencrypted, as users register them with Encord (protocol §2.1). */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_TYPE = 'ssh-ed25519';

/** A length-prefixed string of the SSH wire format. */
function field(content: Buffer | string): Buffer {
	const bytes = Buffer.from(content);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	return Buffer.concat([length, bytes]);
}

/** A new key as PEM text (`openssh-key-v1`, no cipher) and its public half in hex. */
export function generateOpenSshKey(comment: string): { pem: string; publicKeyHex: string } {
	const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
	const [seed, publicKey] = [Buffer.from(d ?? '', 'base64url'), Buffer.from(x ?? '', 'base64url')];
	const check = randomBytes(4);
	const secret = [
		check,
		check,
		field(KEY_TYPE),
		field(publicKey),
		field(Buffer.concat([seed, publicKey])),
		field(comment),
	];
	const length = secret.reduce((sum, part) => sum + part.length, 0);
	// The padding counts 1, 2, 3 … up to the block size, 8 without cipher.
	const padding = Buffer.from(
		Array.from({ length: (8 - (length % 8)) % 8 }, (_, index) => index + 1),
	);
	const count = Buffer.from([0, 0, 0, 1]);
	const body = Buffer.concat([
		Buffer.from('openssh-key-v1\0'),
		field('none'),
		field('none'),
		field(''),
		count,
		field(Buffer.concat([field(KEY_TYPE), field(publicKey)])),
		field(Buffer.concat([...secret, padding])),
	]);
	const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
	const pem = [
		'-----BEGIN OPENSSH PRIVATE KEY-----',
		...lines,
		'-----END OPENSSH PRIVATE KEY-----',
		'',
	].join('\n');
	return { pem, publicKeyHex: publicKey.toString('hex') };
}

/** Path of a user's key file. */
export function keyFileOf(dataDir: string, email: string): string {
	return join(dataDir, 'keys', `${email.replace(/[^\w.@-]/g, '_')}.pem`);
}

/** The user's key in this data directory, generated when missing. Only the owner of the file can read it. */
export function keyPairOnDisk(
	dataDir: string,
	email: string,
): { keyFile: string; publicKeyHex: string } {
	const keyFile = keyFileOf(dataDir, email);
	if (existsSync(keyFile))
		return { keyFile, publicKeyHex: publicKeyOf(readFileSync(keyFile, 'utf8')) };
	const { pem, publicKeyHex } = generateOpenSshKey(email);
	mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 });
	writeFileSync(keyFile, pem, { mode: 0o600 });
	return { keyFile, publicKeyHex };
}

/** The public half of a key file written by `generateOpenSshKey`. */
function publicKeyOf(pem: string): string {
	const body = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
	// Magic (15) · "none" (8) · "none" (8) · "" (4) · count (4) · length of the public part (4) · key type (15) · length (4)
	const offset = 15 + 8 + 8 + 4 + 4 + 4 + 4 + KEY_TYPE.length + 4;
	return body.subarray(offset, offset + 32).toString('hex');
}
