/**
 * Pictures for the page: the file of an image as it is, or one frame of a video by its number. Frames are counted in a decode from
 * the start and not looked up by time, so the number is right at any frame rate.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataUnit, StorageItem } from '../state/entities';
import { everyFrame, runFfmpeg } from '../media/ffmpegBinary';
import { Refusal, found } from '../calls/refusal';
import type { Store } from '../state/store';

export interface FrameImage {
	bytes: Buffer;
	mimeType: string;
}

/** Number of neighboring frames that are decoded together: a user who steps through a video needs them next. */
const runLength = 12;
/** Number of runs in the cache, a few megabytes each. */
const keptRuns = 8;
const runs = new Map<string, Promise<Buffer>>();

async function decodeRun(file: string, first: number): Promise<Buffer> {
	const wanted = `select=between(n\\,${first}\\,${first + runLength - 1})`;
	const output = ['-frames:v', String(runLength), '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
	return runFfmpeg([
		'-i',
		file,
		'-map',
		'0:v:0',
		'-vf',
		wanted,
		...(await everyFrame()),
		...output,
	]);
}

/** The run from the cache, or decoded now. Two calls for the same run at the same time share it. */
function runOf(file: string, etag: string, first: number): Promise<Buffer> {
	const key = `${file}#${etag}#${first}`;
	const run = runs.get(key) ?? decodeRun(file, first);
	runs.delete(key);
	runs.set(key, run);
	run.catch(() => runs.delete(key));
	for (const oldest of [...runs.keys()].slice(0, -keptRuns)) runs.delete(oldest);
	return run;
}

async function videoFrame(store: Store, item: StorageItem, frame: number): Promise<FrameImage> {
	const { media, width, height } = item;
	if (!media || !width || !height) throw new Refusal(404, 'The video has no file');
	const first = frame - (frame % runLength);
	const run = await runOf(join(store.dataDir, media.path), media.etag, first);
	const size = width * height * 3;
	const pixels = run.subarray((frame - first) * size, (frame - first + 1) * size);
	if (pixels.length < size) throw new Refusal(404, `The video has no frame ${frame}`);
	const { default: sharp } = await import('sharp');
	return {
		bytes: await sharp(pixels, { raw: { width, height, channels: 3 } })
			.jpeg({ quality: 92 })
			.toBuffer(),
		mimeType: 'image/jpeg',
	};
}

/** The storage item of a frame: in an image group the image at that position, else the data unit's own item. */
export function itemOfFrame(store: Store, unit: DataUnit, frame: number): StorageItem {
	const itemUuid = unit.dataType === 'img_group' ? unit.images[frame]?.itemUuid : unit.itemUuid;
	return found(
		itemUuid === undefined ? undefined : store.items.get(itemUuid),
		`Frame ${frame} of ${unit.title}`,
	);
}

/** @throws Refusal 404 for a frame beyond the end and for data without pictures. */
export async function frameImage(store: Store, unit: DataUnit, frame: number): Promise<FrameImage> {
	if (frame >= unit.numberOfFrames)
		throw new Refusal(404, `${unit.title} has ${unit.numberOfFrames} frames, no frame ${frame}`);
	const item = itemOfFrame(store, unit, frame);
	if (unit.dataType === 'video') return videoFrame(store, item, frame);
	if (!item.media || item.itemType !== 'image')
		throw new Refusal(404, `${unit.title} has no pictures`);
	return {
		bytes: await readFile(join(store.dataDir, item.media.path)),
		mimeType: item.mimeType ?? 'image/png',
	};
}

/** The same, at most `side` pixels wide and high. */
export async function thumbnail(image: FrameImage, side: number): Promise<FrameImage> {
	const { default: sharp } = await import('sharp');
	return {
		bytes: await sharp(image.bytes)
			.resize(side, side, { fit: 'inside' })
			.jpeg({ quality: 80 })
			.toBuffer(),
		mimeType: 'image/jpeg',
	};
}
