/** Coordinates of a frame object in pixels instead of fractions of the media size (protocol §8.2). */
import type { EncordJson } from '../../encord/wire/json';
import type { FrameSize } from './coordinates';

/** The same keys with pixel values; undefined for shapes that are not fractions (bitmasks are pixels already, cuboids metres). */
export function toPixels(
	coordinates: EncordJson,
	{ width, height }: FrameSize,
): EncordJson | undefined {
	const scalePoint = (point: EncordJson): EncordJson => ({
		...point,
		x: Number(point.x) * width,
		y: Number(point.y) * height,
	});
	const scaled: EncordJson = {};
	for (const [key, value] of Object.entries(coordinates)) {
		const json = value as EncordJson;
		if (key === 'boundingBox' || key === 'rotatableBoundingBox') {
			scaled[key] = { ...scalePoint(json), w: Number(json.w) * width, h: Number(json.h) * height };
		} else if (key === 'polygons') {
			scaled[key] = (value as number[][][]).map((rings) =>
				rings.map((ring) => ring.map((each, i) => each * (i % 2 === 0 ? width : height))),
			);
		} else if (key === 'cuboid_2d' && Array.isArray(json.front)) {
			scaled[key] = {
				...json,
				front: (json.front as number[]).map((each, i) => each * (i % 2 === 0 ? width : height)),
			};
		} else if (['polyline', 'point', 'skeleton', 'polygon'].includes(key)) {
			scaled[key] = Object.fromEntries(
				Object.entries(json).map(([index, point]) => [index, scalePoint(point as EncordJson)]),
			);
		}
	}
	return Object.keys(scaled).length > 0 ? scaled : undefined;
}
