import { DEFAULT_AGENT } from '../../../../src/labels/row/identity';
import { InputError } from '../../../shared/runtime/errors';
import { defineOperation } from '../../../shared/runtime/operation';
import { framesOption, onlyFramesOption } from '../../../shared/fields/frames';
import { textList } from '../../../shared/fields/objects';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import { writeOptionsField, writeOptionsOf } from '../../../shared/fields/writing';
import { writeLabels, writtenExample, type LabelAsk } from '../../../shared/labels/writing';
import { readUnit } from '../../../shared/labels/lookup';

export const undoAgentLabels = defineOperation({
	resource: 'labelRow',
	name: 'undoAgent',
	displayName: "Undo Agent's Labels",
	action: 'Undo the labels of an agent',
	description:
		'Remove the objects and classifications that an agent wrote and nobody has changed since; labels of people stay',
	fields: [
		projectOfItemField,
		dataUnitField,
		{
			displayName: 'Agent Name',
			name: 'undoAgentName',
			type: 'string',
			default: DEFAULT_AGENT,
			required: true,
			description: `The agent name under which the labels were written; "${DEFAULT_AGENT}" when none was given`,
		},
		writeOptionsField(
			[
				{
					displayName: 'Only Items',
					name: 'onlyItems',
					type: 'string',
					default: '',
					placeholder: 'e.g. Car, Weather',
					description:
						'Titles of objects and classifications of the ontology, separated by commas. Without this option: all.',
				},
				onlyFramesOption('Frames and ranges, counted from 0. Without this option: all frames.'),
			],
			['replacePersonLabels', 'agentName', 'agentVersion'],
		),
	],
	readOnly: false,
	example: { ...writtenExample, added: 0, removed: 3 },
	async run(batch) {
		const asks = batch.read((index): LabelAsk => {
			const agent = batch.text('undoAgentName', index);
			if (agent === '')
				throw new InputError(
					'Agent Name is empty',
					'Give the name under which the labels were written.',
				);
			const items = textList(batch.option('onlyItems', index));
			const frames = framesOption(batch, 'onlyFrames', index);
			return {
				...readUnit(batch, index),
				options: writeOptionsOf(batch, index),
				plan: () => [
					{ kind: 'deleteByAgent', agent, ...(items.length > 0 ? { items } : {}), ...frames },
				],
			};
		});
		await writeLabels(batch, asks, { refusedEdit: 'fail' });
	},
});
