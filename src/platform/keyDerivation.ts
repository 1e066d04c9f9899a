/**
 * Derives the key that protects a private key with a passphrase. This room holds what n8n Cloud does not allow: a package
 * without it replaces this file by one that gives undefined.
 */
import type * as BcryptPbkdf from 'bcrypt-pbkdf';

/**
 * bcrypt_pbkdf, as OpenSSH uses it. Blocks for about 10 ms a round.
 * @returns the derived bytes, or undefined when the salt, the length or the number of rounds is not usable
 */
export function bcryptKey(
	passphrase: Uint8Array,
	salt: Uint8Array,
	length: number,
	rounds: number,
): Buffer | undefined {
	// Loaded on first use: most keys have no passphrase. A promise would make every signature asynchronous.
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const { pbkdf } = require('bcrypt-pbkdf') as typeof BcryptPbkdf;
	const derived = Buffer.alloc(length);
	const code = pbkdf(passphrase, passphrase.length, salt, salt.length, derived, length, rounds);
	return code === 0 ? derived : undefined;
}
