/** Bounding boxes rotated about their center. */
import type { EncordJson } from '../../../encord/wire/json';
import type { RotatedBox } from '../../../geometry/rotatedBox';
import { boxOf, boxOnImage, readBox, scaledBox } from '../parts/boxCoordinates';
import type { FrameShape } from '../shape';
import { numberAt } from '../parts/unreadableCoordinates';

export interface RotatableBoundingBoxCoordinates {
	rotatableBoundingBox: RotatedBox;
}

export const rotatableBoundingBox: FrameShape<RotatableBoundingBoxCoordinates> = {
	placedOn: 'frames',
	key: 'rotatableBoundingBox',
	boundToFrameSize: false,
	read(coordinates, check) {
		const box = readBox(coordinates.rotatableBoundingBox, check, ['theta']);
		// A rotated box that reaches over the edge is not clipped, because the result would not be a box.
		boxOnImage(box, check);
		return { rotatableBoundingBox: box };
	},
	geometry({ rotatableBoundingBox: json }) {
		const where = 'rotatable box';
		return { kind: 'rotatedBox', ...boxOf(json, where), theta: numberAt(json, 'theta', where) };
	},
	scaled: (coordinates, factors) => ({
		rotatableBoundingBox: scaledBox(coordinates.rotatableBoundingBox as EncordJson, factors),
	}),
};
