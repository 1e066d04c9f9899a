/** Keeps the media files of a seed in the data directory. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { MediaFile } from '../state/entities';
import type { MediaSource } from './specs';

/** Writes bytes to a file below `media/`, or uses a file that is there already. */
export function keepMedia(
	dataDir: string,
	uuid: string,
	title: string,
	file: MediaSource,
	modifiedAt: string,
): MediaFile {
	const path =
		typeof file === 'string'
			? file
			: join(dataDir, 'media', `${uuid}${/\.\w+$/.exec(title)?.[0] ?? ''}`);
	const bytes = typeof file === 'string' ? readFileSync(file) : file;
	if (typeof file !== 'string') writeFileSync(path, file);
	const etag = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
	return { path: relative(dataDir, path), bytes: bytes.length, etag, modifiedAt };
}
