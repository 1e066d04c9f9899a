import type { IDataObject } from 'n8n-workflow';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { detectionEdits, type DetectionReport } from '../../../../src/labels/detections/detections';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { OntologyIndex } from '../../../../src/labels/ontology/ontology';
import type { FrameRange } from '../../../../src/labels/row/frames';
import { frameSize, spaceOf } from '../../../../src/labels/row/space';
import { InputError } from '../../../shared/fields/form/inputError';
import { detectionFields, type DetectionAsk } from '../../../shared/fields/labels/detections';
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
	async run(batch, asks) {
		await writeLabels(
			batch,
			asks.map(({ index, unit, detections }) => ({
				index,
				unit,
				write: detections.write,
				plan: (planning) => (labels) => placed(labels, planning, detections),
			})),
			{ refusedEdit: 'report' },
		);
	},
});

function placed(labels: LabelRowJson, unit: PlanningUnit, asked: DetectionAsk): Plan {
	const report = readDetections(asked, labels, unit);
	return {
		edits: editsOf(asked, report, unit.ontology),
		report: {
			detections: asked.detections.length,
			belowThreshold: report.belowThreshold,
			unmatched: report.unmatched,
			faults: report.faults.map(({ index, message }) => ({
				detection: index + 1,
				message,
			})) as IDataObject[],
		},
	};
}

/** Reads each detection by the size of the picture on its own frame: those of an image group differ. */
function readDetections(
	asked: DetectionAsk,
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
	for (const [index, detection] of asked.detections.entries()) {
		const { frameField: field = 'frame', frame = 0, size } = asked.options;
		const own = Number((detection as Record<string, unknown> | null)?.[field] ?? frame);
		const actual = space && Number.isInteger(own) ? frameSize(labels, space, own, row) : undefined;
		const { edits, belowThreshold, unmatched, faults } = detectionEdits([detection], ontology, {
			...asked.options,
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

/** @throws InputError when nothing the model gave could be read */
function editsOf(
	asked: DetectionAsk,
	{ edits, faults }: DetectionReport,
	ontology: OntologyIndex,
): Edit[] {
	const [first] = faults;
	if (first && faults.length === asked.detections.length) {
		throw new InputError(
			`No detection could be read. Detection ${first.index + 1}: ${first.message}`,
			'Check Format, Numbers Are and Class Names.',
		);
	}
	const placed = edits.map((edit): Edit => ({ ...edit, mode: asked.mode }));
	if (!asked.removeEarlier) return placed;
	const frames = [
		...new Set([asked.options.frame ?? 0, ...edits.map((edit) => Number(edit.frames))]),
	].map((frame): FrameRange => [frame, frame]);
	// Named by class, so that the agent's classifications on these frames stay.
	return [
		{
			kind: 'deleteByAgent',
			frames,
			items: ontology.objects.map(({ featureHash }) => featureHash),
		},
		...placed,
	];
}
