import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { ClassificationAnswer } from '../../../../src/llm/answerEdits';
import { mediaOfRow } from '../../../../src/llm/answeredMedia';
import type { FramesInput } from '../../../../src/labels/row/frames';
import { frameScopeFields } from '../../../shared/fields/frames';
import { answersFields } from '../../../shared/fields/labels/answers';
import { confidenceEntry } from '../../../shared/fields/labels/confidence';
import { writeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { AnswerCount, reported } from '../../../shared/writing/answerReports';
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
	safeForAgents: true,
	example: writtenExample,
	async run(batch, items) {
		const count = new AnswerCount();
		await writeLabels(
			batch,
			items.map(({ index, unit, frames, answers, write }) => ({
				index,
				unit,
				write,
				plan({ ontology, row }) {
					const read = answers(ontology, mediaOfRow(row));
					count.add(index, read.reports);
					const edits = setEdits(read.answers, row, frames, write.own.confidence);
					return { edits, ...reported(read.reports) };
				},
			})),
			{ onRefusedEdit: 'fail' },
		);
		count.show(batch);
	},
});

function setEdits(
	answers: ClassificationAnswer[],
	row: LabelRowMetadata,
	frames: FramesInput,
	confidence?: number,
): Edit[] {
	const wholeFile = mediaOfRow(row).kind === 'whole';
	return answers.map(({ item, answers: ofItem, frames: own }) => ({
		kind: 'setClassification',
		classification: item.featureHash,
		answers: ofItem,
		...(item.global ? {} : { frames: wholeFile ? 'all' : (own ?? frames) }),
		...(confidence === undefined ? {} : { confidence }),
	}));
}
