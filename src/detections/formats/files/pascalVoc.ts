/**
 * Pascal VOC: one XML file for each picture, two corners in pixels. The development kit counts the first pixel as 1 and includes both
 * ends, most writers count from 0; the numbers are taken as they are, which is right within a pixel. Source: VOC2012 development kit.
 */
import { numberFrom } from '../../../encord/wire/numberFrom';
import { NotTaken, type Reading } from '../../found';
import type { Format } from '../format';
import { readEntry } from '../parts/entry';
import { isMap, mapsIn, type JsonMap } from '../parts/json';
import { hasKey } from '../parts/marks';

const CLAIM = { order: 'xyxy', unit: 'pixels', by: 'Pascal VOC' } as const;

export const pascalVoc: Format = {
	name: 'pascalVoc',
	title: 'Pascal VOC',
	description: 'The XML file, or its objects with bndbox in pixels',
	isChoice: true,
	recognizes: (data) => (isMap(data) && isMap(data.annotation)) || hasKey(data, 'bndbox'),
	read(data, context) {
		const given = isMap(data) ? data : onlyFile(data);
		const file =
			isMap(given) && isMap(given.annotation) ? withoutLists(given.annotation) : undefined;
		const objects = file === undefined ? entriesOf(given) : mapsIn(file.object ?? []);
		const seen = isMap(file?.size) && numberFrom(file.size.width) > 0 ? file.size : undefined;
		const reading: Reading = { detections: [], refused: [] };
		for (const [index, object] of objects.entries()) {
			try {
				if (isMap(object.robndbox))
					throw new NotTaken(
						'The object has a "robndbox", whose angle is not read. Give four corners.',
					);
				const detection = readEntry(wordsOf(object), index, CLAIM, context);
				if (seen !== undefined) detection.seen = { width: seen.width, height: seen.height };
				if (typeof file?.filename === 'string') detection.file = file.filename;
				reading.detections.push(detection);
			} catch (error) {
				if (!(error instanceof NotTaken)) throw error;
				reading.refused.push({ index, reason: error.message });
			}
		}
		return reading;
	},
};

/** @throws NotTaken for the files of several pictures */
function onlyFile(data: unknown): unknown {
	const files = mapsIn(data).filter((each) => isMap(each.annotation));
	if (files.length > 1)
		throw new NotTaken(`There are ${files.length} files. Give the one of this picture.`);
	return files.length === 1 ? files[0] : data;
}

/** Some parsers of XML put every element into a list. The objects are a list in any case. */
function withoutLists(map: JsonMap, depth = 0): JsonMap {
	return Object.fromEntries(
		Object.entries(map).map(([key, value]): [string, unknown] => {
			const list = Array.isArray(value) ? (value as unknown[]) : [value];
			const inner = list.map((each) =>
				isMap(each) && depth < 3 ? withoutLists(each, depth + 1) : each,
			);
			return [key, inner.length === 1 ? inner[0] : inner];
		}),
	);
}

function entriesOf(data: unknown): JsonMap[] {
	if (isMap(data) && !('bndbox' in data))
		return mapsIn(data.object ?? data.objects ?? data.detections);
	return mapsIn(data);
}

/** What VOC says about an object besides its name and place: "pose" and "part" have the words of other formats. */
function wordsOf(object: JsonMap): JsonMap {
	return Object.fromEntries(
		Object.entries(object).filter(([key]) => key !== 'pose' && key !== 'part'),
	);
}
