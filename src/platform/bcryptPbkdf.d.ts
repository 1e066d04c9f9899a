/** bcrypt-pbkdf ships without types: the one function this package uses. */
declare module 'bcrypt-pbkdf' {
	/** Fills `key`; answers 0, or -1 when a length or the number of rounds is not usable. Blocks for about 10 ms a round. */
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
