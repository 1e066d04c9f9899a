import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import installer from '@ffmpeg-installer/ffmpeg';

import { everyFrame, ffmpegBinary, runFfmpeg } from '../../../sandbox/media/ffmpegBinary';
import { readFrameCode } from '../../../sandbox/media/frameCode';
import {
	frameTime,
	movingRectangles,
	renderVideo,
	type VideoRequest,
} from '../../../sandbox/media/video';
import { detect } from '../../../sandbox/toy/detector';

const request: VideoRequest = {
	width: 480,
	height: 270,
	frames: 60,
	fps: 25,
	background: 'light blue',
	colors: ['red', 'green', 'blue'],
};
let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'sandbox-video-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function decode(file: string): Promise<number[]> {
	const raw = await runFfmpeg([
		'-i',
		file,
		...(await everyFrame()),
		'-f',
		'rawvideo',
		'-pix_fmt',
		'rgb24',
		'pipe:1',
	]);
	const size = request.width * request.height * 3;
	return Array.from(
		{ length: raw.length / size },
		(_, index) =>
			readFrameCode({
				data: raw.subarray(index * size, (index + 1) * size),
				width: request.width,
				height: request.height,
			}) ?? -1,
	);
}

const programs = [
	['the ffmpeg found first', undefined],
	['the packaged ffmpeg', installer.path],
] as const;

describe.each(programs)('videos made by %s', (_, program) => {
	const before = process.env.FFMPEG_PATH;
	beforeAll(() => {
		if (program) process.env.FFMPEG_PATH = program;
	});
	afterAll(() => {
		if (before === undefined) delete process.env.FFMPEG_PATH;
		else process.env.FFMPEG_PATH = before;
	});

	it.each(['constant', 'variable'] as const)(
		'hold every frame once, in order, at a %s rate',
		async (rate) => {
			const file = join(folder, `${rate}-${program ? 'packaged' : 'found'}.mp4`);
			const made = await renderVideo(file, { ...request, rate });
			expect(await decode(file)).toEqual(Array.from({ length: 60 }, (__, index) => index));
			expect(made).toMatchObject({
				width: 480,
				height: 270,
				frames: 60,
				fileSize: readFileSync(file).length,
			});
			const bytes = readFileSync(file);
			// The index comes before the pictures, so that players may start before everything has arrived.
			expect(bytes.indexOf('moov')).toBeGreaterThan(0);
			expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
		},
	);
});

describe('what a video shows', () => {
	it('is where movingRectangles says, within 2 pixels', async () => {
		const file = join(folder, 'boxes.mp4');
		await renderVideo(file, request);
		for (const frame of [0, 17, 59]) {
			const picture = await runFfmpeg([
				'-i',
				file,
				'-vf',
				`select=eq(n\\,${frame})`,
				'-frames:v',
				'1',
				'-f',
				'image2',
				'-c:v',
				'png',
				'pipe:1',
			]);
			const found = (await detect(picture)).detections;
			const expected = movingRectangles(request, frame);
			expect(found.map((each) => each.class).sort()).toEqual(
				expected.map((each) => `${each.color} rectangle`).sort(),
			);
			for (const { color, x, y, width, height } of expected) {
				const box = found.find((each) => each.class === `${color} rectangle`)?.box ?? [0, 0, 0, 0];
				[x, y, x + width, y + height].forEach((edge, index) =>
					expect(Math.abs((box[index] ?? NaN) - edge)).toBeLessThanOrEqual(2),
				);
			}
		}
	});

	it('moves: no rectangle stays where it was', () => {
		expect(movingRectangles(request, 0)).not.toEqual(movingRectangles(request, 1));
	});

	it('is shown for uneven times when the rate is variable', () => {
		const times = Array.from({ length: 60 }, (_, frame) =>
			frameTime({ fps: 25, rate: 'variable' }, frame),
		);
		const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
		expect(Math.min(...steps)).toBeGreaterThan(0);
		expect(Math.max(...steps)).toBeGreaterThan(2 * Math.min(...steps));
	});
});

describe('which ffmpeg', () => {
	it('is FFMPEG_PATH, else the first on the PATH, else the packaged one', async () => {
		expect(await ffmpegBinary({ FFMPEG_PATH: '/opt/own/ffmpeg', PATH: '' })).toBe(
			'/opt/own/ffmpeg',
		);
		expect(existsSync(await ffmpegBinary({ PATH: '' }))).toBe(true);
	});
});
