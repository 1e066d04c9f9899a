/** Labels drawn on their picture, for people: shapes in the ontology's colors, names, confidence. */
import type { Geometry } from '../../geometry/geometry';
import type { Point } from '../../geometry/plane';
import { turnedCorners } from '../../geometry/rotatedBox';
import { type Rgb, cssOf, rgbOf } from './color';
import { type EncodedPicture, finish, type PictureOptions } from './encoding';
import { objectBox } from './objectBox';
import type { Pixels } from './pixels';
import { loadSharp, raw } from './sharp';
import type { DrawnLabel } from './drawnLabel';

export interface DrawOptions extends PictureOptions {
	/** Names and confidence beside the shapes, default true. */
	names?: boolean;
	/** Written along the upper edge, e.g. `Before`. */
	caption?: string;
}

/** Sizes that fit the picture. */
interface Pen {
	width: number;
	height: number;
	line: number;
	font: number;
}

const fillOpacity = 0.25;
/** Mean width of a character of a sans-serif font, in its size. */
const characterWidth = 0.6;
const longestName = 80;
const letters = 'font-family="Arial, DejaVu Sans, sans-serif" fill="#fff"';

const escaped = (text: string) =>
	text
		// Characters that XML forbids altogether would make the whole drawing unreadable.
		.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
		.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const round = (value: number) => Math.round(value * 100) / 100;

const onPicture = ({ width, height }: Pen, points: readonly Point[]) =>
	points.map(({ x, y }) => `${round(x * width)},${round(y * height)}`).join(' ');

function dot(pen: Pen, { x, y }: Point, color: string): string {
	const place = `cx="${round(x * pen.width)}" cy="${round(y * pen.height)}" r="${pen.line * 2}"`;
	return `<circle ${place} fill="${color}" stroke="#fff" stroke-width="${pen.line / 2}"/>`;
}

function shapeSvg(geometry: Geometry, pen: Pen, color: Rgb): string {
	const css = cssOf(color);
	const outline = `fill="${css}" fill-opacity="${fillOpacity}" stroke="${css}" stroke-width="${pen.line}"`;
	switch (geometry.kind) {
		case 'box': {
			const { x, y, w, h } = geometry;
			const place = `x="${round(x * pen.width)}" y="${round(y * pen.height)}"`;
			return `<rect ${place} width="${round(w * pen.width)}" height="${round(h * pen.height)}" ${outline}/>`;
		}
		case 'rotatedBox':
			return `<polygon points="${turnedCorners(geometry, pen)
				.map(({ x, y }) => `${round(x)},${round(y)}`)
				.join(' ')}" ${outline}/>`;
		case 'polygon':
			return geometry.polygons
				.map(
					(rings) =>
						`<path fill-rule="evenodd" d="${rings.map((ring) => `M${onPicture(pen, ring)}Z`).join('')}" ${outline}/>`,
				)
				.join('');
		case 'polyline':
			return `<polyline points="${onPicture(pen, geometry.points)}" fill="none" stroke="${css}" stroke-width="${pen.line}"/>`;
		case 'point':
			return dot(pen, geometry.point, css);
		case 'skeleton':
			return geometry.points
				.filter(({ hidden }) => !hidden)
				.map((point) => dot(pen, point, point.color ? cssOf(rgbOf(point.color)) : css))
				.join('');
		case 'bitmask':
			return '';
	}
}

function textSvg(text: string, x: number, y: number, pen: Pen, background: string): string {
	const shown = text.length > longestName ? `${text.slice(0, longestName)}…` : text;
	const width = round(shown.length * characterWidth * pen.font + pen.font / 2);
	const left = round(Math.max(0, Math.min(x, pen.width - width)));
	const top = round(Math.max(0, y));
	return (
		`<rect x="${left}" y="${top}" width="${width}" height="${round(pen.font * 1.3)}" fill="${background}" fill-opacity="0.85"/>` +
		`<text x="${left + pen.font / 4}" y="${round(top + pen.font)}" font-size="${pen.font}" ${letters}>${escaped(shown)}</text>`
	);
}

function nameSvg(label: DrawnLabel, geometry: Geometry, pen: Pen): string {
	const sure =
		label.confidence === undefined || label.confidence >= 1
			? ''
			: `${Math.round(label.confidence * 100)} %`;
	const text = [label.name, sure].filter(Boolean).join(' ');
	if (!text) return '';
	const box = objectBox(geometry, pen.width, pen.height);
	return textSvg(text, box.x, box.y - pen.font * 1.3, pen, cssOf(rgbOf(label.color)));
}

