/**
 * Generated pictures: an animal (or another thing) in a room, or a street with colored rectangles and circles. The same request
 * gives the same bytes. A program can tell the content from the pixels.
 */
import { coats, drawThing, type Thing } from './drawings';
import { drawFrameCode, drawFrameDigits, frameCodeHeight } from './frameCode';
import { signSvg, type Sign } from './lettering';
import {
	backgroundColors,
	cssColor,
	shade,
	shapeColors,
	type BackgroundColor,
	type LightBackground,
	type Rgb,
	type ShapeColor,
} from './palette';

/** A colored shape; pixels of the picture, origin top left, right and bottom edges excluded. */
export interface DrawnShape {
	shape: 'rectangle' | 'circle';
	color: ShapeColor;
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface ThingScene {
	kind: 'thing';
	thing: Thing;
	background: LightBackground;
	/** Index into the coats of this thing. */
	coat?: number;
	/** Part of the picture's shorter side that the thing takes, default 0.7. */
	size?: number;
	/** Center of the thing, as a fraction of the width, default 0.5. */
	position?: number;
	mirrored?: boolean;
}

export interface StreetScene {
	kind: 'street';
	background: BackgroundColor;
	shapes: DrawnShape[];
	signs?: Sign[];
}

export type Scene = ThingScene | StreetScene;

export interface PictureRequest {
	/** Pixels. */
	width: number;
	height: number;
	scene: Scene;
	/** Burnt into the top third as a black and white cell code and as digits; 0 … 2^20 - 1. */
	frameNumber?: number;
	format?: 'jpeg' | 'png' | 'webp';
	/** 1..100, JPEG and WebP. */
	quality?: number;
}

/** Raw picture: 3 bytes a pixel, row by row. */
export interface Pixels {
	data: Buffer;
	width: number;
	height: number;
}

function thingSvg(scene: ThingScene, width: number, height: number): string {
	const wall = backgroundColors[scene.background];
	const side = Math.min(width, height) * (scene.size ?? 0.7);
	const left = Math.min(
		Math.max(width * (scene.position ?? 0.5) - side / 2, width * 0.04),
		width * 0.96 - side,
	);
	const floorTop = height * 0.78;
	const top = height * 0.9 - side;
	const coat = coats[scene.thing][(scene.coat ?? 0) % coats[scene.thing].length] as Rgb;
	const turn = scene.mirrored
		? `translate(${left + side} ${top}) scale(${-side / 100} ${side / 100})`
		: `translate(${left} ${top}) scale(${side / 100})`;
	return `<rect width="${width}" height="${height}" fill="${cssColor(wall)}"/>
		<rect y="${floorTop}" width="${width}" height="${height - floorTop}" fill="${cssColor(shade(wall, -0.12))}"/>
		<g transform="${turn}">${drawThing(scene.thing, coat)}</g>`;
}

const svgRect = (x: number, y: number, width: number, height: number, fill: string) =>
	`<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;

function shapeSvg({ shape, color, x, y, width, height }: DrawnShape): string {
	const fill = cssColor(shapeColors[color]);
	if (shape === 'rectangle') return svgRect(x, y, width, height, fill);
	return `<ellipse cx="${x + width / 2}" cy="${y + height / 2}" rx="${width / 2}" ry="${height / 2}" fill="${fill}"/>`;
}

function streetSvg(scene: StreetScene, width: number, height: number): string {
	const sky = backgroundColors[scene.background];
	const night = sky[0] + sky[1] + sky[2] < 384;
	const wall = cssColor(shade(sky, night ? 0.14 : -0.1));
	const horizon = height * 0.72;
	const houses = [0.06, 0.12, 0.09, 0.16, 0.07, 0.13].map((rise, index) =>
		svgRect((width / 6) * index, horizon - height * rise, width / 6 - 2, height * rise, wall),
	);
	const dashes = [0, 1, 2, 3, 4, 5, 6].map((index) =>
		svgRect((width / 7) * (index + 0.25), height * 0.86, width / 14, height * 0.014, '#e9ebee'),
	);
	const road = svgRect(0, horizon, width, height - horizon, night ? '#3b4150' : '#8d939d');
	return [
		svgRect(0, 0, width, height, cssColor(sky)),
		...houses,
		road,
		...dashes,
		...scene.shapes.map(shapeSvg),
		...(scene.signs ?? []).map(signSvg),
	].join('');
}

/** Draws a scene; with a frame number, the scene moves below the code. */
export async function renderPixels(
	scene: Scene,
	width: number,
	height: number,
	frameNumber?: number,
): Promise<Pixels> {
	const { default: sharp } = await import('sharp');
	const top = frameNumber === undefined ? 0 : frameCodeHeight(height);
	const body =
		scene.kind === 'thing'
			? thingSvg(scene, width, height - top)
			: streetSvg(scene, width, height - top);
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
		<g transform="translate(0 ${top})">${body}</g></svg>`;
	const data = await sharp(Buffer.from(svg))
		.flatten({ background: '#000' })
		.removeAlpha()
		.raw()
		.toBuffer();
	const pixels = { data, width, height };
	if (frameNumber !== undefined) {
		drawFrameCode(pixels, frameNumber);
		drawFrameDigits(pixels, frameNumber);
	}
	return pixels;
}

/** The encoded file of a picture, JPEG unless asked otherwise. Equal requests give equal pictures. */
export async function renderPicture(request: PictureRequest): Promise<Buffer> {
	const { default: sharp } = await import('sharp');
	const { data, width, height } = await renderPixels(
		request.scene,
		request.width,
		request.height,
		request.frameNumber,
	);
	const image = sharp(data, { raw: { width, height, channels: 3 } });
	if (request.format === 'png') return image.png().toBuffer();
	if (request.format === 'webp') return image.webp({ quality: request.quality ?? 90 }).toBuffer();
	return image.jpeg({ quality: request.quality ?? 90 }).toBuffer();
}

/** The same picture as a JPEG of another quality (1 to 100): another file that shows the same. */
export async function withQuality(file: Buffer, quality: number): Promise<Buffer> {
	const { default: sharp } = await import('sharp');
	return await sharp(file).jpeg({ quality }).toBuffer();
}
