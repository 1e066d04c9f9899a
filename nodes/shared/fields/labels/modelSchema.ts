/** Fields for what a language model is asked, and in which form. */
import { FLAVORS, type FlavorName } from '../../../../src/llm/schema/flavors/registry';
import type { SchemaOptions } from '../../../../src/llm/schema/modelSchema';
import { collection, group, mapped, type Field } from '../form/field';
import { choice, flag, loadedChoices } from '../form/values';

const DEPENDS_ON = ['findOntologyBy', 'project.value', 'ontology.value'];

const classifications = loadedChoices({
	displayName: 'Classification Names or IDs',
	name: 'askedClassifications',
	type: 'multiOptions',
	typeOptions: {
		loadOptionsMethod: 'getOntologyClassifications',
		loadOptionsDependsOn: DEPENDS_ON,
	},
	default: [],
	description:
		'Which questions to ask. When nothing is chosen here, under objects or under pathways, all classifications are asked. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
});

const objects = loadedChoices({
	displayName: 'Object Names or IDs',
	name: 'askedObjects',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getOntologyObjects', loadOptionsDependsOn: DEPENDS_ON },
	default: [],
	description:
		'Which classes of objects to ask for, with their attributes. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
});

const flavor: Field<FlavorName> = choice({
	displayName: 'Flavor',
	name: 'schemaFlavor',
	type: 'options',
	default: 'plain',
	description: 'Which provider or tool the schema is for',
	options: (Object.keys(FLAVORS) as FlavorName[])
		.map((value) => ({
			name: FLAVORS[value].displayName as string,
			value,
			description: FLAVORS[value].description as string,
		}))
		.sort((a, b) => a.name.localeCompare(b.name, 'en')),
});

const options = collection(
	{ displayName: 'Options', name: 'schemaOptions', placeholder: 'Add Option' },
	{
		cannotTell: flag({
			displayName: 'Allow No Answer',
			name: 'cannotTell',
			type: 'boolean',
			default: true,
			description:
				'Whether the model may answer null where it cannot tell, also to required questions, instead of guessing',
		}),
		confidence: flag({
			displayName: 'Confidence',
			name: 'confidence',
			type: 'boolean',
			default: false,
			description: 'Whether to ask for a confidence from 0 to 1 beside each answer',
		}),
		pathways: loadedChoices({
			displayName: 'Pathway Names or IDs',
			name: 'pathways',
			type: 'multiOptions',
			typeOptions: {
				loadOptionsMethod: 'getPathwayNames',
				loadOptionsDependsOn: ['project.value'],
			},
			default: [],
			description:
				'Pathways of which the model chooses one. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		}),
		withGeometry: flag({
			displayName: 'Places of Objects',
			name: 'withGeometry',
			type: 'boolean',
			default: false,
			description:
				'Whether the model finds the objects and says where they are, instead of classifying one',
		}),
		ranges: choice({
			displayName: 'Ranges',
			name: 'ranges',
			type: 'options',
			default: 'whole',
			description: 'What an answer holds for',
			options: [
				{ name: 'Characters of a Text', value: 'characters' },
				{ name: 'Frames of a Video', value: 'frames' },
				{ name: 'Milliseconds of Audio', value: 'milliseconds' },
				{ name: 'Whole of What the Model Is Shown', value: 'whole' },
			],
		}),
	},
);

/** What a form asks a model for. */
export interface AskedSchema extends SchemaOptions {
	classifications: string[];
	objects: string[];
	pathways: string[];
	withGeometry: boolean;
}

export const modelSchemaFields: Field<AskedSchema> = mapped(
	group({ classifications, objects, flavor, options }),
	({
		options: { ranges = 'whole', pathways = [], withGeometry = false, ...rest },
		...asked
	}): AskedSchema => ({
		...asked,
		...rest,
		pathways,
		withGeometry,
		...(ranges !== 'whole' && { ranges }),
	}),
);
