import { DEFAULT_AGENT } from '../../../../src/labels/row/identity';
import { mapped } from '../../../shared/fields/form/field';
import { InputError } from '../../../shared/fields/form/inputError';
import { text, textList } from '../../../shared/fields/form/values';
import { onlyFramesEntry } from '../../../shared/fields/frames';
import { writeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { writeLabels, writtenExample } from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';

const agentName = mapped(
	text({
		displayName: 'Agent Name',
		name: 'undoAgentName',
		type: 'string',
		default: DEFAULT_AGENT,
		required: true,
		description: `The agent name under which the labels were written; "${DEFAULT_AGENT}" when none was given`,
	}),
	(agent) => {
		if (agent !== '') return agent;
		throw new InputError(
			'Agent Name is empty',
			'Give the name under which the labels were written.',
		);
	},
);

export const undoAgentLabels = defineOperation({
	resource: 'labelRow',
	name: 'undoAgent',
	displayName: "Undo Agent's Labels",
	action: 'Undo the labels of an agent',
	description:
		'Remove the objects and classifications that an agent wrote and nobody has changed since; labels of people stay',
	inputs: {
		unit: unitFields,
		agent: agentName,
		write: writeOptions(
			{
				items: textList({
					displayName: 'Only Items',
					name: 'onlyItems',
					type: 'string',
					default: '',
					placeholder: 'e.g. Car, Weather',
					description:
						'Titles of objects and classifications of the ontology, separated by commas. Without this option: all.',
				}),
				frames: onlyFramesEntry(
					'Frames and ranges, counted from 0. Without this option: all frames.',
				),
			},
			['replacePersonLabels', 'agentName', 'agentVersion'],
		),
	},
	readOnly: false,
	example: { ...writtenExample, added: 0, removed: 3 },
	async run(batch, items) {
		await writeLabels(
			batch,
			items.map(({ index, unit, agent, write }) => ({
				index,
				unit,
				write,
				plan: () => ({ edits: [{ kind: 'deleteByAgent', agent, ...write.own }] }),
			})),
			{ onRefusedEdit: 'fail' },
		);
	},
});
