/** The labels of a frame, drawn over its picture. Coordinates are fractions of the picture (protocol §8.2). */
import { paintBitmask } from './bitmask.js';
import { cornerHandles, rectangle } from './boxGestures.js';
import { h, svg } from '../dom.js';

const inOrder = (points) =>
	Array.isArray(points)
		? points
		: Object.keys(points)
				.sort((a, b) => a - b)
				.map((key) => points[key]);

/** The rings of a polygon: the outline and the holes of each part. */
function rings({ polygons, polygon }) {
	if (polygons)
		return polygons.flat().map((ring) =>
			Array.from({ length: ring.length / 2 }, (_, index) => ({
				x: ring[2 * index],
				y: ring[2 * index + 1],
			})),
		);
	return [inOrder(polygon)];
}

function rotated({ x, y, w, h: tall, theta }, width, height) {
	const [centerX, centerY] = [(x + w / 2) * width, (y + tall / 2) * height];
	return svg('rect', {
		x: x * width,
		y: y * height,
		width: w * width,
		height: tall * height,
		transform: `rotate(${theta} ${centerX} ${centerY})`,
	});
}

function skeleton(points, edges, width, height) {
	const lines = edges
		.filter(([from, to]) => points[from] && points[to])
		.map(([from, to]) =>
			svg('line', {
				x1: points[from].x * width,
				y1: points[from].y * height,
				x2: points[to].x * width,
				y2: points[to].y * height,
			}),
		);
	return [...lines, ...Object.values(points).flatMap((point) => dot(point, width, height, 0.7))];
}

function dot({ x, y }, width, height, scale = 1) {
	return svg('circle', {
		cx: x * width,
		cy: y * height,
		r: (Math.max(width, height) / 110) * scale,
		class: 'dot',
	});
}

/** SVG elements of one object; `width` and `height` are the picture's pixels. */
function drawing({ coordinates, edges = [] }, width, height) {
	const { boundingBox: box, rotatableBoundingBox: turned, polyline, point } = coordinates;
	if (box) return [rectangle(box, { width, height })];
	if (turned) return [rotated(turned, width, height)];
	if (coordinates.polygon || coordinates.polygons) {
		const path = rings(coordinates)
			.map((ring) => `M${ring.map(({ x, y }) => `${x * width} ${y * height}`).join('L')}Z`)
			.join('');
		return [svg('path', { d: path, 'fill-rule': 'evenodd' })];
	}
	if (polyline)
		return [
			svg('polyline', {
				points: inOrder(polyline)
					.map(({ x, y }) => `${x * width},${y * height}`)
					.join(' '),
				class: 'open',
			}),
		];
	if (point) return inOrder(point).map((each) => dot(each, width, height));
	return coordinates.skeleton ? skeleton(coordinates.skeleton, edges, width, height) : [];
}

/** The place of the object's name: the top left corner of the drawing, as fractions. */
function corner({ coordinates }) {
	const { boundingBox, rotatableBoundingBox, bitmask } = coordinates;
	const box = boundingBox ?? rotatableBoundingBox;
	if (box) return box;
	if (bitmask) return { x: 0.01, y: 0.05 };
	const points =
		coordinates.polygon || coordinates.polygons
			? rings(coordinates).flat()
			: inOrder(Object.values(coordinates)[0] ?? {});
	return {
		x: Math.min(1, ...points.map(({ x }) => x)),
		y: Math.min(1, ...points.map(({ y }) => y)),
	};
}

/** The confidence as text; empty when it is 1 or not known. */
export const percent = (confidence) =>
	confidence === null || confidence >= 1 ? '' : ` ${Math.round(confidence * 100)} %`;

/** Dark letters on bright class colors. */
function letters(color) {
	const [red, green, blue] = [1, 3, 5].map((from) => parseInt(color.slice(from, from + 2), 16));
	return red * 0.299 + green * 0.587 + blue * 0.114 > 150 ? '#1d2433' : '#ffffff';
}

/**
 * @param {Array} objects as the sandbox describes them
 * @param {{width: number, height: number}} picture pixels
 * @param {Set<string>} selected object hashes
 * @param {(objectHash: string|null, add: boolean) => void} select null when the click hit no object
 */
export function drawOverlay(objects, { width, height }, selected, select) {
	const masks = objects
		.filter(({ coordinates }) => coordinates.bitmask)
		.map((object) => {
			const canvas = h('canvas.mask', {});
			paintBitmask(canvas, object.coordinates.bitmask, object.color);
			return canvas;
		});
	const pick = (objectHash) => (event) => {
		event.stopPropagation();
		select(objectHash, event.shiftKey || event.ctrlKey || event.metaKey);
	};
	const shapes = objects.map((object) =>
		svg(
			'g',
			{
				class: selected.has(object.objectHash) ? 'object selected' : 'object',
				'data-testid': `object-${object.objectHash}`,
				'data-hash': object.objectHash,
				style: { color: object.color },
				onclick: pick(object.objectHash),
			},
			drawing(object, width, height),
			selected.has(object.objectHash) && object.coordinates.boundingBox
				? cornerHandles(
						object.coordinates.boundingBox,
						{ width, height },
						Math.max(width, height) / 800,
					)
				: null,
		),
	);
	const names = objects
		.filter(({ coordinates }) => Object.keys(coordinates).length > 0)
		.map((object) => {
			const { x, y } = corner(object);
			return h(
				`button.tag${selected.has(object.objectHash) ? '.selected' : ''}${y < 0.05 ? '.inside' : ''}`,
				{
					type: 'button',
					style: {
						left: `${x * 100}%`,
						top: `${y * 100}%`,
						'background-color': object.color,
						color: letters(object.color),
					},
					onclick: pick(object.objectHash),
				},
				`${object.name}${percent(object.confidence)}`,
			);
		});
	return [
		...masks,
		svg(
			'svg',
			{
				class: 'shapes',
				viewBox: `0 0 ${width} ${height}`,
				preserveAspectRatio: 'none',
				'data-testid': 'overlay',
				onclick: () => select(null, false),
			},
			shapes,
		),
		...names,
	];
}
