/**
 * Azure: Computer Vision 3.2 (`objects[].rectangle {x, y, w, h}`), Image Analysis 4.0 (`objectsResult.values[].boundingBox {x, y, w, h}`
 * with `tags`), both corner and size in pixels; Custom Vision (`tagName`, `boundingBox {left, top, width, height}`) in fractions.
 * Sources: Microsoft, reference of these services.
 */
import { NotTaken, type Detection, type Reading } from '../../found';
import type { Format } from '../format';
import { boxIn } from '../parts/boxes';
import { isMap, mapsIn, type JsonMap } from '../parts/json';
import { hasMap } from '../parts/marks';

const PIXELS = { order: 'xywh', unit: 'pixels', by: 'Azure' } as const;
const FRACTIONS = { order: 'xywh', unit: 'fractions', by: 'Azure Custom Vision' } as const;

export const azure: Format = {
	name: 'azure',
	title: 'Azure Vision',
	description: 'Objects with a rectangle in pixels; Custom Vision with fractions',
	isChoice: true,
	recognizes: (data) =>
		hasMap(
			data,
			(map) =>
				(isMap(map.rectangle) && 'object' in map) ||
				(isMap(map.boundingBox) && (Array.isArray(map.tags) || 'tagName' in map)),
		),
	read(data) {
		const reading: Reading = { detections: [], refused: [] };
		const seen = isMap(data) && isMap(data.metadata) ? { seen: data.metadata } : {};
		for (const [index, entry] of entries(data).entries()) {
			try {
				reading.detections.push({ ...detection(entry, index), ...seen });
			} catch (error) {
				if (!(error instanceof NotTaken)) throw error;
				reading.refused.push({ index, reason: error.message });
			}
		}
		return reading;
	},
};

function entries(data: unknown): JsonMap[] {
	if (!isMap(data)) return mapsIn(data);
	const values = isMap(data.objectsResult) ? data.objectsResult.values : undefined;
	const found = values ?? data.objects ?? data.predictions;
	return mapsIn(found ?? data);
}

function detection(entry: JsonMap, index: number): Detection {
	if (isMap(entry.rectangle)) {
		const { place } = boxIn(entry.rectangle, PIXELS, '"rectangle"');
		return { index, names: [entry.object], confidence: entry.confidence, places: [place] };
	}
	const isCustom = 'tagName' in entry;
	const { place } = boxIn(entry.boundingBox, isCustom ? FRACTIONS : PIXELS, '"boundingBox"');
	if (isCustom)
		return { index, names: [entry.tagName], confidence: entry.probability, places: [place] };
	const [tag, ...others] = mapsIn(entry.tags);
	if (tag === undefined || others.length > 0)
		throw new NotTaken(`The object has ${others.length + (tag ? 1 : 0)} tags; expected one.`);
	return { index, names: [tag.name], confidence: tag.confidence, places: [place] };
}
