/** An ontology for tests of whole schemas. */
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { modelSchemas, type SchemaOptions } from '../../../../src/llm/schema/modelSchema';
import type { SelectionInput } from '../../../../src/llm/schema/selection';

const option = (label: string, more: object = {}) => ({
	label,
	featureNodeHash: `op${label}`,
	...more,
});
const attribute = (name: string, type: string, more: object = {}) => ({
	name,
	type,
	featureNodeHash: `at${name.replaceAll(' ', '')}`,
	...more,
});
const object = (name: string, shape: string, more: object = {}) => ({
	name,
	shape,
	color: '#204080',
	featureNodeHash: `ob${name}`,
	...more,
});
const classification = (root: { name: string }, more: object = {}) => ({
	featureNodeHash: `cl${root.name.replaceAll(' ', '')}`,
	attributes: [root],
	...more,
});

/** An ontology of a garden, with every shape and kind of question. */
export const garden = indexOntology({
	objects: [
		object('Bed', 'bounding_box', {
			attributes: [attribute('Depth', 'numeric', { required: true })],
		}),
		object('Path', 'polyline'),
		object('Lawn', 'polygon'),
		object('Sprout', 'point'),
		object('Plank', 'rotatable_bounding_box'),
		object('Song', 'audio'),
		object('Word', 'text'),
		object('Mist', 'bitmask'),
		object('Cube', 'cuboid_2d'),
	],
	classifications: [
		classification(
			attribute('Plant kind', 'radio', {
				required: true,
				options: [
					option('Herb'),
					option('Tree', { options: [attribute('Height', 'numeric'), attribute('Note', 'text')] }),
				],
			}),
		),
		classification(attribute('Colors', 'checklist', { options: [option('Red'), option('Blue')] })),
		classification(
			attribute('Soil', 'radio', { required: true, options: [option('Dry'), option('Wet')] }),
		),
		classification(attribute('Weeds', 'numeric')),
		classification(attribute('Empty', 'radio', { options: [option('Gone', { archived: true })] })),
		classification(attribute('Strange', 'hologram')),
		{ featureNodeHash: 'clBare', attributes: [] },
	],
} as never);

/** The only schema of a selection. */
export const ask = (input: SelectionInput, options: Partial<SchemaOptions> = {}) =>
	modelSchemas(garden, input, { flavor: 'plain', ...options })[0]!;
