/** The fields that say what the model is asked about. */
import { cases, group, mapped, type Field } from '../shared/fields/form/field';
import { choice, loadedChoices } from '../shared/fields/form/values';

/** What the model is asked about; absent: not at all. An empty list means all of them. */
export interface Questions {
	classifications?: string[];
	classes?: string[];
}

const classifications = loadedChoices({
	displayName: 'Classification Names or IDs',
	name: 'classifications',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getClassifications', loadOptionsDependsOn: ['project.value'] },
	default: [],
	description:
		'Classifications the model answers; none chosen means all of the ontology. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
});

const classes = loadedChoices({
	displayName: 'Class Names or IDs',
	name: 'classes',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getProjectClasses', loadOptionsDependsOn: ['project.value'] },
	default: [],
	description:
		'Classes of objects the model looks for; none chosen means all of the ontology. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
});

export const questionFields: Field<Questions> = mapped(
	cases(
		choice({
			displayName: 'Label',
			name: 'label',
			type: 'options',
			default: 'classifications',
			description: 'What the model is asked about',
			options: [
				{ name: 'Both', value: 'both', description: 'Classifications, and objects with boxes' },
				{
					name: 'Classifications',
					value: 'classifications',
					description: 'Answers about the picture',
				},
				{ name: 'Objects', value: 'objects', description: 'Objects in the picture, with boxes' },
			],
		}),
		{
			classifications: group({ classifications }),
			objects: group({ classes }),
			both: group({ classifications, classes }),
		},
	),
	({ value }): Questions => value,
);
