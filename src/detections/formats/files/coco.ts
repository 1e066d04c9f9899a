/**
 * COCO: whole files {images, categories, annotations}, and lists of results. Boxes are corner and size in pixels; a segmentation is a
 * list of flat rings, one for each part, or run lengths; keypoints are x, y, v. Source: cocodataset.org, data format and results format.
 */
import {
	NotTaken,
	type Detection,
	type Place,
	type Reading,
	type ReadingContext,
} from '../../found';
import type { Format } from '../format';
import { holdAround } from '../parts/around';
import { readEntries } from '../parts/entries';
import { readEntry } from '../parts/entry';
import { isMap, mapsIn, type JsonMap, textOf } from '../parts/json';
import { hasMap } from '../parts/marks';
import { shown } from '../parts/numbers';
import { annotationsOf, type OwnAnnotation } from './cocoPictures';

const CLAIM = { order: 'xywh', unit: 'pixels', by: 'COCO' } as const;

export const coco: Format = {
	name: 'coco',
	title: 'COCO',
	description:
		'A file of one picture or of several, or results: bbox, segmentation and keypoints in pixels',
	isChoice: true,
	recognizes: (data) =>
		isFile(data) || hasMap(data, (map) => 'image_id' in map && 'category_id' in map),
	read: (data, context) => (isFile(data) ? readFile(data, context) : readResults(data, context)),
};

function isFile(data: unknown): data is JsonMap {
	return (
		isMap(data) &&
		Array.isArray(data.annotations) &&
		(Array.isArray(data.images) || Array.isArray(data.categories))
	);
}

function readResults(data: unknown, context: ReadingContext): Reading {
	const images = new Set<string>();
	hasMap(data, (map) => {
		if (map.image_id !== undefined) images.add(textOf(map.image_id));
		return false;
	});
	for (const entry of mapsIn(data))
		if (entry.image_id !== undefined) images.add(textOf(entry.image_id));
	if (images.size > 1)
		throw new NotTaken(
			`The results are of ${images.size} pictures (image_id ${[...images].slice(0, 3).join(', ')}). Give those of this one.`,
		);
	const reading = readEntries(data, CLAIM, context, 'flags');
	for (const detection of reading.detections) detection.idsFromOne = true;
	return reading;
}

function readFile(file: JsonMap, context: ReadingContext): Reading {
	const { own, refused, hasOthers } = annotationsOf(file, context);
	const categories = categoriesOf(file);
	const reading: Reading = { detections: [], refused, hasOthers };
	for (const annotation of own) {
		try {
			reading.detections.push(detectionOf(annotation, categories, context));
		} catch (error) {
			if (!(error instanceof NotTaken)) throw error;
			refused.push({ index: annotation.index, reason: error.message });
		}
	}
	return reading;
}

/** @throws NotTaken when the annotation cannot be read, or says another frame or size than its picture */
function detectionOf(
	{ index, entry, frame, seen }: OwnAnnotation,
	categories: ReadonlyMap<string, JsonMap>,
	context: ReadingContext,
): Detection {
	// The file says which point is which, in an order that need not be that of the skeleton.
	const keypointNames = categories.get(textOf(entry.category_id))?.keypoints;
	const withNames = { keypoint_names: keypointNames, ...entry };
	const detection = readEntry(withNames, index, CLAIM, context, 'flags');
	holdAround(detection, { frame, seen });
	detection.idsFromOne = true;
	const { name, keypoints } = categories.get(textOf(detection.classNumber)) ?? {};
	if (typeof name === 'string') detection.tableName = name;
	if (Array.isArray(keypoints) && keypoints.length > 0)
		detection.places = detection.places.map((place) => named(place, keypoints as unknown[]));
	return detection;
}

/** Keypoints with their names. Where the table has another number of names, they stay unread. */
function named(place: Place, joints: readonly unknown[]): Place {
	if (place.kind !== 'keypoints') return place;
	if (place.points.length !== joints.length)
		return {
			kind: 'unread',
			what: `list of ${place.points.length} keypoints, of which the file names ${joints.length}`,
			claim: place.claim,
		};
	return {
		...place,
		points: place.points.map((point, at) => ({ ...point, name: textOf(joints[at]) })),
	};
}

/** By ID. @throws NotTaken when an ID has two names */
function categoriesOf(file: JsonMap): Map<string, JsonMap> {
	const categories = new Map<string, JsonMap>();
	for (const category of mapsIn(file.categories ?? [])) {
		const id = textOf(category.id);
		const known = categories.get(id);
		if (known === undefined) categories.set(id, category);
		else if (known.name !== category.name)
			throw new NotTaken(
				`The category ${id} is called ${shown(known.name)} and ${shown(category.name)}.`,
			);
	}
	return categories;
}
