/** 2D cuboids: a front face on the picture, and the position of the back face. */
import type { EncordJson } from '../../../encord/wire/json';
import { scaledRing } from '../../../geometry/ring';
import type { CoordinateCheck } from '../parts/coordinateCheck';
import type { PointJson } from '../parts/pointCoordinates';
import type { FrameShape } from '../shape';

export interface Cuboid2dCoordinates {
	cuboid_2d: {
		/** Four corners x0, y0, x1, y1, … */
		front: number[];
		vanishingPoint?: PointJson;
		scaleRatio?: number;
		offset?: PointJson;
	};
}

export const cuboid2d: FrameShape<Cuboid2dCoordinates> = {
	placedOn: 'frames',
	key: 'cuboid_2d',
	boundToFrameSize: false,
	read: readCuboid2d,
	// 2D cuboids are neither drawn nor cropped, because the front face alone is not the whole object.
	geometry: () => undefined,
	scaled({ cuboid_2d: json }, factors) {
		const { front } = json as EncordJson;
		if (!Array.isArray(front)) return undefined;
		return {
			cuboid_2d: { ...(json as EncordJson), front: scaledRing(front as number[], factors) },
		};
	},
};

function readCuboid2d({ cuboid_2d: value }: EncordJson, check: CoordinateCheck): EncordJson {
	const front = check.numbers(value, 'front', 8);
	const { vanishingPoint, offset } = value as EncordJson;
	const point = (json: unknown): EncordJson => ({
		x: check.number(json, 'x'),
		y: check.number(json, 'y'),
	});
	if (offset !== undefined) return { cuboid_2d: { front, offset: point(offset) } };
	if (vanishingPoint === undefined)
		return check.refuse('A 2D cuboid needs "vanishingPoint" and "scaleRatio", or "offset".');
	return {
		cuboid_2d: {
			front,
			vanishingPoint: point(vanishingPoint),
			scaleRatio: check.number(value, 'scaleRatio'),
		},
	};
}
