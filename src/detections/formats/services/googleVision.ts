/**
 * Google Cloud Vision, object localization: corners as fractions under boundingPoly.normalizedVertices; a coordinate that is 0 is left
 * out (proto3 JSON). Source: cloud.google.com/vision/docs/object-localizer.
 */
import { NotTaken, type Detection, type Place, type Reading } from '../../found';
import type { Format } from '../format';
import { isMap, mapsIn, type JsonMap, textOf } from '../parts/json';
import { hasMap } from '../parts/marks';
import { numbersIn } from '../parts/numbers';

const OBJECTS = 'localizedObjectAnnotations';

export const googleVision: Format = {
	name: 'googleVision',
	title: 'Google Vision',
	description: 'LocalizedObjectAnnotations: corners as fractions',
	isChoice: true,
	recognizes: (data) => hasMap(data, (map) => isMap(map.boundingPoly) || OBJECTS in map),
	read(data) {
		const reading: Reading = { detections: [], refused: [] };
		for (const [index, entry] of annotations(data).entries()) {
			try {
				reading.detections.push(annotation(entry, index));
			} catch (error) {
				if (!(error instanceof NotTaken)) throw error;
				reading.refused.push({ index, reason: error.message });
			}
		}
		return reading;
	},
};

/** @throws NotTaken for errors, and for the responses of several pictures */
function annotations(data: unknown): JsonMap[] {
	if (Array.isArray(data) && data.length > 0 && mapsIn(data).every((each) => OBJECTS in each))
		return annotations({ responses: data });
	if (Array.isArray(data)) return mapsIn(data);
	if (!isMap(data)) throw new NotTaken('There are no localizedObjectAnnotations.');
	if (Array.isArray(data.responses)) {
		if (data.responses.length !== 1)
			throw new NotTaken(
				`There are ${data.responses.length} responses, one for each picture. Give the one of this picture.`,
			);
		return annotations((data.responses as unknown[])[0]);
	}
	if (isMap(data.error))
		throw new NotTaken(`Google Vision answered an error: ${textOf(data.error.message)}`);
	if ('boundingPoly' in data) return [data];
	const other = Object.keys(data).find(
		(key) => /Annotations?$/.test(key) && key !== OBJECTS && mapsIn(data[key]).length > 0,
	);
	if (data[OBJECTS] === undefined && other !== undefined)
		throw new NotTaken(`Google Vision answered ${other}; only ${OBJECTS} are objects with places.`);
	return mapsIn(data[OBJECTS] ?? []);
}

function annotation(entry: JsonMap, index: number): Detection {
	const poly = isMap(entry.boundingPoly) ? entry.boundingPoly : {};
	const corners = mapsIn(poly.normalizedVertices ?? []);
	if (corners.length === 0)
		throw new NotTaken(
			'The annotation has no "normalizedVertices"; other corners are of texts and faces.',
		);
	const { values: ring } = numbersIn(
		corners.flatMap(({ x = 0, y = 0 }) => [x, y]),
		'"normalizedVertices"',
	);
	const claim = { order: 'xyxy', unit: 'fractions', named: true, by: 'Google Vision' } as const;
	const place: Place =
		ring.length === 8
			? { kind: 'corners', ring, claim }
			: { kind: 'outline', polygons: [[ring]], claim };
	return { index, names: [entry.name], confidence: entry.score, places: [place] };
}
