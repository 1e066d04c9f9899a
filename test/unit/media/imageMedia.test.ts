/** Images and image groups that are opened: which frames they have, what is fetched for them, and within which limits. */
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import type { HttpResponse } from '../../../src/encord/wire/send';
import type { Media, MediaOptions, MediaSource } from '../../../src/media/contract';
import { openMedia } from '../../../src/media/openMedia';
import type { DrawnLabel } from '../../../src/media/picture/drawnLabel';
import { bmp } from './bmpBytes';

const opened: Media[] = [];
afterEach(async () => {
	for (const media of opened.splice(0)) await media.close();
});

/** Two pixels beside each other, each in one shade. */
const png = async (left: number, right: number) =>
	await sharp(Buffer.from([left, left, left, right, right, right]), {
		raw: { width: 2, height: 1, channels: 3 },
	})
		.png()
		.toBuffer();

interface Stored {
	bytes?: Buffer;
	status?: number;
	headers?: Record<string, string>;
	/** The storage does not answer until this is settled. */
	until?: Promise<void>;
}

/** An image group of these files. */
function group(files: readonly Stored[], options: Partial<MediaOptions> = {}) {
	const asked: string[] = [];
	const send: MediaOptions['send'] = async ({ url }): Promise<HttpResponse> => {
		const name = new URL(url).pathname.slice(1);
		asked.push(name);
		const { bytes, until, status = 200, headers = {} } = files[Number(name)] ?? { status: 404 };
		await until;
		async function* body() {
			if (bytes) yield bytes;
		}
		return { status, headers, body: body() };
	};
	const source: MediaSource = {
		kind: 'imageGroup',
		url: async () => 'https://storage.example/whole',
		children: files.map((_, i) => ({ url: async () => `https://storage.example/${i}` })),
	};
	const media = openMedia(source, { send, ...options });
	opened.push(media);
	return { media, asked, send, source };
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
	const found = [];
	for await (const value of values) found.push(value);
	return found;
}

