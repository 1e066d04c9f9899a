import type { Edit } from '../../../../src/labels/edits/edit';
import type { FramesInput } from '../../../../src/labels/row/frames';
import type { OntologyIndex } from '../../../../src/labels/ontology/ontology';
import { defineOperation } from '../../../shared/runtime/operation';
import { frameScopeFields, framesOf } from '../../../shared/fields/frames';
import { textList } from '../../../shared/fields/objects';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import {
	replacePersonLabelsField,
	writeOptionsField,
	writeOptionsOf,
} from '../../../shared/fields/writing';
import { writeLabels, writtenExample, type LabelAsk } from '../../../shared/labels/writing';
import { readUnit } from '../../../shared/labels/lookup';

export const clearClassifications = defineOperation({
	resource: 'classification',
	name: 'clear',
	displayName: 'Clear',
	action: 'Clear classifications',
	description:
		'Remove answers of classifications from a file or from frames; answers of people stay unless that is allowed',
	fields: [
		projectOfItemField,
		dataUnitField,
		...frameScopeFields,
		{
			displayName: 'Classification Names or IDs',
			name: 'classifications',
			type: 'multiOptions',
			typeOptions: {
				loadOptionsMethod: 'getClassifications',
				loadOptionsDependsOn: ['project.value'],
			},
			default: [],
			description:
				'Which to clear; none chosen means all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		replacePersonLabelsField,
		writeOptionsField([], ['replacePersonLabels']),
	],
	readOnly: false,
	example: { ...writtenExample, added: 0, removed: 1 },
	async run(batch) {
		const asks = batch.read((index): LabelAsk => {
			const wanted = textList(batch.param('classifications', index, []));
			const frames = framesOf(batch, index);
			return {
				...readUnit(batch, index),
				options: writeOptionsOf(batch, index),
				plan: (ontology) =>
					chosen(ontology, wanted, frames).map(
						(classification): Edit => ({
							kind: 'clearClassification',
							classification,
							...(frames === 'all' ? {} : { frames }),
						}),
					),
			};
		});
		await writeLabels(batch, asks, { refusedEdit: 'report' });
	},
});

/** What is cleared when nothing is named: on frames only what is answered on frames, for the whole file everything. */
function chosen(ontology: OntologyIndex, wanted: string[], frames: FramesInput): string[] {
	if (wanted.length > 0) return wanted;
	return ontology.classifications
		.filter(({ global }) => frames === 'all' || !global)
		.map(({ featureHash }) => featureHash);
}
