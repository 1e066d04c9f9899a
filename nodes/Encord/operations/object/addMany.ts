import type { IDataObject } from 'n8n-workflow';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { detectionEdits, type DetectionReport } from '../../../../src/labels/detections/detections';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { OntologyIndex } from '../../../../src/labels/ontology/ontology';
import type { FrameRange } from '../../../../src/labels/row/frames';
import { frameSize, spaceOf } from '../../../../src/labels/row/space';
import { InputError } from '../../../shared/fields/form/inputError';
import { detectionFields, type DetectionInput } from '../../../shared/fields/labels/detections';
import { unitFields } from '../../../shared/fields/places';
import {
	writeLabels,
	writtenExample,
	type Plan,
	type PlanningUnit,
} from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';

export const addManyObjects = defineOperation({
	resource: 'object',
	name: 'addMany',
	displayName: 'Add Many',
	action: 'Add objects that a model found',
	description:
		'Place the detections of a model as objects: boxes, polygons, points or masks, by class and with confidence; doing it twice adds nothing twice',
	inputs: {
		unit: unitFields,
		detections: detectionFields,
	},
	readOnly: false,
	example: {
		...writtenExample,
		added: 12,
		detections: 15,
		belowThreshold: 2,
		unmatched: { bicycle: 1 },
		faults: [{ detection: 4, message: 'A box is four numbers (xyxy).' }],
	},
	async run(batch, items) {
		await writeLabels(
			batch,
			items.map(({ index, unit, detections }) => ({
				index,
				unit,
				write: detections.write,
				plan: (planning) => (labels) => planObjects(labels, planning, detections),
			})),
			{ onRefusedEdit: 'report' },
		);
	},
});

function planObjects(labels: LabelRowJson, unit: PlanningUnit, input: DetectionInput): Plan {
	const report = readDetections(input, labels, unit);
	return {
		edits: editsOf(input, report, unit.ontology),
		report: {
			detections: input.detections.length,
			belowThreshold: report.belowThreshold,
			unmatched: report.unmatched,
			faults: report.faults.map(({ index, message }) => ({
				detection: index + 1,
				message,
			})) as IDataObject[],
		},
	};
}

/**
 * Reads each detection with the size of the picture on its frame, because the pictures of an image group have different
 * sizes.
 */
function readDetections(
	input: DetectionInput,
	labels: LabelRowJson,
	{ ontology, row }: PlanningUnit,
): DetectionReport {
	const space = spaceOf(labels, row);
	const total: DetectionReport = {
		edits: [],
		added: 0,
		belowThreshold: 0,
		unmatched: {},
		faults: [],
	};
	for (const [index, detection] of input.detections.entries()) {
		const { frameField: field = 'frame', frame = 0, size } = input.options;
		const ownFrame = Number((detection as Record<string, unknown> | null)?.[field] ?? frame);
		const actual =
			space && Number.isInteger(ownFrame) ? frameSize(labels, space, ownFrame, row) : undefined;
		const { edits, belowThreshold, unmatched, faults } = detectionEdits([detection], ontology, {
			...input.options,
			size: size ?? actual,
		});
		total.edits.push(...edits);
		total.belowThreshold += belowThreshold;
		for (const [name, count] of Object.entries(unmatched))
			total.unmatched[name] = (total.unmatched[name] ?? 0) + count;
		total.faults.push(...faults.map(({ message }) => ({ index, message })));
	}
	return { ...total, added: total.edits.length };
}

/** The edits for the detections. @throws InputError when no detection could be read */
function editsOf(
	input: DetectionInput,
	{ edits, faults }: DetectionReport,
	ontology: OntologyIndex,
): Edit[] {
	const [first] = faults;
	if (first && faults.length === input.detections.length) {
		throw new InputError(
			`No detection could be read. Detection ${first.index + 1}: ${first.message}`,
			'Check Format, Numbers Are and Class Names.',
		);
	}
	const placed = edits.map((edit): Edit => ({ ...edit, mode: input.mode }));
	if (!input.removeEarlier) return placed;
	const frames = [
		...new Set([input.options.frame ?? 0, ...edits.map((edit) => Number(edit.frames))]),
	].map((frame): FrameRange => [frame, frame]);
	// The classes are named, so that the agent's classifications on these frames are kept.
	return [
		{
			kind: 'deleteByAgent',
			frames,
			items: ontology.objects.map(({ featureHash }) => featureHash),
		},
		...placed,
	];
}
