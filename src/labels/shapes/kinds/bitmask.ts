/** Bitmasks: one value for each pixel of the whole frame. */
import type { EncordJson } from '../../../encord/wire/json';
import type { Mask } from '../../../geometry/mask';
import type { Size } from '../../../geometry/plane';
import type { CoordinateCheck } from '../parts/coordinateCheck';
import { decodeMask, type BitmaskJson } from '../parts/runLengths';
import type { FrameShape } from '../shape';
import { numberAt, UnreadableCoordinates } from '../parts/unreadableCoordinates';

export interface BitmaskCoordinates {
	bitmask: BitmaskJson;
}

export const bitmask: FrameShape<BitmaskCoordinates> = {
	placedOn: 'frames',
	key: 'bitmask',
	boundToFrameSize: true,
	read: readBitmask,
	geometry: (coordinates) => ({ kind: 'bitmask', mask: maskOf(coordinates.bitmask) }),
	// The coordinates of a bitmask are pixels, not fractions.
	scaled: () => undefined,
};

function readBitmask(
	{ bitmask: value }: EncordJson,
	check: CoordinateCheck,
	size: Size | undefined,
): EncordJson {
	const [width, height] = [check.number(value, 'width'), check.number(value, 'height')];
	const rleString = (value as EncordJson).rleString;
	if (typeof rleString !== 'string') return check.refuse('A bitmask needs its "rleString".');
	if (size !== undefined && (size.width !== width || size.height !== height)) {
		return check.refuse(
			`The bitmask is ${width} × ${height} pixels but the frame is ${size.width} × ${size.height}; ` +
				'a bitmask covers the whole frame.',
		);
	}
	try {
		decodeMask({ width, height, rleString });
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return check.refuse(`${error.message}.`);
	}
	return {
		bitmask: {
			top: check.number({ top: 0, ...(value as EncordJson) }, 'top'),
			left: check.number({ left: 0, ...(value as EncordJson) }, 'left'),
			height,
			width,
			rleString,
		},
	};
}

/** @throws UnreadableCoordinates, or RangeError for runs that do not fit the mask's size */
function maskOf(json: unknown): Mask {
	const [width, height] = [numberAt(json, 'width', 'bitmask'), numberAt(json, 'height', 'bitmask')];
	const { rleString } = json as EncordJson;
	if (typeof rleString !== 'string')
		throw new UnreadableCoordinates('The bitmask of a label has no "rleString".');
	return decodeMask({ width, height, rleString });
}
