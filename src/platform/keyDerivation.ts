/**
 * Derives the encryption key of a private key from its passphrase. The folder src/platform contains what n8n Cloud does not
 * allow: a package for n8n Cloud replaces this file by one that returns undefined.
 */
import type * as BcryptPbkdf from 'bcrypt-pbkdf';

/**
 * bcrypt_pbkdf, as OpenSSH uses it. Each round blocks for about 10 ms.
 * @returns the derived bytes, or undefined when the salt, the length or the number of rounds is invalid
 */
export function bcryptKey(
	passphrase: Uint8Array,
	salt: Uint8Array,
	length: number,
	rounds: number,
): Buffer | undefined {
	// Loaded on first use, because most keys have no passphrase. `require`, because `import()` would make signing asynchronous.
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const { pbkdf } = require('bcrypt-pbkdf') as typeof BcryptPbkdf;
	const derived = Buffer.alloc(length);
	const code = pbkdf(passphrase, passphrase.length, salt, salt.length, derived, length, rounds);
	return code === 0 ? derived : undefined;
}
