/**
 * Ultralytics, JSON of results: {name, class (number), confidence, box: {x1, y1, x2, y2}, segments?, keypoints?, track_id?}, in pixels
 * or, with normalize=True, in fractions under the same keys. Source: ultralytics, engine/results.py, summary().
 */
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { isMap } from '../parts/json';
import { hasMap } from '../parts/marks';

export const ultralytics: Format = {
	name: 'ultralytics',
	title: 'Ultralytics JSON',
	description: 'Name, class, confidence and box with x1, y1, x2, y2, in pixels or fractions',
	isChoice: true,
	recognizes: (data) =>
		hasMap(
			data,
			(map) =>
				typeof map.name === 'string' &&
				'confidence' in map &&
				((typeof map.class === 'number' && isMap(map.box) && 'x1' in map.box) || 'xywhr' in map),
		),
	read: (data, context) =>
		readEntries(
			data,
			{ pixelsOrFractions: true, order: 'xyxy', by: 'Ultralytics' },
			context,
			'scores',
		),
};
