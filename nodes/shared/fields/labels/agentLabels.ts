/** Fields that name labels by the agent that wrote them, or by their class. */
import { DEFAULT_AGENT } from '../../../../src/labels/row/identity';
import { mapped } from '../form/field';
import { InputError } from '../form/inputError';
import { text, textList } from '../form/values';

/** The name under which an agent wrote its labels. */
export const agentName = mapped(
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

/** Option that limits an operation to some classes. */
export const onlyItemsEntry = textList({
	displayName: 'Only Items',
	name: 'onlyItems',
	type: 'string',
	default: '',
	placeholder: 'e.g. Car, Weather',
	description:
		'Titles of objects and classifications of the ontology, separated by commas. Without this option: all.',
});
