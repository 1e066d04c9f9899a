/**
 * Serves media files as a storage bucket does: the signature in the address is the only authentication, and it expires. Ranges
 * and validators follow RFC 9110.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MediaFile, StorageItem } from '../state/entities';
import { sendBody, sendHead, type Exchange } from '../calls/exchange';
import type { Store } from '../state/store';

export const MEDIA_PREFIX = '/media/';

interface ByteRange {
	start: number;
	/** Inclusive. */
	end: number;
}

function signature(store: Store, itemUuid: string, expires: number): string {
	return createHmac('sha256', Buffer.from(store.meta.get('meta')?.secretHex ?? '', 'hex'))
		.update(`media:${itemUuid}:${expires}`)
		.digest('hex');
}

/** An address of the item's file that works until `ttlSeconds` from `now`, or null when the item has no file. */
export function signMedia(
	store: Store,
	origin: string,
	item: StorageItem,
	now: Date,
	ttlSeconds: number,
): string | null {
	if (!item.media) return null;
	const expires = Math.floor(now.getTime() / 1000) + ttlSeconds;
	const name = encodeURIComponent(item.name.split('/').at(-1) ?? '');
	return `${origin}${MEDIA_PREFIX}${item.uuid}/${name}?expires=${expires}&signature=${signature(store, item.uuid, expires)}`;
}

function isSigned(store: Store, { query }: Exchange, itemUuid: string, now: Date): boolean {
	const expires = Number(query.get('expires'));
	const [given, right] = [
		Buffer.from(query.get('signature') ?? ''),
		Buffer.from(signature(store, itemUuid, expires)),
	];
	return (
		given.length === right.length && timingSafeEqual(given, right) && expires * 1000 > now.getTime()
	);
}

/** The requested range. null = the whole file (no range, several ranges, or not in bytes); 'outside' = beyond the end. */
function rangeOf(header: string | undefined, size: number): ByteRange | 'outside' | null {
	const match = /^bytes=(\d*)-(\d*)$/.exec(header?.replace(/\s/g, '') ?? '');
	if (!match || (match[1] === '' && match[2] === '')) return null;
	const [first, last] = [match[1] ?? '', match[2] ?? ''];
	if (first === '')
		return Number(last) === 0
			? 'outside'
			: { start: Math.max(0, size - Number(last)), end: size - 1 };
	const range = {
		start: Number(first),
		end: last === '' ? size - 1 : Math.min(Number(last), size - 1),
	};
	if (last !== '' && Number(last) < range.start) return null;
	return range.start >= size ? 'outside' : range;
}

/** Whether `If-Range` is absent or names the present version of the file. Otherwise the whole file is sent. */
function ifRangeMatches(header: string | undefined, file: MediaFile): boolean {
	if (header === undefined) return true;
	return header.startsWith('"')
		? header === `"${file.etag}"`
		: Date.parse(header) === Math.floor(Date.parse(file.modifiedAt) / 1000) * 1000;
}

/** GET and HEAD of one file. */
export async function serveMedia(store: Store, exchange: Exchange, now: Date): Promise<void> {
	const { request, response, method } = exchange;
	const itemUuid = exchange.path.slice(MEDIA_PREFIX.length).split('/')[0] ?? '';
	const item = store.items.get(itemUuid);
	if (method !== 'GET' && method !== 'HEAD')
		return sendBody(exchange, 405, 'text/plain', 'Method not allowed', { Allow: 'GET, HEAD' });
	if (!isSigned(store, exchange, itemUuid, now))
		return sendBody(exchange, 403, 'text/plain', 'The signature is wrong or has expired');
	if (!item?.media) return sendBody(exchange, 404, 'text/plain', 'There is no such file');
	const { media } = item;
	const head = {
		'Accept-Ranges': 'bytes',
		ETag: `"${media.etag}"`,
		'Last-Modified': new Date(media.modifiedAt).toUTCString(),
		'Access-Control-Allow-Origin': '*',
		'Cache-Control': 'private, max-age=60',
	};
	if (request.headers['if-none-match'] === `"${media.etag}"`) {
		sendHead(exchange, 304, head);
		response.end();
		return;
	}
	const asked =
		method === 'GET' && ifRangeMatches(request.headers['if-range'] as string | undefined, media)
			? request.headers.range
			: undefined;
	const range = rangeOf(asked, media.bytes);
	if (range === 'outside')
		return sendBody(exchange, 416, 'text/plain', 'The range is outside the file', {
			...head,
			'Content-Range': `bytes */${media.bytes}`,
		});
	const { start, end } = range ?? { start: 0, end: media.bytes - 1 };
	sendHead(exchange, range ? 206 : 200, {
		...head,
		'Content-Type': item.mimeType ?? 'application/octet-stream',
		'Content-Length': end - start + 1,
		...(range ? { 'Content-Range': `bytes ${start}-${end}/${media.bytes}` } : {}),
	});
	if (method === 'HEAD' || media.bytes === 0) {
		response.end();
		return;
	}
	// A player closes the connection when it needs no more of the file. That is not an error.
	await pipeline(createReadStream(join(store.dataDir, media.path), { start, end }), response).catch(
		() => response.destroy(),
	);
}
