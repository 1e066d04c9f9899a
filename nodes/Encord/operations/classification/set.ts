import { frameScopeFields } from '../../../shared/fields/frames';
import { answersFields } from '../../../shared/fields/labels/answers';
import { confidenceEntry } from '../../../shared/fields/labels/confidence';
import { writeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { AnswerCount } from '../../../shared/writing/answerReports';
import { answersWrite } from '../../../shared/writing/answersWrite';
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
		answers: answersFields('saveRest'),
		write: writeOptions({ confidence: confidenceEntry }),
	},
	readOnly: false,
	safeForAgents: true,
	example: writtenExample,
	async run(batch, items) {
		const count = new AnswerCount();
		await writeLabels(
			batch,
			items.map((item) => answersWrite(item, count)),
			{ onRefusedEdit: 'fail' },
		);
		count.show(batch);
	},
});
