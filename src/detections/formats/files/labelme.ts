/**
 * labelme: {imageWidth, imageHeight, shapes: [{label, points, shape_type}]} in pixels; a rectangle has two corners in any order, a
 * circle its center and a point of its edge. Source: wkentaro/labelme, examples and label_file.py.
 */
import { NotTaken, type Detection, type Place, type Reading } from '../../found';
import type { Format } from '../format';
import { isAbsent, isListWith, isMap, mapsIn, type JsonMap, textOf } from '../parts/json';
import { pointsIn, shown } from '../parts/numbers';

const CLAIM = { order: 'xyxy', unit: 'pixels', by: 'labelme' } as const;

export const labelme: Format = {
	name: 'labelme',
	title: 'Labelme',
	description: 'The JSON file: shapes with points in pixels',
	isChoice: true,
	recognizes: (data) =>
		(isMap(data) &&
			Array.isArray(data.shapes) &&
			('imagePath' in data || isListWith(data.shapes, 'points'))) ||
		isListWith(data, 'shape_type', 'points'),
	read(data) {
		const file = isMap(data) ? data : {};
		const shapes = mapsIn(file.shapes ?? data);
		const seen =
			isAbsent(file.imageWidth) && isAbsent(file.imageHeight)
				? undefined
				: { width: file.imageWidth, height: file.imageHeight };
		const groups = new Map<unknown, number>();
		for (const { group_id: group } of shapes)
			if (!isAbsent(group)) groups.set(group, (groups.get(group) ?? 0) + 1);
		const reading: Reading = { detections: [], refused: [] };
		for (const [index, shape] of shapes.entries()) {
			try {
				if ((groups.get(shape.group_id) ?? 0) > 1)
					throw new NotTaken(
						`The shape shares its group ${shown(shape.group_id)} with others: whether they are parts of one object is a guess.`,
					);
				reading.detections.push({
					...detection(shape, index),
					...(seen === undefined ? {} : { seen }),
					...(typeof file.imagePath === 'string' ? { file: file.imagePath } : {}),
				});
			} catch (error) {
				if (!(error instanceof NotTaken)) throw error;
				reading.refused.push({ index, reason: error.message });
			}
		}
		return reading;
	},
};

function detection(shape: JsonMap, index: number): Detection {
	const { ring } = pointsIn(shape.points, '"points"');
	const score = isAbsent(shape.score) ? {} : { confidence: shape.score };
	return { index, names: [shape.label], places: [placeOf(shape.shape_type, ring)], ...score };
}

function placeOf(type: unknown, ring: number[]): Place {
	const count = ring.length / 2;
	const wrong = (): never => {
		throw new NotTaken(`A ${textOf(type)} has ${count} points.`);
	};
	switch (type) {
		case 'rectangle': {
			if (count === 4) return { kind: 'corners', ring, claim: CLAIM };
			if (count !== 2) return wrong();
			const [ax, ay, bx, by] = ring as [number, number, number, number];
			const numbers = [
				Math.min(ax, bx),
				Math.min(ay, by),
				Math.max(ax, bx),
				Math.max(ay, by),
			] as const;
			return { kind: 'box', numbers, claim: CLAIM };
		}
		// As X-AnyLabeling writes turned boxes in files of this format.
		case 'rotation':
			return count === 4 ? { kind: 'corners', ring, claim: CLAIM } : wrong();
		case 'polygon':
			return { kind: 'outline', polygons: [[ring]], claim: CLAIM };
		case 'line':
		case 'linestrip':
			return { kind: 'line', ring, claim: CLAIM };
		case 'point':
			return { kind: 'points', ring, claim: CLAIM };
		case 'circle': {
			if (count !== 2) return wrong();
			const [x, y, ex, ey] = ring as [number, number, number, number];
			return { kind: 'circle', center: [x, y], edge: [ex, ey], claim: CLAIM };
		}
		default:
			return { kind: 'unread', what: `labelme shape "${textOf(type)}"`, claim: CLAIM };
	}
}