describe('an image group', () => {
	it('has a frame for each picture, which is passed on as it is stored', async () => {
		const files = [{ bytes: await png(1, 2) }, { bytes: await png(3, 4) }];
		const { media, asked } = group(files);
		expect([media.kind, await media.frameCount(), asked]).toEqual(['imageGroup', 2, []]);
		const mimeType = 'image/png';
		expect(await all(media.frames('all'))).toEqual([
			{ frame: 0, time: 0, width: 2, height: 1, mimeType, bytes: files[0]?.bytes },
			{ frame: 1, time: 0, width: 2, height: 1, mimeType, bytes: files[1]?.bytes },
		]);
		expect(asked).toEqual(['0', '1']);
	});

	it('gives the pictures that are asked, in their order, and fetches no other', async () => {
		const files = await Promise.all(
			[1, 2, 3, 4].map(async (shade) => ({ bytes: await png(shade, 10 * shade) })),
		);
		const { media, asked } = group(files);
		const data = (shade: number) =>
			Buffer.from([shade, shade, shade, 10 * shade, 10 * shade, 10 * shade]);
		const pixels = { time: 0, width: 2, height: 1, channels: 3 };
		expect(await all(media.pixels({ frames: [3, 0, 3] }))).toEqual([
			{ ...pixels, frame: 0, data: data(1) },
			{ ...pixels, frame: 3, data: data(4) },
			{ ...pixels, frame: 3, data: data(4) },
		]);
		expect(asked).toEqual(['0', '3', '3']);
		const framesOf = async (selection: Parameters<Media['pixels']>[0]) =>
			(await all(media.pixels(selection))).map(({ frame }) => frame);
		expect(await framesOf({ range: [1, 2] })).toEqual([1, 2]);
		expect(await framesOf({ keyFrames: true })).toEqual([0, 1, 2, 3]);
		// Pictures of a group have no times: each one counts as a second.
		expect(await framesOf({ perSecond: 0.5 })).toEqual([0, 2]);
	});

	it('has no frame without pictures', async () => {
		const { send, source } = group([]);
		const media = openMedia({ ...source, children: undefined }, { send });
		opened.push(media);
		expect(await media.frameCount()).toBe(0);
		expect(await all(media.frames('all'))).toEqual([]);
		await expect(media.frames({ frames: [0] }).next()).rejects.toMatchObject({
			message: 'Frame 0 does not exist: the file has no frames.',
		});
	});

	it('refuses frames that it does not have, or that cannot be, before it fetches any', async () => {
		const { media, asked } = group([{}, {}]);
		await expect(media.frames({ frames: [0, 2] }).next()).rejects.toMatchObject({
			message: 'Frame 2 does not exist: the file has 2 frames, numbered 0 to 1.',
		});
		await expect(media.pixels({ frames: [-1] }).next()).rejects.toMatchObject({
			code: 'invalidInput',
			message: 'A frame number must be a whole number from 0 on, not -1.',
		});
		expect(asked).toEqual([]);
	});

	it('encodes a picture as it was opened, or as a call says', async () => {
		const { media } = group([{ bytes: await png(1, 2) }], { format: 'webp', maxDimension: 1 });
		const [as] = await all(media.frames('all'));
		const [said] = await all(media.frames('all', { format: 'jpeg' }));
		expect(as).toMatchObject({ frame: 0, width: 1, height: 1, mimeType: 'image/webp' });
		expect(said).toMatchObject({ frame: 0, width: 1, height: 1, mimeType: 'image/jpeg' });
	});

	it('has its objects cut out of one picture', async () => {
		const half = (x: number): DrawnLabel => ({ geometry: { kind: 'box', x, y: 0, w: 0.5, h: 1 } });
		const { media, asked } = group([{ bytes: await png(1, 2) }, { bytes: await png(30, 40) }], {
			format: 'webp',
			padding: 5,
		} as Partial<MediaOptions>);
		const crops = await media.crops(1, [half(0.5), { geometry: undefined }, half(0)], {
			format: 'png',
			padding: 0,
		});
		expect(crops.map((crop) => crop?.box)).toEqual([
			{ x: 1, y: 0, width: 1, height: 1 },
			undefined,
			{ x: 0, y: 0, width: 1, height: 1 },
		]);
		expect(crops[0]?.mimeType).toBe('image/png');
		const shades = crops.map(
			async (crop) => crop && [...(await sharp(crop.bytes).raw().toBuffer())],
		);
		expect(await Promise.all(shades)).toEqual([[40, 40, 40], undefined, [30, 30, 30]]);
		expect(asked).toEqual(['1']);
		expect((await media.crops(0, [half(0)]))[0]?.mimeType).toBe('image/webp');
	});

	it('may hold BMP files', async () => {
		const file = bmp([
			[
				[1, 2, 3],
				[4, 5, 6],
			],
		]);
		const { media } = group([{ bytes: file }]);
		const data = Buffer.from([1, 2, 3, 4, 5, 6]);
		expect(await all(media.pixels('all'))).toEqual([
			{ frame: 0, time: 0, width: 2, height: 1, channels: 3, data },
		]);
		expect(await all(media.frames('all'))).toEqual([
			{ frame: 0, time: 0, width: 2, height: 1, mimeType: 'image/bmp', bytes: file },
		]);
		const geometry = { kind: 'box', x: 0.5, y: 0, w: 0.5, h: 1 } as const;
		const [crop] = await media.crops(0, [{ geometry }], { format: 'png' });
		expect([...(await sharp(crop?.bytes).raw().toBuffer())]).toEqual([4, 5, 6]);
	});

	it('is decoded with the ffmpeg that is set', async () => {
		const { media } = group([{ bytes: bmp([[[1, 2, 3]]]) }], { ffmpegPath: '/nowhere/ffmpeg' });
		await expect(media.frames('all').next()).rejects.toMatchObject({
			code: 'noFfmpeg',
			message: expect.stringContaining('The ffmpeg at /nowhere/ffmpeg cannot be started (ENOENT).'),
		});
	});
});

