/** Bounding boxes turned about their center. */
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
	read(given, check) {
		const box = readBox(given.rotatableBoundingBox, check, ['theta']);
		// A turned box that sticks out stays whole, because cutting it would make it another shape.
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
	fromDetection: ({ box, theta }) => box && { rotatableBoundingBox: { ...box, theta } },
};
