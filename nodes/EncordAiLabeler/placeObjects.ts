/** Places the objects that a model found as detections are placed: an object that this agent placed before is found by its place. */
import { detectionEdits, type DetectionTarget } from '../../src/detections/detections';
import type { Edit } from '../../src/labels/edits/edit';
import type { FoundObject } from '../../src/llm/labeling/reading';
import type { FieldReport } from '../../src/reply/report';

/** An object with its name in the report, and the frame on which it was found. */
export interface NamedObject {
	name: string;
	frame: number;
	object: FoundObject;
}

export type FrameReport = FieldReport & { frame?: number };

/**
 * @param fields the reports of everything the model said
 * @returns the edits, and the reports with what became of the places
 */
export function placeObjects(
	objects: readonly NamedObject[],
	fields: readonly FrameReport[],
	target: DetectionTarget,
): { edits: Edit[]; fields: FrameReport[] } {
	if (objects.length === 0) return { edits: [], fields: [...fields] };
	const placed = detectionEdits(
		objects.map(({ object, frame }) => ({ ...object, frame })),
		target,
		{ format: 'encord' },
	);
	const told = placed.fields.filter(({ outcome }) => outcome !== 'taken');
	const isTold = ({ field, frame = 0 }: FrameReport) =>
		told.some(
			(report) =>
				report.field === undefined &&
				objectsOf(report, objects).some((one) => one.name === field && one.frame === frame),
		);
	return {
		edits: placed.edits,
		fields: [
			...fields.filter((field) => !isTold(field)),
			...told.flatMap((report) =>
				objectsOf(report, objects).map((object) => named(report, object)),
			),
		],
	};
}

/** The objects that a report is about: one, or all of them when it is about the list as a whole. */
function objectsOf({ index }: FieldReport, objects: readonly NamedObject[]) {
	return index === undefined ? objects : objects.slice(index, index + 1);
}

/** The report under the object's name; its place in the list says nothing to people. */
function named(report: FieldReport, { name, frame }: NamedObject): FrameReport {
	const field = report.field === undefined ? name : `${name}/${report.field}`;
	const own: FrameReport = { ...report, field, frame };
	delete own.index;
	return own;
}
