/** The label edits that the detections of a model stand for. */
import type { IDataObject } from 'n8n-workflow';
import { detectionEdits, type DetectionReport } from '../../../src/detections/detections';
import { shortened } from '../../../src/encord/wire/identifiers';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { Edit } from '../../../src/labels/edits/edit';
import type { FieldReport } from '../../../src/reply/report';
import { InputError } from '../fields/form/inputError';
import type { DetectionInput } from '../fields/labels/detections';
import type { DataUnitRef } from '../fields/places';
import type { ItemInputs } from '../runtime/batch';
import { refusedOf, type AnswerCount } from './answerReports';
import type { LabelWrite, Plan, PlanningUnit } from './writeLabels';

export interface DetectionInputs {
	unit: DataUnitRef;
	detections: DetectionInput;
}

/** The label edits of one item whose form has detections; what became of each goes into `count`. */
export function detectionsWrite(
	{ index, unit, detections }: ItemInputs<DetectionInputs>,
	count: AnswerCount,
): ItemInputs<LabelWrite> {
	return {
		index,
		unit,
		write: detections.write,
		onRefusedEdit: detections.onRefused === 'fail' ? 'fail' : 'report',
		plan: (planning) => (labels) => planObjects(labels, planning, detections, index, count),
	};
}

function planObjects(
	labels: LabelRowJson,
	unit: PlanningUnit,
	input: DetectionInput,
	index: number,
	count: AnswerCount,
): Plan {
	const { agent } = input.write.saving;
	const report = detectionEdits(
		input.detections,
		{
			labels,
			row: unit.row,
			ontology: unit.ontology,
			...(agent === undefined ? {} : { agent: agent.name }),
		},
		input.options,
	);
	const whole = report.fields.filter(({ field }) => field === undefined);
	count.add(index, whole);
	const refused = report.fields.filter(({ outcome }) => outcome === 'refused');
	refuseItem(report, refused, input);
	const remark = leftOut(report);
	return {
		edits: [
			...(input.removeEarlier && refused.length === 0 ? removals(report) : []),
			...report.edits,
		],
		...refusedOf(whole, 'detections'),
		...(remark === '' ? {} : { remark }),
		report: {
			detections: report.detections,
			belowThreshold: report.belowConfidence,
			unmatched: report.unmatched,
			faults: refused.map(fault),
			repaired: report.fields
				.filter(({ outcome }) => outcome === 'repaired')
				.map(
					({ index, field, repairs = [] }): IDataObject => ({
						...place(index, field),
						rules: [...new Set(repairs.map(({ rule }) => rule))],
					}),
				),
		},
	};
}

/** @throws InputError when no detection could be read, or a part was refused and the item is to fail then */
function refuseItem(
	{ edits, detections }: DetectionReport,
	refused: FieldReport[],
	{ onRefused }: DetectionInput,
): void {
	const [first] = refused;
	if (first === undefined || (onRefused === 'saveRest' && edits.length > 0)) return;
	const whole = refused.filter(({ field }) => field === undefined).length;
	if (onRefused === 'saveRest' && detections > 0 && whole < detections) return;
	const where = first.index === undefined ? '' : `Detection ${first.index + 1}: `;
	throw new InputError(
		onRefused === 'fail' && edits.length > 0
			? `${refused.length} of the detections or their answers were refused. ${where}${first.reason}`
			: `No detection could be read. ${where}${first.reason}`,
		'Check Format, Numbers Are and Class Names.',
	);
}

/** Most classes that the ontology does not have which are named one by one. */
const MOST_NAMED = 4;

/**
 * What the form says to leave out, for the summary: `not taken: 2 below the minimum confidence, 3 of classes that are not in the
 * ontology (bicycle, dog)`. Empty when nothing was.
 */
function leftOut({ belowConfidence, unmatched }: DetectionReport): string {
	const names = Object.keys(unmatched);
	const without = Object.values(unmatched).reduce((sum, count) => sum + count, 0);
	const named = names.slice(0, MOST_NAMED).map(shortened).join(', ');
	const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
	const parts = [
		...(belowConfidence > 0 ? [`${belowConfidence} below the minimum confidence`] : []),
		...(without > 0
			? [`${without} of classes that are not in the ontology (${named}${more})`]
			: []),
	];
	return parts.length > 0 ? `not taken: ${parts.join(', ')}` : '';
}

/** Objects of this agent on the same frames that were not found again are removed there. */
function removals({ left }: DetectionReport): Edit[] {
	return left.map(({ hash, frames }): Edit => ({ kind: 'deleteObject', objectHash: hash, frames }));
}

function fault({ index, field, reason = '' }: FieldReport): IDataObject {
	return { ...place(index, field), message: reason };
}

/** Detections are counted from 1 in the output. */
function place(index: number | undefined, field: string | undefined): IDataObject {
	return {
		...(index === undefined ? {} : { detection: index + 1 }),
		...(field === undefined ? {} : { field }),
	};
}
