import type { Edit } from '../../../../src/labels/edits/edit';
import { mediaOfRow } from '../../../../src/llm/answeredMedia';
import type { OntologyIndex } from '../../../../src/labels/ontology/ontology';
import type { FramesInput } from '../../../../src/labels/row/frames';
import { loadedChoices } from '../../../shared/fields/form/values';
import { frameScopeFields } from '../../../shared/fields/frames';
import { changeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { writeLabels, writtenExample } from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';

export const clearClassifications = defineOperation({
	resource: 'classification',
	name: 'clear',
	displayName: 'Clear',
	action: 'Clear classifications',
	description:
		'Remove answers of classifications from a file or from frames; answers of people stay unless that is allowed',
	inputs: {
		unit: unitFields,
		frames: frameScopeFields,
		classifications: loadedChoices({
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
		}),
		write: changeOptions({}),
	},
	readOnly: false,
	example: { ...writtenExample, added: 0, removed: 1 },
	async run(batch, items) {
		await writeLabels(
			batch,
			items.map(({ index, unit, frames, classifications, write }) => ({
				index,
				unit,
				write,
				plan: ({ ontology, row }) => {
					const cleared = mediaOfRow(row).kind === 'whole' ? 'all' : frames;
					return {
						edits: classificationsToClear(ontology, classifications, cleared).map(
							(classification): Edit => ({
								kind: 'clearClassification',
								classification,
								...(cleared === 'all' ? {} : { frames: cleared }),
							}),
						),
					};
				},
			})),
			{ onRefusedEdit: 'report' },
		);
	},
});

/** The classifications to clear. Without named ones: on frames those that apply to frames, in the whole file all. */
function classificationsToClear(
	ontology: OntologyIndex,
	named: string[],
	frames: FramesInput,
): string[] {
	if (named.length > 0) return named;
	return ontology.classifications
		.filter(({ global }) => frames === 'all' || !global)
		.map(({ featureHash }) => featureHash);
}
