import type { IDataObject } from 'n8n-workflow';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import { detectionEdits, type DetectionReport } from '../../../../src/labels/detections/detections';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { FrameRange } from '../../../../src/labels/row/frames';
import type { OntologyIndex } from '../../../../src/labels/ontology/ontology';
import { frameSize, spaceOf } from '../../../../src/labels/row/space';
import type { Batch } from '../../../shared/runtime/batch';
import { InputError } from '../../../shared/runtime/errors';
import { defineOperation } from '../../../shared/runtime/operation';
import {
	detectionFields,
	detectionOptions,
	detectionsOf,
	type DetectionAsk,
} from '../../../shared/fields/detections';
import { dataUnitField, frameField, projectOfItemField } from '../../../shared/fields/places';
import { writeOptionsField, writeOptionsOf } from '../../../shared/fields/writing';
import { writeLabels, writtenExample, type LabelAsk } from '../../../shared/labels/writing';
import { readUnit } from '../../../shared/labels/lookup';

export const addManyObjects = defineOperation({
	resource: 'object',
	name: 'addMany',
	displayName: 'Add Many',
	action: 'Add objects that a model found',
	description:
		'Place the detections of a model as objects: boxes, polygons, points or masks, by class and with confidence; doing it twice adds nothing twice',
	fields: [
		projectOfItemField,
		dataUnitField,
		frameField,
		...detectionFields,
		writeOptionsField(detectionOptions),
	],
	readOnly: false,
	example: {
		...writtenExample,
		added: 12,
		detections: 15,
		belowThreshold: 2,
		unmatched: { bicycle: 1 },
		faults: [{ detection: 4, message: 'A box is four numbers (xyxy).' }],
	},
	async run(batch) {
		await writeLabels(
			batch,
			batch.read((index) => askOf(batch, index)),
			{ refusedEdit: 'report' },
		);
	},
});

function askOf(batch: Batch, index: number): LabelAsk {
	const asked = detectionsOf(batch, index);
	let report: DetectionReport | undefined;
	return {
		...readUnit(batch, index),
		options: writeOptionsOf(batch, index),
		plan: () => (row, ontology, metadata) => {
			report = readDetections(asked, row, ontology, metadata);
			return editsOf(asked, report, ontology);
		},
		describe: () => ({
			detections: asked.detections.length,
			...(report && {
				belowThreshold: report.belowThreshold,
				unmatched: report.unmatched,
				faults: report.faults.map(({ index: at, message }) => ({
					detection: at + 1,
					message,
				})) as IDataObject[],
			}),
		}),
	};
}

/** Reads each detection by the size of the picture on its own frame: those of an image group differ. */
function readDetections(
	asked: DetectionAsk,
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: LabelRowMetadata,
): DetectionReport {
	const space = spaceOf(row, metadata);
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
		const actual =
			space && Number.isInteger(own) ? frameSize(row, space, own, metadata) : undefined;
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
