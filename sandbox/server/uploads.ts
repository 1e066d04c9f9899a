/** Receives files at signed addresses, as a storage bucket does (protocol §9.1). The signature is the only authentication. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { sendBody, type Exchange } from '../calls/exchange';
import { factsOf } from '../media/facts';
import { keepMedia } from '../seeds/mediaFiles';
import type { StorageItemType, UploadSlot } from '../state/entities';
import type { Store } from '../state/store';

export const UPLOAD_PREFIX = '/uploads/';

function signature(store: Store, slotUuid: string, expires: number): string {
	return createHmac('sha256', Buffer.from(store.meta.get('meta')?.secretHex ?? '', 'hex'))
		.update(`upload:${slotUuid}:${expires}`)
		.digest('hex');
}

/** An address to which the slot's file can be sent until `ttlSeconds` from `now`. */
export function signUpload(
	store: Store,
	origin: string,
	slotUuid: string,
	now: Date,
	ttlSeconds: number,
): string {
	const expires = Math.floor(now.getTime() / 1000) + ttlSeconds;
	return `${origin}${UPLOAD_PREFIX}${slotUuid}?expires=${expires}&signature=${signature(store, slotUuid, expires)}`;
}

/** What the official client sends as `Content-Type`. An address is signed for it. */
function isRightContentType(itemType: StorageItemType, contentType: string): boolean {
	switch (itemType) {
		case 'image':
			return /^image\//.test(contentType) || contentType === 'application/octet-stream';
		case 'pdf':
			return contentType === 'application/pdf';
		case 'plainText':
			return /^(text\/|application\/(json|xml))/.test(contentType);
		default:
			return contentType === 'application/octet-stream';
	}
}

/** PUT of one file. */
export async function receiveUpload(store: Store, exchange: Exchange, now: Date): Promise<void> {
	const { path, query, method, request, body } = exchange;
	const slotUuid = path.slice(UPLOAD_PREFIX.length);
	const expires = Number(query.get('expires'));
	const [given, right] = [
		Buffer.from(query.get('signature') ?? ''),
		Buffer.from(signature(store, slotUuid, expires)),
	];
	const isSigned = given.length === right.length && timingSafeEqual(given, right);
	const slot = store.uploadSlots.get(slotUuid);
	if (method !== 'PUT') return sendBody(exchange, 405, 'text/plain', 'Send the file with PUT');
	if (!isSigned || expires * 1000 <= now.getTime() || slot === undefined)
		return sendBody(exchange, 403, 'text/plain', 'The signature is wrong or has expired');
	const contentType = request.headers['content-type'] ?? '';
	if (!isRightContentType(slot.itemType, contentType))
		return sendBody(exchange, 403, 'text/plain', `The signature is not for ${contentType}`);
	store.uploadSlots.put(slotUuid, await withFile(store, slot, body, contentType, now));
	sendBody(exchange, 200, 'text/plain', '');
}

async function withFile(
	store: Store,
	slot: UploadSlot,
	body: Buffer,
	contentType: string,
	now: Date,
): Promise<UploadSlot> {
	const media = keepMedia(store.dataDir, slot.uuid, '', body, now.toISOString());
	const file = join(store.dataDir, media.path);
	const facts = await factsOf(file, '', slot.itemType).then(
		(read) => (contentType === 'text/html' ? { ...read, mimeType: contentType } : read),
		() => ({ fault: 'The file cannot be read as what it was announced' }),
	);
	return { ...slot, media, facts };
}
