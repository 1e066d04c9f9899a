/** The form fields that stand for the attributes of an ontology. */
import { describe, expect, it } from '@jest/globals';
import type { OntologyAttributeJson } from '../../../../src/encord/wire/ontologyJson';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { answerFields } from '../../../../nodes/shared/lists/answerFields';

function fieldsOf(...attributes: OntologyAttributeJson[]) {
	const { objects } = indexOntology({
		objects: [
			{ name: 'Car', color: '#000', shape: 'bounding_box', featureNodeHash: 'car', attributes },
		],
		classifications: [],
	});
	return answerFields(objects[0]!.allAttributes);
}
const option = (label: string, more: object = {}) => ({
	label,
	value: label.toLowerCase(),
	featureNodeHash: `op${label}`,
	...more,
});
const attribute = (name: string, type: string, more: object = {}) =>
	({ name, type, featureNodeHash: `at${name}`, ...more }) as OntologyAttributeJson;
const common = { display: true, required: false, defaultMatch: false, canBeUsedToMatch: false };

describe('a field of the form', () => {
	it.each([
		['text', 'string'],
		['numeric', 'number'],
	])('stands for an attribute of type %s', (type, expected) =>
		expect(fieldsOf(attribute('Plate', type, { required: true }))).toEqual([
			{ id: 'atPlate', displayName: 'Plate', type: expected, ...common },
		]),
	);

	it('lists the options of a radio attribute, without archived ones', () =>
		expect(
			fieldsOf(
				attribute('Make', 'radio', {
					options: [option('Saab'), option('Volvo'), option('Opel', { archived: true })],
				}),
			),
		).toEqual([
			{
				id: 'atMake',
				displayName: 'Make',
				type: 'options',
				...common,
				options: [
					{ name: 'Saab', value: 'Saab' },
					{ name: 'Volvo', value: 'Volvo' },
				],
			},
		]));

	it('gives options with the same title by their feature hash', () => {
		const options = [
			option('Other', { featureNodeHash: 'op1' }),
			option('other', { featureNodeHash: 'op2' }),
			option('Red'),
			// One that is archived is no rival.
			option('Red', { archived: true, featureNodeHash: 'op3' }),
		];
		expect(fieldsOf(attribute('Color', 'radio', { options }))[0]!.options).toEqual([
			{ name: 'Other', value: 'op1' },
			{ name: 'other', value: 'op2' },
			{ name: 'Red', value: 'Red' },
		]);
	});

	it.each([
		[6, 'Colors (list of C1, C2, C3, C4, C5, C6)'],
		[7, 'Colors (list of C1, C2, C3, C4, C5, C6, …)'],
	])('of a checklist with %i options names at most six', (count, displayName) => {
		const options = Array.from({ length: count }, (_, at) => option(`C${at + 1}`));
		options.push(option('Gone', { archived: true }));
		expect(fieldsOf(attribute('Colors', 'checklist', { options }))).toEqual([
			{ id: 'atColors', displayName, type: 'array', ...common },
		]);
	});

	it('of a nested attribute names those above it, and the option it belongs to', () => {
		const note = attribute('Notes', 'checklist', { options: [option('Small')] });
		const breed = attribute('Breed', 'radio', {
			options: [option('Siamese', { options: [note] })],
		});
		const animal = attribute('Animal', 'radio', {
			options: [option('Cat', { options: [breed] }), option('Dog')],
		});
		expect(fieldsOf(animal).map(({ displayName }) => displayName)).toEqual([
			'Animal',
			'Animal › Breed (when Cat)',
			'Animal › Breed › Notes (when Siamese) (list of Small)',
		]);
	});

	it('is not there for what nobody can answer', () => {
		const breed = attribute('Breed', 'text');
		const archivedOption = option('Cat', { archived: true, options: [breed] });
		const size = attribute('Size', 'text');
		expect(
			fieldsOf(
				attribute('Plate', 'text', { archived: true }),
				attribute('Newer', 'slider'),
				attribute('Animal', 'radio', { options: [archivedOption, option('Dog')] }),
				attribute('Old', 'radio', {
					archived: true,
					options: [option('Yes', { options: [size] })],
				}),
			).map(({ id }) => id),
		).toEqual(['atAnimal']);
	});
});
