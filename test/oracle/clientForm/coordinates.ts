/** Coordinates of a frame object as the official client reads and writes them (protocol §8.2). */
import type { EncordJson } from '../../../src/encord/wire/json';
import { frameShape } from '../../../src/labels/shapes/registry';
import type { ObjectItem } from '../../../src/labels/ontology/ontology';
import { UnreadableRow } from './reading';

const FLAGS = ['visible', 'invisible', 'occluded', 'selfOccluded'];

/** Keys kept of each kind of coordinates; other keys are dropped. */
const KEPT: { [shape: string]: string[] } = {
	bounding_box: ['h', 'w', 'x', 'y'],
	rotatable_bounding_box: ['h', 'w', 'x', 'y', 'theta'],
	bitmask: ['top', 'left', 'height', 'width', 'rleString'],
	cuboid: ['position', 'orientation', 'size'],
	cuboid_2d: ['front', 'vanishingPoint', 'scaleRatio', 'offset'],
};

/** @throws UnreadableRow when the object has no coordinates of its class's shape */
export function clientCoordinates(item: ObjectItem, label: EncordJson): EncordJson {
	const { shape } = item;
	const key = frameShape(shape)?.key;
	const unfit = (): never => {
		throw new UnreadableRow(
			`An object of "${item.title}" carries no coordinates of the shape ${shape}.`,
			{
				hash: String(label.objectHash),
				field: key,
			},
		);
	};
	if (key === undefined) return unfit();
	if (!('shape' in label))
		throw new UnreadableRow('"shape" is missing in an object.', {
			hash: String(label.objectHash),
			field: 'shape',
		});
	if (shape === 'polygon') return polygon(label) ?? unfit();
	const value = label[key];
	if (typeof value !== 'object' || value === null) return unfit();
	const kept = KEPT[shape];
	if (kept !== undefined) return { [key]: pick(value as EncordJson, kept) };
	const points = pointList(value);
	if (shape === 'skeleton') {
		if (!('name' in label))
			throw new UnreadableRow('"name" is missing in a skeleton.', {
				hash: String(label.objectHash),
				field: 'name',
			});
		return { skeleton: indexed(points.map(skeletonPoint)) };
	}
	return { [key]: indexed(points.map((point) => pick(point, ['x', 'y', 'z']))) };
}

/** `polygons` has precedence. The client also writes the first ring of its first polygon as `polygon`. */
function polygon(label: EncordJson): EncordJson | undefined {
	const given = label.polygons as number[][][] | null | undefined;
	const points =
		typeof label.polygon === 'object' && label.polygon !== null
			? pointList(label.polygon)
			: undefined;
	if (Array.isArray(given) && given.length > 0) {
		const ring = given[0]?.[0] ?? [];
		const outline = Array.from(
			{ length: Math.floor(ring.length / 2) },
			(_, i): EncordJson => ({ x: ring[2 * i], y: ring[2 * i + 1] }),
		);
		return { polygon: indexed(outline), polygons: given };
	}
	if (points === undefined) return undefined;
	return {
		polygon: indexed(points.map((point) => pick(point, ['x', 'y']))),
		polygons: [[points.flatMap(({ x, y }) => [x, y])]],
	};
}

function skeletonPoint(point: EncordJson): EncordJson {
	const flag = FLAGS.find((name) => point[name] === true);
	const visibility = point.visibility ?? flag;
	return {
		...pick(point, ['x', 'y', 'name', 'color', 'featureHash', 'value']),
		...(visibility === undefined ? {} : { visibility }),
	};
}

/** A list of points, or an index map whose keys sort numerically. */
function pointList(value: object): EncordJson[] {
	if (Array.isArray(value)) return value as EncordJson[];
	const map = value as EncordJson;
	return Object.keys(map)
		.sort((a, b) => Number(a) - Number(b))
		.map((key) => map[key] as EncordJson);
}

function indexed(points: EncordJson[]): EncordJson {
	return Object.fromEntries(points.map((point, index) => [String(index), point]));
}

function pick(json: EncordJson, keys: string[]): EncordJson {
	return Object.fromEntries(
		keys
			.filter((key) => json[key] !== undefined && json[key] !== null)
			.map((key) => [key, json[key]]),
	);
}
