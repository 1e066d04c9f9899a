/** Bounding boxes. */
import type { EncordJson } from '../../../encord/wire/json';
import type { Box } from '../../../geometry/box';
import { boxOf, boxOnImage, readBox, scaledBox } from '../parts/boxCoordinates';
import type { FrameShape } from '../shape';

export interface BoundingBoxCoordinates {
	boundingBox: Box;
}

export const boundingBox: FrameShape<BoundingBoxCoordinates> = {
	placedOn: 'frames',
	key: 'boundingBox',
	boundToFrameSize: false,
	read: (coordinates, check) => ({
		boundingBox: boxOnImage(readBox(coordinates.boundingBox, check, []), check),
	}),
	geometry: (coordinates) => ({ kind: 'box', ...boxOf(coordinates.boundingBox, 'bounding box') }),
	scaled: (coordinates, factors) => ({
		boundingBox: scaledBox(coordinates.boundingBox as EncordJson, factors),
	}),
};