describe('a single image', () => {
	it('is one frame, also where pictures of a group are told', async () => {
		const { send, source } = group([{ bytes: await png(1, 2) }, { bytes: await png(3, 4) }]);
		const media = openMedia(
			{ ...source, kind: 'image', url: async () => 'https://storage.example/1' },
			{ send },
		);
		opened.push(media);
		expect([media.kind, await media.frameCount()]).toEqual(['image', 1]);
		const [picture, ...others] = await all(media.pixels('all'));
		expect([...(picture?.data ?? [])]).toEqual([3, 3, 3, 4, 4, 4]);
		expect(others).toEqual([]);
	});

	it('is not read as a video, nor a video as an image', async () => {
		const { send, source } = group([{ bytes: await png(1, 2) }]);
		const url = async () => 'https://storage.example/0';
		const video = openMedia({ ...source, kind: 'video', url }, { send });
		opened.push(video);
		expect(video.kind).toBe('video');
		await expect(video.pixels('all').next()).rejects.toMatchObject({
			code: 'unsupportedFormat',
			message: expect.stringContaining('This file, although listed as a video,'),
		});
	});
});

describe('the next picture of a group', () => {
	it('is fetched while the caller works on the one before, and no other', async () => {
		const { media, asked } = group(
			await Promise.all([1, 2, 3].map(async (shade) => ({ bytes: await png(shade, shade) }))),
		);
		const pictures = media.frames('all');
		await pictures.next();
		expect(asked).toEqual(['0', '1']);
		await pictures.next();
		expect(asked).toEqual(['0', '1', '2']);
		await pictures.return();
	});

	it('may be missing where the caller does not come to it', async () => {
		const unhandled: unknown[] = [];
		const onUnhandled = (reason: unknown) => unhandled.push(reason);
		process.on('unhandledRejection', onUnhandled);
		const { media } = group([{ bytes: await png(1, 2) }, { status: 404 }]);
		for await (const { frame } of media.frames('all')) {
			expect(frame).toBe(0);
			// The answer of the storage comes within this time.
			for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
			break;
		}
		process.off('unhandledRejection', onUnhandled);
		expect(unhandled).toEqual([]);
		await expect(all(media.frames('all'))).rejects.toMatchObject({ code: 'notFound' });
	});
});

describe('the time that images may take', () => {
	/** What a storage that never answers comes to, when this time has passed since the picture was asked for. */
	async function after(ms: number, options: Partial<MediaOptions> = {}) {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
		try {
			const { media } = group([{ until: new Promise(() => undefined) }], options);
			const result = media.frames('all').next();
			const ended = result.then(
				() => 'read',
				(error: Error) => error.message,
			);
			await jest.advanceTimersByTimeAsync(ms);
			const state = await Promise.race([ended, Promise.resolve('waiting')]);
			await media.close();
			return state;
		} finally {
			jest.useRealTimers();
		}
	}
	const silence = (time: string) =>
		`The storage or the decoder sent nothing for ${time}. Try again, or raise the silence limit.`;
	const longer = (time: string) =>
		`Reading the file took longer than ${time}. Try again, or raise the time limit.`;

	it.each<[number, Partial<MediaOptions>, string]>([
		[29_999, {}, 'waiting'],
		[30_000, {}, silence('30 s')],
		[1_999, { idleMs: 2_000 }, 'waiting'],
		[2_000, { idleMs: 2_000 }, silence('2 s')],
		[599_999, { idleMs: 1e9 }, 'waiting'],
		[600_000, { idleMs: 1e9 }, longer('600 s')],
		[3_000, { totalMs: 3_000 }, longer('3 s')],
	])('is limited: after %p ms, with %p', async (ms, options, state) => {
		expect(await after(ms, options)).toBe(state);
	});

	it('ends when the caller cancels', async () => {
		const canceling = new AbortController();
		const until = new Promise<void>(() => undefined);
		const { media } = group([{ until }], { signal: canceling.signal });
		const reading = media.frames('all').next();
		canceling.abort();
		await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
	});

	it('ends when the image is closed', async () => {
		const { media } = group([{ until: new Promise(() => undefined) }]);
		const reading = media.frames('all').next();
		await media.close();
		await expect(reading).rejects.toMatchObject({
			code: 'cancelled',
			message: 'The file is already closed.',
		});
	});

	it('does not count what the caller does with a picture, also while the next one comes', async () => {
		const files = await Promise.all(
			[1, 2, 3].map(async (shade) => ({ bytes: await png(shade, 9) })),
		);
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
		try {
			const { media } = group(files, { idleMs: 1000 });
			const shades = [];
			for await (const { data } of media.pixels('all')) {
				shades.push(data[0]);
				await jest.advanceTimersByTimeAsync(5000);
			}
			await jest.advanceTimersByTimeAsync(5000);
			for await (const { data } of media.pixels({ frames: [1] })) shades.push(data[0]);
			expect(shades).toEqual([1, 2, 3, 2]);
			await media.close();
		} finally {
			jest.useRealTimers();
		}
	});

	it('counts again when the caller goes on', async () => {
		const never = new Promise<void>(() => undefined);
		const files = [{ bytes: await png(1, 2) }, { until: never }];
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
		try {
			const { media } = group(files, { idleMs: 1000 });
			const pictures = media.pixels('all');
			await pictures.next();
			await jest.advanceTimersByTimeAsync(5000);
			const next = pictures.next();
			const failing = expect(next).rejects.toMatchObject({ message: silence('1 s') });
			await jest.advanceTimersByTimeAsync(999);
			expect(await Promise.race([next, Promise.resolve('waiting')])).toBe('waiting');
			await jest.advanceTimersByTimeAsync(1);
			await failing;
			await media.close();
		} finally {
			jest.useRealTimers();
		}
	});
});

