/** The fields that give each pathway an output of its own, for operations that send tasks along pathways. */
import { shownWhen, type Field } from './form/field';
import { flag, loadedChoices } from './form/values';
import { inOutputOrder, pathwayOutputNames, pathwayUuid } from './pathwayOutputs';

const onePerPathway = flag({
	displayName: 'One Output per Pathway',
	name: 'onePerPathway',
	type: 'boolean',
	default: false,
	description:
		'Whether each pathway gets its own output, so that the workflow can go on differently for each',
});

const withOutput = shownWhen(
	loadedChoices({
		displayName: 'Pathways With an Output',
		name: 'pathwayOutputs',
		type: 'multiOptions',
		typeOptions: {
			loadOptionsMethod: 'getPathwayOutputs',
			loadOptionsDependsOn: ['project.value', 'stage.value'],
		},
		default: [],
		description:
			'Pathways that get an output of their own; tasks of the others, those moved by somebody else, and those that could not be moved leave by Other. Choose the project and the stage first. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	}),
	{ onePerPathway: [true] },
);

/** Display name of the field that decides about the outputs. */
export const outputsTitle = withOutput.property.displayName;

/** IDs or names of the pathways with an output, in the order of the outputs; none when there is one output for all. */
export const outputFields: Field<string[]> = {
	properties: [onePerPathway.property, withOutput.property],
	read: (form) =>
		onePerPathway.read(form) ? inOutputOrder(withOutput.read(form)).map(pathwayUuid) : [],
};

/** Source text of a function from parameters to outputs: one per chosen pathway, then Other. */
export const outputsPerPathway = `(p) => {
	const names = p.onePerPathway === true || p.onePerPathway === 'true' ? ${pathwayOutputNames}(p.pathwayOutputs) : [];
	return names.length === 0
		? [{ type: 'main' }]
		: [...names, 'Other'].map((displayName) => ({ type: 'main', displayName }));
}`;
