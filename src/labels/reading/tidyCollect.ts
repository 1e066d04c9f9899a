/** Gathers what a row says about each label, for reading it as a whole. */
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import { type FrameRange, intersectRanges, mergeRanges } from '../row/frames';
import { spaceOf, type Space } from '../row/space';
import { answerRanges } from '../row/answerEntry';
import { frameLabels, framesWithEntry, labelList } from '../row/frameLabels';
import { LABEL_KEYS, type LabelJson, type LabelType } from '../row/labelType';

/** A label with its entries on frames; none for what stands in its answer entry alone. */
export interface Collected {
	type: LabelType;
	hash: string;
	space: Space;
	labels: Array<{ frame: number; label: LabelJson }>;
}

/** Labels of a space on its frames, restricted to the wanted ones. */
export function collect(
	row: LabelRowJson,
	space: Space,
	onFrames: FrameRange[] | undefined,
): Collected[] {
	const found = new Map<string, Collected>();
	const wanted = onFrames === undefined ? undefined : mergeRanges(onFrames);
	for (const frame of framesWithEntry(row, space)) {
		if (wanted !== undefined && !wanted.some(([start, end]) => frame >= start && frame <= end))
			continue;
		for (const type of ['object', 'classification'] as const) {
			for (const label of labelList(frameLabels(row, space, frame), type)) {
				const hash = String(label[LABEL_KEYS[type].hash]);
				const known = found.get(`${type} ${hash}`);
				if (known !== undefined) known.labels.push({ frame, label });
				else found.set(`${type} ${hash}`, { type, hash, space, labels: [{ frame, label }] });
			}
		}
	}
	if (space.kind !== 'frames' && space.kind !== 'none')
		for (const entry of rangeObjects(row, space)) found.set(`object ${entry.hash}`, entry);
	for (const entry of entryClassifications(row, space)) {
		if (
			!found.has(`classification ${entry.hash}`) &&
			(wanted === undefined || isWanted(row, entry, wanted))
		)
			found.set(`classification ${entry.hash}`, entry);
	}
	return [...found.values()];
}

function isWanted(row: LabelRowJson, { hash, space }: Collected, wanted: FrameRange[]): boolean {
	const ranges = answerRanges(row.classification_answers[hash], space);
	return ranges.length === 0 || intersectRanges(mergeRanges(ranges), wanted).length > 0;
}

function rangeObjects(row: LabelRowJson, space: Space): Collected[] {
	return Object.entries(row.object_answers ?? {})
		.filter(([, entry]) => 'featureHash' in entry && inSpace(entry, space))
		.map(([hash]): Collected => ({ type: 'object', hash, space, labels: [] }));
}

/** Classifications that stand in their entries alone: global ones, and those of audio and text. */
function entryClassifications(row: LabelRowJson, space: Space): Collected[] {
	return Object.entries(row.classification_answers ?? {})
		.filter(([, entry]) => 'createdBy' in entry && inSpace(entry, space))
		.map(([hash]): Collected => ({ type: 'classification', hash, space, labels: [] }));
}

/** Classifications of a group row as a whole. */
export function unplaced(row: LabelRowJson, spaces: Space[]): Collected[] {
	const own = spaceOf(row, undefined);
	if (own === undefined || own.kind !== 'none' || spaces.some(({ id }) => id === 'root')) return [];
	return entryClassifications(row, own);
}

function inSpace(entry: EncordJson, space: Space): boolean {
	const ids = Object.keys((entry.spaces ?? {}) as EncordJson);
	return space.id === undefined || space.id === 'root' ? ids.length === 0 : ids.includes(space.id);
}
