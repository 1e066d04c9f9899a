import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { AnswersInput } from '../../../../src/labels/answers/answerInput';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { ClassificationItem } from '../../../../src/labels/ontology/ontology';
import type { FramesInput } from '../../../../src/labels/row/frames';
import { frameScopeFields } from '../../../shared/fields/frames';
import { answersFields } from '../../../shared/fields/labels/answers';
import { confidenceEntry } from '../../../shared/fields/labels/confidence';
import { writeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { writeLabels, writtenExample } from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';

export const setClassification = defineOperation({
	resource: 'classification',
	name: 'set',
	displayName: 'Set',
	action: 'Set classifications',
	description:
		'Answer classifications of a file or frame: text, number, option or list of options. Setting the same answer twice changes nothing.',
	inputs: {
		unit: unitFields,
		frames: frameScopeFields,
		answers: answersFields,
		write: writeOptions({ confidence: confidenceEntry }),
	},
	readOnly: false,
	example: writtenExample,
	async run(batch, asks) {
		await writeLabels(
			batch,
			asks.map(({ index, unit, frames, answers, write }) => ({
				index,
				unit,
				write,
				plan({ ontology, row }) {
					const given = answers(ontology);
					const edits = setEdits(given.answers, row, frames, write.own.confidence);
					return { edits, problems: given.problems };
				},
			})),
			{ refusedEdit: 'fail' },
		);
	},
});

function setEdits(
	answers: Map<ClassificationItem, AnswersInput>,
	row: LabelRowMetadata,
	frames: FramesInput,
	confidence?: number,
): Edit[] {
	const whole = ['AUDIO', 'PLAIN_TEXT'].includes(row.data_type.toUpperCase());
	return [...answers].map(([item, given]) => ({
		kind: 'setClassification',
		classification: item.featureHash,
		answers: given,
		...(item.global ? {} : { frames: whole ? 'all' : frames }),
		...(confidence === undefined ? {} : { confidence }),
	}));
}
