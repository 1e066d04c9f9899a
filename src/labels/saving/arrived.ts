/**
 * Whether a save that got no answer had arrived. What was saved is still in the row then, unless somebody has removed it since. An
 * edit that always adds a label would otherwise add it a second time.
 */
import type { LabelRowJson } from '../../encord/wire/json';

/** Hashes of the labels that the edits added to the row. */
export function addedLabels(read: LabelRowJson, edited: LabelRowJson): string[] {
	const before = labelsOf(read);
	return [...labelsOf(edited)].filter((hash) => !before.has(hash));
}

/** Whether the row has all the labels that a save would have added. A save that added none cannot be told by its labels. */
export function hasArrived(added: readonly string[], row: LabelRowJson): boolean {
	const there = labelsOf(row);
	return added.length > 0 && added.every((hash) => there.has(hash));
}

function labelsOf({ object_answers, classification_answers }: LabelRowJson): Set<string> {
	return new Set([
		...Object.keys(object_answers ?? {}),
		...Object.keys(classification_answers ?? {}),
	]);
}
