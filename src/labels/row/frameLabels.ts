/** Reads which labels a row's JSON has on a frame, for every layout of a space. */
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import { LABEL_KEYS, type LabelJson, type LabelType } from './labelType';
import { spaceInfo, unitKeyOf, type Space } from './space';

/** The labels object of a frame (its lists of objects and classifications); undefined when the row has none for the frame. */
export function frameLabels(
	row: LabelRowJson,
	space: Space,
	frame: number,
): EncordJson | undefined {
	if (space.layout === 'none') return undefined;
	const labels = labelsOf(row, space, frame);
	if (space.layout !== 'map') return labels;
	return labels?.[String(frame)] as EncordJson | undefined;
}

/** Frames for which the row has a labels object, ascending. */
export function framesWithEntry(row: LabelRowJson, space: Space): number[] {
	if (space.layout === 'units')
		return [...space.unitKeys.keys()].filter((frame) => space.unitKeys[frame] !== undefined);
	if (space.layout === 'flat') return space.unitKeys.length > 0 ? [0] : [];
	if (space.layout === 'none') return [];
	return Object.keys(labelsOf(row, space, 0) ?? {})
		.map(Number)
		.filter((frame) => Number.isInteger(frame) && frame >= 0)
		.sort((a, b) => a - b);
}

/** The objects or the classifications in the labels object of a frame. */
export function labelList(labels: EncordJson | undefined, type: LabelType): LabelJson[] {
	const list = labels?.[LABEL_KEYS[type].list];
	return Array.isArray(list) ? (list as LabelJson[]) : [];
}

/**
 * The label with this hash in a list of labels of a frame. Old rows are known to list a label twice on one frame; the last one
 * counts, as in the official client.
 */
export function labelIn(list: LabelJson[], type: LabelType, hash: string): LabelJson | undefined {
	const key = LABEL_KEYS[type].hash;
	return list.findLast((label) => label[key] === hash);
}

/** The `labels` value of a space or of the data unit of a frame. */
function labelsOf(row: LabelRowJson, space: Space, frame: number): EncordJson | undefined {
	if (space.id !== undefined) return spaceInfo(row, space.id)?.labels as EncordJson | undefined;
	return row.data_units[unitKeyOf(space, frame) ?? '']?.labels as EncordJson | undefined;
}
