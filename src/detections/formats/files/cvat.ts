/**
 * CVAT for images and for video: XML with shapes in pixels; the rotation of a box is in degrees, clockwise, about its center; points are
 * `x,y;x,y`. Source: docs.cvat.ai, XML annotation format.
 */
import {
	NotTaken,
	type Detection,
	type Keypoint,
	type Place,
	type Reading,
	type ReadingContext,
	type Seen,
} from '../../found';
import type { Format } from '../format';
import { fileName, isAbsent, isMap, mapsIn, type JsonMap, textOf } from '../parts/json';
import { numbersIn, pointsIn, shown } from '../parts/numbers';
import { isSameSize } from '../parts/said';

const CLAIM = { order: 'xyxy', unit: 'pixels', by: 'CVAT' } as const;
const SHAPES = [
	'box',
	'polygon',
	'polyline',
	'points',
	'ellipse',
	'mask',
	'cuboid',
	'skeleton',
] as const;

export const cvat: Format = {
	name: 'cvat',
	title: 'CVAT',
	description: 'The XML file of images or of a video, in pixels',
	isChoice: true,
	recognizes: (data) =>
		isFile(data) ||
		isShape(data) ||
		(Array.isArray(data) && data.length > 0 && data.every(isShape)),
	read(data, context) {
		const reading: Reading = { detections: [], refused: [] };
		const add = (shape: JsonMap, type: string, around: Partial<Detection>): void => {
			const index = reading.detections.length + reading.refused.length;
			try {
				reading.detections.push({ ...detection(shape, type, index), ...around });
			} catch (error) {
				if (!(error instanceof NotTaken)) throw error;
				reading.refused.push({ index, reason: error.message });
			}
		};
		if (!isFile(data)) {
			for (const shape of mapsIn(data))
				add(shape, typeof shape.points === 'string' ? 'any' : 'box', {});
			return reading;
		}
		const file = data.annotations as JsonMap;
		const images = mapsIn(file.image ?? []);
		const image = imageOf(images, context);
		reading.hasOthers = images.length > 1;
		if (image !== undefined)
			for (const type of SHAPES)
				for (const shape of mapsIn(image[type] ?? []))
					add(shape, type, { seen: { width: image.width, height: image.height } });
		const tracks = mapsIn(file.track ?? []);
		const seen = sizeOfVideo(file.meta, tracks);
		for (const [number, track] of tracks.entries())
			for (const type of SHAPES)
				for (const shape of mapsIn(track[type] ?? [])) {
					if (textOf(shape.outside) === '1') continue;
					add({ ...shape, label: track.label }, type, {
						frame: shape.frame,
						track: track.id ?? number,
						...(seen === undefined ? {} : { seen }),
					});
				}
		return reading;
	},
};

function isFile(data: unknown): data is JsonMap {
	return (
		isMap(data) &&
		isMap(data.annotations) &&
		('image' in data.annotations || 'track' in data.annotations)
	);
}

/** A single shape as the file has it. */
function isShape(data: unknown): boolean {
	return (
		isMap(data) &&
		'label' in data &&
		('xtl' in data || (typeof data.points === 'string' && data.points.includes(',')))
	);
}

function imageOf(images: readonly JsonMap[], { title }: ReadingContext): JsonMap | undefined {
	if (images.length === 0) return undefined;
	const named = images.filter(
		({ name }) =>
			title !== undefined && fileName(textOf(name)).toLowerCase() === fileName(title).toLowerCase(),
	);
	const [found, ...others] = title === undefined && images.length === 1 ? images : named;
	if (found !== undefined && others.length === 0) return found;
	throw new NotTaken(
		`The file has ${images.length} pictures, and not exactly one of them is called ${shown(title)}. Give the part of this picture only.`,
	);
}

/**
 * The size of the video whose pixels the tracks count. The file says it once for each of its tasks (`original_size`).
 * @throws NotTaken for tracks of several videos
 */
function sizeOfVideo(meta: unknown, tracks: readonly JsonMap[]): Seen | undefined {
	const tasks = new Set(tracks.flatMap(({ task_id: id }) => (isAbsent(id) ? [] : [textOf(id)])));
	if (tasks.size > 1)
		throw new NotTaken(
			`The tracks are of ${tasks.size} tasks (task_id ${[...tasks].slice(0, 3).join(', ')}). Give those of this video.`,
		);
	if (tracks.length === 0) return undefined;
	const [first, ...others] = sizesIn(meta);
	const other = others.find((each) => !isSameSize(each, first!));
	if (other !== undefined)
		throw new NotTaken(
			`The file has videos of the sizes ${shown(first)} and ${shown(other)}. Give the part of this one only.`,
		);
	return first;
}

function sizesIn(meta: unknown): Seen[] {
	if (Array.isArray(meta)) return meta.flatMap(sizesIn);
	if (!isMap(meta)) return [];
	const { original_size: size } = meta;
	if (isMap(size)) return [{ width: size.width, height: size.height }];
	return Object.values(meta).flatMap(sizesIn);
}

function detection(shape: JsonMap, type: string, index: number): Detection {
	const answers = mapsIn(shape.attribute ?? []).flatMap(({ name, '#text': text }) =>
		typeof name === 'string' && !isAbsent(text) ? [[name, text] as const] : [],
	);
	return {
		index,
		names: [shape.label],
		places: [placeOf(shape, type)],
		...(answers.length === 0 ? {} : { attributes: Object.fromEntries(answers) }),
	};
}

function placeOf(shape: JsonMap, type: string): Place {
	const angle = isAbsent(shape.rotation) ? 0 : numbersIn([shape.rotation], '"rotation"').values[0]!;
	if (type === 'box') {
		const { values } = numbersIn([shape.xtl, shape.ytl, shape.xbr, shape.ybr], 'The box');
		const numbers = values as unknown as readonly [number, number, number, number];
		return angle % 360 === 0
			? { kind: 'box', numbers, claim: CLAIM }
			: { kind: 'turned', numbers, theta: angle, about: 'center', claim: CLAIM };
	}
	if (angle % 360 !== 0)
		throw new NotTaken(`The ${type} has a rotation, which is read for boxes only.`);
	if (type === 'skeleton')
		return { kind: 'keypoints', points: mapsIn(shape.points ?? []).map(jointOf), claim: CLAIM };
	if (type === 'polygon' || type === 'polyline' || type === 'points' || type === 'any') {
		const { ring } = pointsIn(shape.points, '"points"');
		if (type === 'polygon') return { kind: 'outline', polygons: [[ring]], claim: CLAIM };
		return { kind: type === 'polyline' ? 'line' : 'points', ring, claim: CLAIM };
	}
	return { kind: 'unread', what: `CVAT ${type}`, claim: CLAIM };
}

function jointOf(joint: JsonMap): Keypoint {
	const name = textOf(joint.label);
	const { ring } = pointsIn(joint.points, '"points"');
	const [x = 0, y = 0] = ring;
	if (textOf(joint.outside) === '1') return { name, x, y, missing: true };
	return { name, x, y, visibility: textOf(joint.occluded) === '1' ? 'occluded' : 'visible' };
}
