import { onlyFramesEntry } from '../../../shared/fields/frames';
import { agentName, onlyItemsEntry } from '../../../shared/fields/labels/agentLabels';
import { writeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { writeLabels, writtenExample } from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';

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
				items: onlyItemsEntry,
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
