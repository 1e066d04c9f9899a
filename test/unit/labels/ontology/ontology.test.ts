/** An ontology's JSON as an index: titles, paths, order and parents, and what a newer Encord may have. */
import { describe, expect, it } from '@jest/globals';

import { indexOntology, lowerSnake } from '../../../../src/labels/ontology/ontology';

const json = {
	objects: [
		{
			name: 'Fire Engine',
			color: '#D33115',
			shape: 'bounding_box',
			featureNodeHash: 'obEngine',
			required: true,
			attributes: [
				{
					name: 'Make',
					type: 'radio',
					featureNodeHash: 'atMake',
					required: true,
					dynamic: true,
					options: [
						{
							label: 'Big One',
							featureNodeHash: 'opBig',
							options: [
								{ name: 'Trim', type: 'text', featureNodeHash: 'atTrim' },
								{ name: 'Year', type: 'numeric', featureNodeHash: 'atYear', archived: true },
							],
						},
						{ label: 'Old', value: 'vintage', featureNodeHash: 'opOld', archived: true },
					],
				},
				{ name: 'Doors', type: 'checklist', featureNodeHash: 'atDoors' },
			],
		},
		{ name: 'Blob', color: '#000000', shape: 'blob', featureNodeHash: 'obBlob', archived: true },
	],
	classifications: [
		{
			featureNodeHash: 'clScene',
			level: 'global',
			attributes: [{ name: 'Scene', type: 'mood', featureNodeHash: 'atScene' }],
		},
		{ featureNodeHash: 'clEmpty' },
		{ featureNodeHash: 'clOld', archived: true, attributes: [] },
		{
			featureNodeHash: 'clGone',
			attributes: [{ name: 'Gone', type: 'text', featureNodeHash: 'atGone', archived: true }],
		},
	],
};
const index = () => indexOntology(json as never);

describe('an object', () => {
	it('has its title, shape, color and flags', () => {
		const ontology = index();
		const [engine, blob] = ontology.objects;
		const { featureHash, title, path, shape, color, required, archived } = engine!;
		expect([featureHash, title, path, shape, color, required, archived]).toEqual([
			'obEngine',
			'Fire Engine',
			['Fire Engine'],
			'bounding_box',
			'#D33115',
			true,
			false,
		]);
		expect([blob!.required, blob!.archived, blob!.attributes]).toEqual([false, true, []]);
		expect(ontology.objectByHash.get('obBlob')).toBe(blob);
	});

	it('has its attributes depth first, with their order, path and parent', () => {
		const [engine] = index().objects;
		expect(
			engine!.allAttributes.map(({ title, order, path, parent }) => [
				title,
				order,
				path,
				parent?.featureHash,
			]),
		).toEqual([
			['Make', 0, ['Fire Engine', 'Make'], undefined],
			['Trim', 1, ['Fire Engine', 'Make', 'Big One', 'Trim'], 'opBig'],
			['Year', 2, ['Fire Engine', 'Make', 'Big One', 'Year'], 'opBig'],
			['Doors', 3, ['Fire Engine', 'Doors'], undefined],
		]);
		expect(engine!.attributes.map(({ title }) => title)).toEqual(['Make', 'Doors']);
		expect(
			engine!.allAttributes.map(({ required, dynamic, archived }) => [required, dynamic, archived]),
		).toEqual([
			[true, true, false],
			[false, false, false],
			[false, false, true],
			[false, false, false],
		]);
	});

	it('has its options with their value, or one made of the label', () => {
		const [engine] = index().objects;
		const make = engine!.attributeByHash.get('atMake')!;
		expect(
			make.options.map(({ title, value, path, archived }) => [title, value, path, archived]),
		).toEqual([
			['Big One', 'big_one', ['Fire Engine', 'Make', 'Big One'], false],
			['Old', 'vintage', ['Fire Engine', 'Make', 'Old'], true],
		]);
		const big = engine!.optionByHash.get('opBig')!;
		expect(big).toBe(make.options[0]);
		expect(big.attribute).toBe(make);
		expect(big.attributes.map(({ title }) => title)).toEqual(['Trim', 'Year']);
		expect(big.attributes[0]).not.toHaveProperty('attributes');
		expect(make.item).toBe(engine);
		expect(make).not.toHaveProperty('parent');
	});
});

describe('a classification', () => {
	it('is called as its first question, or by its hash where it has none', () =>
		expect(
			index().classifications.map(({ title, path, global, archived, root }) => [
				title,
				path,
				global,
				archived,
				root?.featureHash,
			]),
		).toEqual([
			['Scene', ['Scene'], true, false, 'atScene'],
			['clEmpty', ['clEmpty'], false, false, undefined],
			['clOld', ['clOld'], false, true, undefined],
			['Gone', ['Gone'], false, true, 'atGone'],
		]));

	it('has paths that begin with its question', () =>
		expect(index().classificationByHash.get('clScene')!.root!.path).toEqual(['Scene']));
});

it('shapes and types that are not known are listed with where they are', () =>
	expect(index().unknown).toEqual([
		'shape "blob" of object "Blob"',
		'type "mood" of attribute "Scene"',
	]));

it('an ontology without items is empty', () =>
	expect(indexOntology({} as never)).toMatchObject({
		objects: [],
		classifications: [],
		unknown: [],
	}));

it('JSON that is no ontology is an error that quotes nothing of it', () =>
	expect(() => indexOntology({ objects: [null] } as never)).toThrow(
		'The ontology is not in the form of Encord.',
	));

it.each([
	['Fire Engine', 'fire_engine'],
	['A  b', 'a__b'],
	['Größe (m)', 'größe_(m)'],
	['tab\there', 'tab\there'],
])('%j is written as %j in keys', (name, value) => expect(lowerSnake(name)).toBe(value));