describe('the size of an image', () => {
	const announcing = (bytes: number): Stored => ({ headers: { 'content-length': String(bytes) } });

	it('in bytes is at most 512 MiB, or what is set', async () => {
		const { media } = group([announcing(2 ** 29 + 1)]);
		await expect(media.frames('all').next()).rejects.toMatchObject({
			code: 'tooLarge',
			message: 'The file has 513 MiB, more than the limit of 512 MiB.',
		});
		const bytes = await png(1, 2);
		const { length } = bytes;
		const headers = { 'content-length': String(length) };
		const exact = group([{ bytes, headers }], { limits: { maxBytes: length } });
		expect(await all(exact.media.frames('all'))).toHaveLength(1);
		const tooLarge = group([{ bytes, headers }], { limits: { maxBytes: length - 1 } });
		await expect(tooLarge.media.frames('all').next()).rejects.toMatchObject({ code: 'tooLarge' });
	});

	/** The header tells another size than the picture has. */
	async function pngOfSize(width: number, height: number): Promise<Buffer> {
		const file = await png(1, 2);
		file.writeUInt32BE(width, 16);
		file.writeUInt32BE(height, 20);
		file.writeUInt32BE(crc32(file.subarray(12, 29)), 29);
		return file;
	}

	it('in pixels is at most 100 million, or what is set', async () => {
		const allowed = await pngOfSize(10_000, 10_000);
		const { media } = group([{ bytes: allowed }]);
		expect((await media.frames('all').next()).value).toMatchObject({ width: 10_000 });
		const large = group([{ bytes: await pngOfSize(10_000, 10_001) }]).media;
		const message =
			'The image has more than 100000000 pixels. Scale it down, or raise the pixel limit.';
		await expect(large.frames('all').next()).rejects.toMatchObject({ code: 'tooLarge', message });
		await expect(large.pixels('all').next()).rejects.toMatchObject({ code: 'tooLarge', message });
		await expect(large.crops(0, [])).rejects.toMatchObject({ code: 'tooLarge', message });
		const set = group([{ bytes: await png(1, 2) }], { limits: { maxPixels: 1 } });
		await expect(set.media.frames('all').next()).rejects.toMatchObject({
			message: 'The image has more than 1 pixels. Scale it down, or raise the pixel limit.',
		});
	});

	it('may not be nothing', async () => {
		const { media } = group([{}]);
		await expect(media.frames('all').next()).rejects.toMatchObject({
			code: 'damaged',
			message: 'The file is empty.',
		});
	});
});
