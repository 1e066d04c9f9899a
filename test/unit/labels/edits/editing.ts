/** Edits of the rows of this folder by the agent `detector`, for the tests of what they write. */
import { expect } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { EditContext } from '../../../../src/labels/edits/rules/editState';
import { box, context, ontology, type FreeJson } from '../fixtures';
import type { AddObject } from '../../../../src/labels/edits/kinds/addObject';
import type { SetClassification } from '../../../../src/labels/edits/kinds/setClassification';

export const apply = (row: LabelRowJson, edits: Edit[], extra: Partial<EditContext> = {}) =>
	applyEdits(row, ontology, edits, context(extra));

/** The row after edits that have no problem. */
export const done = (...given: Parameters<typeof apply>): LabelRowJson => {
	const { labelRow, problems } = apply(...given);
	expect(problems).toEqual([]);
	return labelRow;
};

export const addCar = (extra: Partial<AddObject> = {}): AddObject => ({
	kind: 'addObject',
	object: 'Car',
	frames: [[0, 3]],
	coordinates: box(),
	...extra,
});

export const setWeather = (
	answers: string | undefined,
	extra: Partial<SetClassification> = {},
): Edit => ({
	kind: 'setClassification',
	classification: 'Weather',
	...(answers === undefined ? {} : { answers }),
	frames: [[0, 3]],
	...extra,
});

/** The hash of the first object. */
export const hashOf = (row: LabelRowJson): string => Object.keys(row.object_answers)[0]!;

/** By frame: where the boxes begin, and how sure they are. */
export const places = (row: LabelRowJson, space?: string): { [frame: string]: unknown } => {
	const labels = (
		space === undefined ? row.data_units['data-1']?.labels : (row.spaces as FreeJson)[space].labels
	) as { [frame: string]: FreeJson };
	return Object.fromEntries(
		Object.entries(labels).map(([frame, { objects }]) => [
			frame,
			objects.map(({ boundingBox, confidence }: FreeJson) => [boundingBox.x, confidence]),
		]),
	);
};

/** The answers and range of each classification label, by the name of the first chosen option. */
export const weathers = (row: LabelRowJson): unknown[] =>
	Object.values(row.classification_answers).map(({ classifications, range }) => [
		(classifications as FreeJson[])[0]?.answers?.[0]?.name,
		range,
	]);

export const ann = { createdBy: 'ann@example.com', manualAnnotation: true };

/** The row with the first object of these frames as a person has changed it. */
export function changedByPerson(row: LabelRowJson, ...frames: number[]): LabelRowJson {
	const changed = structuredClone(row);
	for (const frame of frames)
		Object.assign((changed.data_units['data-1']!.labels as FreeJson)[frame].objects[0], {
			createdBy: 'key@example.com',
			lastEditedBy: ann.createdBy,
		});
	return changed;
}
