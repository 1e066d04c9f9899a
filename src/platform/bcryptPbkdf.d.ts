/** Types of the one function of bcrypt-pbkdf that this package uses; bcrypt-pbkdf has no types of its own. */
declare module 'bcrypt-pbkdf' {
	/** Fills `key`. Returns 0, or -1 when a length or the number of rounds is invalid. Each round blocks for about 10 ms. */
	export function pbkdf(
		passphrase: Uint8Array,
		passphraseLength: number,
		salt: Uint8Array,
		saltLength: number,
		key: Uint8Array,
		keyLength: number,
		rounds: number,
	): number;
}