/** A bitmask as a picture of its own size, see-through where it is not set. */
function maskOverlay(
	{ mask }: Extract<Geometry, { kind: 'bitmask' }>,
	[red, green, blue]: Rgb,
): Buffer {
	const overlay = Buffer.alloc(mask.width * mask.height * 4);
	for (let i = 0; i < mask.width * mask.height; i++) {
		if (mask.data[i]) overlay.set([red, green, blue, 128], i * 4);
	}
	return overlay;
}

/** Labels with an empty bitmask or without a place on the picture are left out. */
function drawable(labels: readonly DrawnLabel[]): Array<{ label: DrawnLabel; geometry: Geometry }> {
	return labels.flatMap((label) => {
		const { geometry } = label;
		const empty = geometry?.kind === 'bitmask' && !geometry.mask.data.some(Boolean);
		return geometry && !empty ? [{ label, geometry }] : [];
	});
}

async function drawn(
	pixels: Pixels,
	labels: readonly DrawnLabel[],
	{ names = true, caption }: DrawOptions,
) {
	const sharp = await loadSharp();
	const { width, height } = pixels;
	const pen: Pen = {
		width,
		height,
		line: Math.max(1, Math.round(Math.min(width, height) / 300)),
		font: Math.max(10, Math.round(width / 55)),
	};
	const shapes = drawable(labels);
	const masks = await Promise.all(
		shapes.map(async ({ label, geometry }) => {
			if (geometry.kind !== 'bitmask') return [];
			const { mask } = geometry;
			const overlay = maskOverlay(geometry, rgbOf(label.color));
			const input = await sharp(overlay, {
				raw: { width: mask.width, height: mask.height, channels: 4 },
			})
				.resize(width, height, { fit: 'fill', kernel: 'nearest' })
				.raw()
				.toBuffer();
			return [{ input, raw: { width, height, channels: 4 as const } }];
		}),
	);
	const body = [
		...shapes.map(({ label, geometry }) => shapeSvg(geometry, pen, rgbOf(label.color))),
		...(names ? shapes.map(({ label, geometry }) => nameSvg(label, geometry, pen)) : []),
		caption ? textSvg(caption, 0, 0, pen, '#222') : '',
	].join('');
	const svg = Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`,
	);
	return sharp(pixels.data, raw(pixels)).composite([
		...masks.flat(),
		{ input: svg, top: 0, left: 0 },
	]);
}

/**
 * The picture with its labels on top, as a picture file.
 * @throws MediaError `invalidInput` for a geometry without points.
 */
export async function drawLabels(
	pixels: Pixels,
	labels: readonly DrawnLabel[],
	options: DrawOptions = {},
): Promise<EncodedPicture> {
	return await finish(
		await drawn(pixels, labels, options),
		options,
		Math.min(pixels.width, pixels.height),
	);
}

/**
 * The same picture twice, with the labels before and after a change, side by side (one above the other when it is wide).
 * @throws MediaError `invalidInput` for a geometry without points.
 */
export async function drawBeforeAfter(
	pixels: Pixels,
	before: readonly DrawnLabel[],
	after: readonly DrawnLabel[],
	options: DrawOptions = {},
): Promise<EncodedPicture> {
	const sharp = await loadSharp();
	const { width, height } = pixels;
	const gap = Math.max(4, Math.round(Math.min(width, height) / 100));
	const stacked = width > height * 2;
	const side = async (labels: readonly DrawnLabel[], caption: string) =>
		await (await drawn(pixels, labels, { ...options, caption })).removeAlpha().raw().toBuffer();
	const [left, right] = await Promise.all([side(before, 'Before'), side(after, 'After')]);
	const picture = { width, height, channels: 3 as const };
	const canvas = {
		width: stacked ? width : width * 2 + gap,
		height: stacked ? height * 2 + gap : height,
		channels: 3 as const,
		background: '#fff',
	};
	const whole = await sharp({ create: canvas })
		.composite([
			{ input: left, raw: picture, left: 0, top: 0 },
			{
				input: right,
				raw: picture,
				left: stacked ? 0 : width + gap,
				top: stacked ? height + gap : 0,
			},
		])
		.raw()
		.toBuffer();
	return await finish(
		sharp(whole, { raw: { width: canvas.width, height: canvas.height, channels: 3 } }),
		options,
		Math.min(width, height),
	);
}
