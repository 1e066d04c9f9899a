/** Identifiers that are the same in every run of a seed, so that tests can rely on them (protocol §5). */
import { createHash } from 'node:crypto';

/** A UUID (of version 4 in form) derived from the parts: the same parts give the same UUID. */
export function stableUuid(...parts: Array<string | number>): string {
	const hex = createHash('sha256').update(parts.join('\u0000')).digest('hex');
	const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`4${hex.slice(13, 16)}`,
		`${variant}${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join('-');
}

/** Eight characters, the form of feature, object and classification hashes. */
export function stableHash(...parts: Array<string | number>): string {
	return createHash('sha256')
		.update(parts.join('\u0000'))
		.digest('base64')
		.replace(/[+/=]/g, '')
		.slice(0, 8);
}
