import type { IDataObject } from 'n8n-workflow';
import type { LabelRowMetadata } from '../../../../src/encord/wire';
import type { Edit, FramesInput } from '../../../../src/labels/edit';
import type { OntologyIndex } from '../../../../src/labels/ontology';
import { defineOperation } from '../../../shared/operation';
import { answersByClassification, answersFields, readAnswers } from '../../fields/answers';
import { confidenceOf, confidenceOption } from '../../fields/confidence';
import { frameScopeFields, framesOf } from '../../fields/frames';
import { dataUnitField, projectOfItemField } from '../../fields/places';
import { writeOptionsField, writeOptionsOf } from '../../fields/writing';
import { writeLabels, writtenExample, type LabelAsk } from '../../labelWriting';
import { readUnit } from '../../lookup';

export const setClassification = defineOperation({
	resource: 'classification',
	name: 'set',
	displayName: 'Set',
	action: 'Set classifications',
	description:
		'Answer classifications of a file or frame: text, number, option or list of options. Setting the same answer twice changes nothing.',
	fields: [projectOfItemField, dataUnitField, ...frameScopeFields, ...answersFields, writeOptionsField([confidenceOption])],
	readOnly: false,
	example: writtenExample,
	async run(batch) {
		const asks = batch.read((index): LabelAsk => {
			const given = readAnswers(batch, index);
			const frames = framesOf(batch, index);
			const confidence = confidenceOf(batch, index);
			return {
				...readUnit(batch, index),
				options: writeOptionsOf(batch, index),
				plan: (ontology, row) => setEdits(ontology, row, given, frames, confidence),
			};
		});
		await writeLabels(batch, asks, { refusedEdit: 'fail' });
	},
});

function setEdits(
	ontology: OntologyIndex,
	row: LabelRowMetadata,
	given: IDataObject,
	frames: FramesInput,
	confidence?: number,
): Edit[] {
	const whole = ['AUDIO', 'PLAIN_TEXT'].includes(row.data_type.toUpperCase());
	return [...answersByClassification(ontology, given)].map(([item, answers]) => ({
		kind: 'setClassification',
		classification: item.featureHash,
		answers,
		...(item.global ? {} : { frames: whole ? 'all' : frames }),
		...(confidence === undefined ? {} : { confidence }),
	}));
}
