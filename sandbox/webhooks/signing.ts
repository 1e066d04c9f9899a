/** How Encord's backend signs what it sends (protocol §12.5). */
import { createHmac } from 'node:crypto';
import type { Store } from '../state/store';

/** The secret of an address. It is made from the address, so another address has another secret. */
export function secretOf(store: Store, url: string): string {
	return `whs_${createHmac('sha256', Buffer.from(store.meta.get('meta')?.secretHex ?? '', 'hex'))
		.update(`webhook:${url}`)
		.digest('hex')}`;
}

/** The headers of a signed request. */
export function signedHeaders(
	secret: string,
	body: string,
	seconds: number,
): Record<string, string> {
	const timestamp = String(Math.floor(seconds));
	const hmac = createHmac('sha256', secret).update(`${timestamp}.${body}`);
	return { 'X-Encord-Signature': hmac.digest('hex'), 'X-Encord-Timestamp': timestamp };
}
