/**
 * Molmo: points as tags in text, `<point x="12.5" y="40" alt="Cat">Cat</point>` and `<points x1="" y1="" x2="" y2="">`, in percent of
 * the picture. Source: allenai/Molmo-7B-D-0924, model card and discussions.
 */
import { NotTaken, type Detection } from '../../found';
import type { Format } from '../format';
import { refuseDoubt } from '../parts/doubt';

const TAG = /<(points?)\b([^<>]*)>([^<>]*)<\/\1\s*>/g;
const ATTRIBUTE = /([a-z_]+?)(\d*)\s*=\s*"([^"]*)"/g;

export const molmo: Format = {
	name: 'molmo',
	title: 'Molmo',
	description: 'Points as tags in text, in percent of the picture',
	isChoice: true,
	recognizes: (data) => typeof data === 'string' && /<points?\s+[xy]1?\s*=/.test(data),
	read(data) {
		if (typeof data !== 'string') throw new NotTaken('Molmo answers text with <point> tags.');
		const detections: Detection[] = [];
		for (const [, , attributes, content] of data.matchAll(TAG)) {
			const [points, alt] = pointsOf(attributes!);
			const name = content!.trim() === '' ? (alt ?? '') : content!.trim();
			if (alt !== undefined && alt.trim() !== '' && alt.trim() !== name)
				throw new NotTaken(`A point is called "${name}" and "${alt}".`);
			for (const [x, y] of points)
				detections.push({
					index: detections.length,
					names: name === '' ? [] : [name],
					places: [
						{
							kind: 'points',
							ring: [x, y],
							claim: { order: 'xyxy', unit: 'percent', named: true, by: 'Molmo' },
						},
					],
				});
		}
		const around = data.replaceAll(TAG, ' ');
		if (/<\/?points?\b/.test(around))
			throw new NotTaken('A <point> tag is not closed: the text may be cut off.');
		refuseDoubt(around);
		return { detections, refused: [] };
	},
};

/** The points of a tag and its name. @throws NotTaken when an x has no y */
function pointsOf(text: string): [points: Array<[number, number]>, alt: string | undefined] {
	const found = new Map<string, string>();
	for (const [, name, number, value] of text.matchAll(ATTRIBUTE)) {
		const key = `${name}${number}`;
		if (found.has(key)) throw new NotTaken(`A <point> tag has "${key}" twice.`);
		found.set(key, value!);
	}
	if (found.has('coords'))
		throw new NotTaken(
			'Points under "coords" are of a newer Molmo, whose scale is not known here.',
		);
	const numbers = [...found.keys()]
		.filter((key) => /^[xy]\d*$/.test(key))
		.map((key) => key.slice(1));
	const points = [...new Set(numbers)].map((number): [number, number] => {
		const point = ['x', 'y'].map((axis) => {
			const value = found.get(axis + number);
			return value === undefined || value.trim() === '' ? Number.NaN : Number(value);
		});
		if (!point.every((value) => value >= 0 && value <= 100))
			throw new NotTaken(`A <point> tag has no x${number} and y${number} from 0 to 100.`);
		return [point[0]!, point[1]!];
	});
	if (points.length === 0) throw new NotTaken('A <point> tag has no x and y.');
	return [points, found.get('alt')];
}
