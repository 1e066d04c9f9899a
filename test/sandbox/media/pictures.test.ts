import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { coats, things } from '../../../sandbox/media/drawings';
import { readFrameCode } from '../../../sandbox/media/frameCode';
import type { LightBackground } from '../../../sandbox/media/palette';
import { renderPicture, type Scene } from '../../../sandbox/media/pictures';
import { perceive } from '../../../sandbox/toy/perception';

const walls: LightBackground[] = [
	'light blue',
	'beige',
	'lavender',
	'light gray',
	'pink',
	'light green',
	'white',
];
const street: Scene = {
	kind: 'street',
	background: 'light blue',
	shapes: [{ shape: 'rectangle', color: 'red', x: 40, y: 30, width: 90, height: 60 }],
};

async function rawPixels(file: Buffer) {
	const { data, info } = await sharp(file)
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { data, width: info.width, height: info.height };
}

describe('pictures of things', () => {
	const cases = things.flatMap((thing, row) =>
		coats[thing].map((_, coat) => ({
			thing,
			coat,
			background: walls[(row + coat) % walls.length] ?? 'light gray',
		})),
	);

	it.each(cases)(
		'the toy tells the $thing in coat $coat on $background, also at JPEG quality 70 and 320 pixels',
		async ({ thing, coat, background }) => {
			const scene: Scene = {
				kind: 'thing',
				thing,
				coat,
				background,
				size: 0.5 + 0.08 * coat,
				position: 0.3 + 0.12 * coat,
				mirrored: coat % 2 === 1,
			};
			const full = await renderPicture({ width: 640, height: 480, scene, quality: 70 });
			const small = await sharp(full).resize(320).jpeg({ quality: 70 }).toBuffer();
			for (const file of [full, small]) {
				const seen = await perceive(file);
				expect(seen).toMatchObject({ subject: { thing }, background, shapes: [] });
			}
		},
	);

	it('gives the same bytes for the same request', async () => {
		const request = {
			width: 200,
			height: 150,
			scene: { kind: 'thing', thing: 'cat', background: 'beige' } as const,
		};
		expect(await renderPicture(request)).toEqual(await renderPicture(request));
	});
});

describe('burnt-in frame numbers', () => {
	it.each([0, 1, 1234, 524_288, 1_048_575])(
		'%i is read from JPEG, PNG and WebP, also at 320 pixels',
		async (frameNumber) => {
			for (const format of ['jpeg', 'png', 'webp'] as const) {
				const file = await renderPicture({
					width: 640,
					height: 360,
					scene: street,
					frameNumber,
					format,
					quality: 70,
				});
				expect(readFrameCode(await rawPixels(file))).toBe(frameNumber);
				expect(
					readFrameCode(
						await rawPixels(await sharp(file).resize(320).jpeg({ quality: 70 }).toBuffer()),
					),
				).toBe(frameNumber);
			}
		},
	);

	it('a picture without number, and a blend of two numbers, read as none', async () => {
		expect(
			readFrameCode(
				await rawPixels(await renderPicture({ width: 640, height: 360, scene: street })),
			),
		).toBeNull();
		const [one, two] = await Promise.all(
			[5, 6].map(async (frameNumber) =>
				rawPixels(
					await renderPicture({
						width: 640,
						height: 360,
						scene: street,
						frameNumber,
						format: 'png',
					}),
				),
			),
		);
		const blend = Buffer.from(
			one?.data.map((value, index) => (value + (two?.data[index] ?? 0)) / 2) ?? [],
		);
		expect(readFrameCode({ data: blend, width: 640, height: 360 })).toBeNull();
	});

	it('refuses a number that does not fit', async () => {
		await expect(
			renderPicture({ width: 64, height: 64, scene: street, frameNumber: 2 ** 20 }),
		).rejects.toThrow(/0 to 1048575/);
	});
});
