/**
 * Supervisely: {size, objects: [{classTitle, geometryType, points: {exterior, interior}}]} in pixels; `interior` are holes. Source:
 * docs.supervisely.com, annotation JSON format.
 */
import { NotTaken, type Detection, type Place, type Reading } from '../../found';
import type { Format } from '../format';
import { isMap, mapsIn, type JsonMap } from '../parts/json';
import { hasMap } from '../parts/marks';
import { pointsIn, shown } from '../parts/numbers';

const CLAIM = { order: 'xyxy', unit: 'pixels', by: 'Supervisely' } as const;

export const supervisely: Format = {
	name: 'supervisely',
	title: 'Supervisely',
	description: 'Objects with classTitle, geometryType and points, in pixels',
	isChoice: true,
	recognizes: (data) => hasMap(data, (map) => 'classTitle' in map && 'geometryType' in map),
	read(data) {
		const size = isMap(data) && isMap(data.size) ? data.size : undefined;
		const objects = isMap(data) && 'objects' in data ? mapsIn(data.objects) : mapsIn(data);
		const reading: Reading = { detections: [], refused: [] };
		for (const [index, object] of objects.entries()) {
			try {
				const detection: Detection = {
					index,
					names: [object.classTitle],
					places: [placeOf(object)],
				};
				if (size !== undefined) detection.seen = { width: size.width, height: size.height };
				reading.detections.push(detection);
			} catch (error) {
				if (!(error instanceof NotTaken)) throw error;
				reading.refused.push({ index, reason: error.message });
			}
		}
		return reading;
	},
};

function placeOf({ geometryType: type, points }: JsonMap): Place {
	const { exterior, interior } = isMap(points) ? points : ({} as JsonMap);
	if (type !== 'polygon' && type !== 'rectangle' && type !== 'line' && type !== 'point')
		return { kind: 'unread', what: `Supervisely geometry ${shown(type)}`, claim: CLAIM };
	const { ring } = pointsIn(exterior, '"exterior"');
	if (type === 'point') return { kind: 'points', ring, claim: CLAIM };
	if (type === 'line') return { kind: 'line', ring, claim: CLAIM };
	if (type === 'rectangle') {
		const [ax, ay, bx, by] = ring;
		if (ring.length !== 4)
			throw new NotTaken(`A rectangle has ${ring.length / 2} points; expected two corners.`);
		return {
			kind: 'box',
			numbers: [Math.min(ax!, bx!), Math.min(ay!, by!), Math.max(ax!, bx!), Math.max(ay!, by!)],
			claim: CLAIM,
		};
	}
	const holes = (Array.isArray(interior) ? (interior as unknown[]) : []).map(
		(hole) => pointsIn(hole, '"interior"').ring,
	);
	return { kind: 'outline', polygons: [[ring, ...holes]], claim: CLAIM };
}
