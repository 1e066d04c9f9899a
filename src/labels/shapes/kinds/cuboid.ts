/** Cuboids in the space of a point cloud, in meters. */
import type { FrameShape } from '../shape';

export interface CuboidCoordinates {
	cuboid: { position: number[]; orientation: number[]; size: number[] };
}

export const cuboid: FrameShape<CuboidCoordinates> = {
	placedOn: 'frames',
	key: 'cuboid',
	boundToFrameSize: false,
	read: ({ cuboid: value }, check) => ({
		cuboid: Object.fromEntries(
			['position', 'orientation', 'size'].map((key) => [key, check.numbers(value, key, 3)]),
		),
	}),
	geometry: () => undefined,
	scaled: () => undefined,
};
