/** Encord keeps no hash of a file. An upload of this package notes one in the client metadata of the file. */

/** Field of the client metadata with the SHA-256 of the file, in lower-case hex. */
export const HASH_FIELD = 'fileSha256';

/** The SHA-256 that is noted in the client metadata, in lower-case hex; undefined when there is none. */
export function notedHash(clientMetadata: unknown): string | undefined {
	if (typeof clientMetadata !== 'object' || clientMetadata === null) return undefined;
	const noted = (clientMetadata as Record<string, unknown>)[HASH_FIELD];
	return typeof noted === 'string' && /^[0-9a-f]{64}$/i.test(noted)
		? noted.toLowerCase()
		: undefined;
}
