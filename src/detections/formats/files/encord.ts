/** Coordinates as Encord stores them (protocol §8.2), in fractions of the picture, with a class beside them. */
import { NotTaken, type Reading } from '../../found';
import { FRAME_SHAPES } from '../../../labels/shapes/registry';
import type { Format } from '../format';
import { holdAround } from '../parts/around';
import { entriesIn } from '../parts/entries';
import { readEntry } from '../parts/entry';
import { isMap, type JsonMap } from '../parts/json';
import { hasMap } from '../parts/marks';
import { shown } from '../parts/numbers';

const CLAIM = { unit: 'fractions', by: 'Encord' } as const;
const KEYS = FRAME_SHAPES.flatMap(({ key, fullKey }) =>
	fullKey === undefined ? [key] : [key, fullKey],
);

export const encord: Format = {
	name: 'encord',
	title: 'Encord',
	description: 'Coordinates as Encord stores them, fractions of the picture',
	isChoice: true,
	recognizes: (data) =>
		hasMap(data, (map) => isMap(map.coordinates) && hasCoordinates(map.coordinates)),
	read(data, context) {
		const reading: Reading = { detections: [], refused: [] };
		for (const { index, entry, ...around } of entriesIn(data, context)) {
			try {
				if (!isMap(entry))
					throw new NotTaken(`The detection is ${shown(entry)}; expected a class and coordinates.`);
				const coordinates = isMap(entry.coordinates) ? entry.coordinates : entry;
				if (!hasCoordinates(coordinates))
					throw new NotTaken(
						`The detection has no coordinates; expected one of ${KEYS.join(', ')}.`,
					);
				const rest = Object.fromEntries(
					Object.entries(entry).filter(([key]) => !KEYS.includes(key)),
				);
				const detection = readEntry(rest, index, CLAIM, context);
				holdAround(detection, around);
				detection.places = [
					{ kind: 'encord', coordinates: onlyCoordinates(coordinates), claim: CLAIM },
				];
				reading.detections.push(detection);
			} catch (error) {
				if (!(error instanceof NotTaken)) throw error;
				reading.refused.push({ index, reason: error.message });
			}
		}
		return reading;
	},
};

function hasCoordinates(map: JsonMap): boolean {
	return KEYS.some((key) => map[key] !== undefined && map[key] !== null);
}

function onlyCoordinates(map: JsonMap): { [key: string]: unknown } {
	return Object.fromEntries(
		KEYS.filter((key) => map[key] !== undefined).map((key) => [key, map[key]]),
	);
}
