/** Collects everything a row's JSON has about each label. */
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import { answerRanges, isInSpace } from '../row/answerEntry';
import { frameLabels, framesWithEntry, labelList } from '../row/frameLabels';
import { intersectRanges, mergeRanges, type FrameRange } from '../row/frames';
import { LABEL_KEYS, type LabelJson, type LabelType } from '../row/labelType';
import { allSpaces, spaceOf, type Space } from '../row/space';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';

/** A label in one space. */
export interface CollectedLabel {
	type: LabelType;
	hash: string;
	space: Space;
	/** The label on each of its frames, ascending. Empty for a label that only has an answer entry. */
	onFrames: Array<{ frame: number; label: LabelJson }>;
	/** Its entry in `object_answers` or `classification_answers`. */
	entry: EncordJson | undefined;
}

/** The labels of all spaces; with `frames`, those on one of these frames, without their other frames. */
export function collectLabels(
	row: LabelRowJson,
	metadata: Partial<LabelRowMetadata> | undefined,
	frames: FrameRange[] | undefined,
): CollectedLabel[] {
	const spaces = allSpaces(row, metadata);
	const selected = frames === undefined ? undefined : mergeRanges(frames);
	return [
		...spaces.flatMap((space) => labelsOfSpace(row, space, selected)),
		...classificationsOfGroup(row, spaces),
	];
}

function labelsOfSpace(
	row: LabelRowJson,
	space: Space,
	selected: FrameRange[] | undefined,
): CollectedLabel[] {
	const found = new Map<string, CollectedLabel>();
	for (const frame of framesWithEntry(row, space)) {
		if (selected !== undefined && !selected.some(([start, end]) => frame >= start && frame <= end))
			continue;
		for (const type of ['object', 'classification'] as const) {
			for (const label of labelList(frameLabels(row, space, frame), type)) {
				const hash = String(label[LABEL_KEYS[type].hash]);
				const known = found.get(`${type} ${hash}`);
				if (known !== undefined) {
					// A frame that lists the label twice: the last one counts (row/frameLabels.ts).
					if (known.onFrames.at(-1)?.frame === frame) known.onFrames.pop();
					known.onFrames.push({ frame, label });
				} else
					found.set(`${type} ${hash}`, {
						...labelOfEntry(row, type, hash, space),
						onFrames: [{ frame, label }],
					});
			}
		}
	}
	if (space.kind !== 'frames' && space.kind !== 'none')
		for (const object of rangeObjects(row, space)) found.set(`object ${object.hash}`, object);
	for (const classification of entryClassifications(row, space)) {
		const key = `classification ${classification.hash}`;
		if (!found.has(key) && (selected === undefined || isOnFrames(classification, selected)))
			found.set(key, classification);
	}
	return [...found.values()];
}

/** Whether a classification without labels on frames applies to one of these frames; without ranges it applies to all. */
function isOnFrames({ entry, space }: CollectedLabel, frames: FrameRange[]): boolean {
	const ranges = answerRanges(entry, space);
	return ranges.length === 0 || intersectRanges(mergeRanges(ranges), frames).length > 0;
}

/** Objects on audio, text and HTML. */
function rangeObjects(row: LabelRowJson, space: Space): CollectedLabel[] {
	return Object.entries(row.object_answers ?? {})
		.filter(([, entry]) => 'featureHash' in entry && isInSpace(entry, space))
		.map(([hash]) => labelOfEntry(row, 'object', hash, space));
}

/** Classifications whose answer entry alone says where they are: global ones, and those of audio and text. */
function entryClassifications(row: LabelRowJson, space: Space): CollectedLabel[] {
	return Object.entries(row.classification_answers ?? {})
		.filter(([, entry]) => 'createdBy' in entry && isInSpace(entry, space))
		.map(([hash]) => labelOfEntry(row, 'classification', hash, space));
}

/** Global classifications of the row of a data group itself, whose own media holds no labels. */
function classificationsOfGroup(row: LabelRowJson, spaces: Space[]): CollectedLabel[] {
	const own = spaceOf(row, undefined);
	if (own === undefined || own.kind !== 'none' || spaces.some(({ id }) => id === 'root')) return [];
	return entryClassifications(row, own);
}

function labelOfEntry(
	row: LabelRowJson,
	type: LabelType,
	hash: string,
	space: Space,
): CollectedLabel {
	return { type, hash, space, onFrames: [], entry: row[LABEL_KEYS[type].answers]?.[hash] };
}
