/** Labels drawn on their picture, for people: shapes in the ontology's colors, names, confidence. */
import type { Geometry } from '../../geometry/geometry';
import type { Point } from '../../geometry/plane';
import { turnedCorners } from '../../geometry/rotatedBox';
import { type Rgb, cssOf, rgbOf } from './color';
import { flattened } from './background';
import { type EncodedPicture, encodePicture, type PictureOptions } from './encoding';
import { formatSpec } from './formats';
import { objectBox } from './objectBox';
import type { Pixels } from './pixels';
import { loadSharp, raw } from './sharp';
import type { DrawnLabel } from './drawnLabel';
import { round, svgLayer, textSvg, textWidth } from './text';

export interface DrawOptions extends PictureOptions {
	/** Names and confidence beside the shapes, default true. */
	names?: boolean;
}

/** Sizes that fit the picture. */
interface Pen {
	width: number;
	height: number;
	line: number;
	font: number;
}

const fillOpacity = 0.25;
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

/** White text on a ground of its own, moved into the picture where it would stand outside. */
function nameplate(text: string, x: number, y: number, pen: Pen, background: string): string {
	const width = round(textWidth(text, pen.font));
	const left = round(Math.max(0, Math.min(x, pen.width - width)));
	const top = round(Math.max(0, y));
	return (
		`<rect x="${left}" y="${top}" width="${width}" height="${round(pen.font * 1.3)}" fill="${background}" fill-opacity="0.85"/>` +
		textSvg(text, left + pen.font / 4, top + pen.font, pen.font)
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
	return nameplate(text, box.x, box.y - pen.font * 1.3, pen, cssOf(rgbOf(label.color)));
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

/**
 * The pixels with the labels on top; they have alpha only when the pixels have.
 * @throws MediaError `invalidInput` for a geometry without points
 */
export async function drawOn(
	pixels: Pixels,
	labels: readonly DrawnLabel[],
	names = true,
): Promise<Pixels> {
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
	].join('');
	const image = sharp(pixels.data, raw(pixels)).composite([
		...masks.flat(),
		{ input: svgLayer(width, height, body), top: 0, left: 0 },
	]);
	// Layers have alpha, so what comes out has it, too.
	const data = await (pixels.channels === 3 ? image.removeAlpha() : image).raw().toBuffer();
	return { width, height, channels: pixels.channels, data };
}

/**
 * The picture with its labels on top, as a picture file.
 * @throws MediaError `invalidInput` for a geometry without points.
 */
export async function drawLabels(
	pixels: Pixels,
	labels: readonly DrawnLabel[],
	{ names, ...options }: DrawOptions = {},
): Promise<EncodedPicture> {
	// Before drawing: where the picture is transparent, a see-through color would become a full one.
	const shown = formatSpec(options.format).alpha ? pixels : flattened(pixels, options);
	return await encodePicture(await drawOn(shown, labels, names), options);
}
