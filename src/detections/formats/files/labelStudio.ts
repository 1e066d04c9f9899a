/**
 * Label Studio: results {type, value, original_width, original_height} in percent of the picture. A box is turned about its top left
 * corner, clockwise. Sources: labelstud.io, export formats; label-studio-sdk, converter/utils.py.
 */
import { numberFrom } from '../../../encord/wire/numberFrom';
import { NotTaken, type Detection, type Place, type Reading } from '../../found';
import type { Format } from '../format';
import { isAbsent, isMap, mapsIn, type JsonMap, textOf } from '../parts/json';
import { hasMap } from '../parts/marks';
import { numbersIn, pointsIn, shown } from '../parts/numbers';
import { pictureSaid } from '../parts/said';

const CLAIM = { order: 'xywh', unit: 'percent', by: 'Label Studio' } as const;

export const labelStudio: Format = {
	name: 'labelStudio',
	title: 'Label Studio',
	description: 'A task or its results, in percent of the picture',
	isChoice: true,
	recognizes: (data) =>
		hasMap(
			data,
			(map) =>
				('original_width' in map && ('value' in map || labelKeys(map).length > 0)) ||
				('was_cancelled' in map && 'result' in map),
		),
	read(data) {
		const reading: Reading = { detections: [], refused: [] };
		const all = resultsIn(data);
		const file = fileOf(data);
		const regions = all.filter((region) => !isLabelOnly(region, all));
		refuseSeveral(regions);
		for (const [index, region] of regions.entries()) {
			try {
				reading.detections.push({
					...detection(region, index, all),
					...(file === undefined ? {} : { file }),
				});
			} catch (error) {
				if (!(error instanceof NotTaken)) throw error;
				reading.refused.push({ index, reason: error.message });
			}
		}
		return reading;
	},
};

/** The results of the only annotation of the only task. @throws NotTaken when there are several */
function resultsIn(data: unknown): JsonMap[] {
	const list = mapsIn(data);
	const tasks = list.filter(
		(each) => Array.isArray(each.annotations) || Array.isArray(each.predictions),
	);
	if (tasks.length > 1)
		throw new NotTaken(
			`There are ${tasks.length} tasks, one for each picture. Give the one of this picture.`,
		);
	const [task] = tasks;
	if (task === undefined) {
		const withResult = list.filter((each) => Array.isArray(each.result));
		return withResult.length === 0 ? list.flatMap(minified) : onlyResult(withResult);
	}
	const done = mapsIn(task.annotations ?? []).filter((each) => each.was_cancelled !== true);
	return onlyResult(done.length > 0 ? done : mapsIn(task.predictions ?? []));
}

/**
 * A task may show several pictures: each has a name of its own (`to_name`), or a number in a list (`item_index`).
 * @throws NotTaken for regions on several of them
 */
function refuseSeveral(regions: readonly JsonMap[]): void {
	for (const key of ['to_name', 'item_index'] as const) {
		const placed = regions.filter((region) => !isAbsent(region.original_width));
		const pictures = new Set(
			placed.map((region) => (isAbsent(region[key]) ? 'none' : textOf(region[key]))),
		);
		if (pictures.size > 1)
			throw new NotTaken(
				`The regions are of ${pictures.size} pictures of the task (${key} ${[...pictures].slice(0, 3).join(', ')}). Give those of this one.`,
			);
	}
}

/** The file of the picture of the only task. */
function fileOf(data: unknown): string | undefined {
	const [task, ...others] = mapsIn(data);
	if (others.length > 0 || !isMap(task?.data)) return undefined;
	return pictureSaid(task.data, true).file;
}

function onlyResult(annotations: readonly JsonMap[]): JsonMap[] {
	if (annotations.length > 1)
		throw new NotTaken(
			`The task has ${annotations.length} annotations. Give the one that is meant.`,
		);
	return mapsIn(annotations[0]?.result ?? []);
}

/** The small export has the value beside the size, in a list under the name of the tag. */
function minified(entry: JsonMap): JsonMap[] {
	if ('value' in entry || labelKeys(entry).length > 0) return [entry];
	const lists = Object.values(entry).filter((each) =>
		mapsIn(each).some((one) => 'original_width' in one),
	);
	return lists.length === 1 ? mapsIn(lists[0]) : [entry];
}

const valueOf = (region: JsonMap): JsonMap => (isMap(region.value) ? region.value : region);
const labelKeys = (value: JsonMap): string[] =>
	Object.keys(value).filter((key) => key.endsWith('labels'));

/** Whether a result only names the class of another with the same id. */
function isLabelOnly(region: JsonMap, all: readonly JsonMap[]): boolean {
	const value = valueOf(region);
	return (
		region.type === 'labels' &&
		all.some(
			(other) =>
				other !== region && other.id === region.id && !('x' in value && other.type === 'labels'),
		)
	);
}

function detection(region: JsonMap, index: number, all: readonly JsonMap[]): Detection {
	if (!isAbsent(region.image_rotation) && numberFrom(region.image_rotation) !== 0)
		throw new NotTaken(
			`The picture was turned by ${shown(region.image_rotation)} degrees in Label Studio.`,
		);
	const names = [
		region,
		...all.filter((other) => other !== region && !isAbsent(region.id) && other.id === region.id),
	]
		.map(valueOf)
		.flatMap((value) => labelKeys(value).map((key) => value[key]));
	const score = region.score ?? valueOf(region).score;
	return {
		index,
		names,
		places: [placeOf(region)],
		...(isAbsent(score) ? {} : { confidence: score }),
		seen: { width: region.original_width, height: region.original_height },
	};
}

function placeOf(region: JsonMap): Place {
	const value = valueOf(region);
	const type = textOf(region.type ?? labelKeys(value)[0] ?? '').replace(/labels$/, '');
	if (type === 'polygon' || type === 'vector' || type === 'polyline') {
		const { ring } = pointsIn(value.points, '"points"');
		return type === 'polygon' && value.closed !== false
			? { kind: 'outline', polygons: [[ring]], claim: CLAIM }
			: { kind: 'line', ring, claim: CLAIM };
	}
	if (type === 'keypoint') {
		const { values: ring } = numbersIn([value.x, value.y], 'The keypoint');
		return { kind: 'points', ring, claim: CLAIM };
	}
	if (type !== 'rectangle' && !(type === '' && 'width' in value))
		return { kind: 'unread', what: `Label Studio region "${type || shown(region)}"`, claim: CLAIM };
	const { values } = numbersIn([value.x, value.y, value.width, value.height], 'The rectangle');
	const numbers = values as unknown as readonly [number, number, number, number];
	const [theta = 0] = numbersIn([value.rotation ?? 0], '"rotation"').values;
	return theta % 360 === 0
		? { kind: 'box', numbers, claim: CLAIM }
		: { kind: 'turned', numbers, theta, about: 'corner', claim: CLAIM };
}
