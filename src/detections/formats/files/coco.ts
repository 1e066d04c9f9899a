/**
 * COCO: whole files {images, categories, annotations}, and lists of results. Boxes are corner and size in pixels; a segmentation is a
 * list of flat rings, one for each part, or run lengths; keypoints are x, y, v. Source: cocodataset.org, data format and results format.
 */
import { NotTaken, type Place, type Reading, type ReadingContext } from '../../found';
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { fileName, isMap, mapsIn, type JsonMap, textOf } from '../parts/json';
import { hasMap } from '../parts/marks';
import { shown } from '../parts/numbers';

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
	const annotations = mapsIn(file.annotations);
	const { image, own } = ofPicture(file, annotations, context);
	const categories = mapsIn(file.categories ?? []);
	const names = tableOf(categories);
	const joints = new Map(categories.map(({ id, keypoints }) => [textOf(id), keypoints]));
	const withJoints = own.map((annotation) => ({
		// The file says which point is which, in an order that need not be that of the skeleton.
		keypoint_names: joints.get(textOf(annotation.category_id)),
		...annotation,
	}));
	const reading = readEntries(withJoints, CLAIM, context, 'flags');
	reading.hasOthers = own.length < annotations.length;
	for (const detection of reading.detections) {
		detection.idsFromOne = true;
		if (image !== undefined) detection.seen = { width: image.width, height: image.height };
		const name = names.get(textOf(detection.classNumber));
		if (name !== undefined) detection.tableName = name;
		const joints = jointsOf(mapsIn(file.categories ?? []), detection.classNumber);
		if (joints !== undefined)
			detection.places = detection.places.map((place) => named(place, joints));
	}
	return reading;
}

/**
 * The annotations of this file. In data sets of videos, the pictures of a video name it and the number of their frame
 * (`video_id`, `frame_id`, from 0).
 * @throws NotTaken when the file has none of this name, or several may be meant
 */
function ofPicture(
	file: JsonMap,
	annotations: readonly JsonMap[],
	context: ReadingContext,
): { image: JsonMap | undefined; own: JsonMap[] } {
	const images = mapsIn(file.images ?? []);
	const [video, ...others] = mapsIn(file.videos ?? []).filter(
		({ name }) => typeof name === 'string' && isCalled(name, context.title),
	);
	if (video === undefined) {
		const image = imageOf(images, annotations, context);
		const own = annotations.filter(
			({ image_id: id }) => image === undefined || textOf(id) === textOf(image.id),
		);
		return { image, own };
	}
	if (others.length > 0)
		throw new NotTaken(
			`The file has ${others.length + 1} videos called ${shown(context.title)}. Give the annotations of this one only.`,
		);
	const frames = new Map(
		images
			.filter(({ video_id: id }) => textOf(id) === textOf(video.id))
			.map((image) => [textOf(image.id), image.frame_id]),
	);
	const own = annotations
		.filter(({ image_id: id }) => frames.has(textOf(id)))
		.map((annotation) => ({ frame: frames.get(textOf(annotation.image_id)), ...annotation }));
	return { image: video, own };
}

const isCalled = (name: string, title: string | undefined): boolean =>
	title !== undefined && fileName(name).toLowerCase() === fileName(title).toLowerCase();

/** The picture of the file that is this one. @throws NotTaken when none is, or several may be */
function imageOf(
	images: readonly JsonMap[],
	annotations: readonly JsonMap[],
	{ title }: ReadingContext,
): JsonMap | undefined {
	const ids = new Set(annotations.map(({ image_id: id }) => textOf(id)));
	if (images.length === 0) {
		if (ids.size > 1)
			throw new NotTaken(
				`The file has annotations of ${ids.size} pictures and no list of pictures.`,
			);
		return undefined;
	}
	const named = images.filter(
		({ file_name: name }) => typeof name === 'string' && isCalled(name, title),
	);
	const [found, ...others] = title === undefined && images.length === 1 ? images : named;
	if (found !== undefined && others.length === 0) return found;
	const names = images.slice(0, 5).map(({ file_name: name }) => shown(name));
	throw new NotTaken(
		`The file has ${images.length} pictures (${names.join(', ')}), and ${others.length > 0 ? 'several of them are' : 'none of them is'} called ${shown(title)}. Give the annotations of this picture only.`,
	);
}

/** The names of the keypoints of a category, in the order in which its annotations have them. */
function jointsOf(categories: readonly JsonMap[], id: unknown): unknown[] | undefined {
	const category = categories.find((each) => textOf(each.id) === textOf(id));
	return Array.isArray(category?.keypoints) && category.keypoints.length > 0
		? (category.keypoints as unknown[])
		: undefined;
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

/** Category id → name. @throws NotTaken when an id has two names */
function tableOf(categories: readonly JsonMap[]): Map<string, string> {
	const names = new Map<string, string>();
	for (const { id, name } of categories) {
		if (typeof name !== 'string') continue;
		const known = names.get(textOf(id));
		if (known !== undefined && known !== name)
			throw new NotTaken(`The category ${textOf(id)} is called "${known}" and "${name}".`);
		names.set(textOf(id), name);
	}
	return names;
}
