/** Which classification or nested question a name means. */
import { describe, expect, it } from '@jest/globals';

import { findClassificationAttribute } from '../../../../src/labels/answers/classificationAttribute';
import { indexOntology } from '../../../../src/labels/ontology/ontology';

const radio = (name: string, hash: string, options: object[]) => ({
	name,
	type: 'radio',
	featureNodeHash: hash,
	options,
});
const option = (label: string, hash: string, options: object[] = []) => ({
	label,
	featureNodeHash: hash,
	options,
});
const text = (name: string, hash: string) => ({ name, type: 'text', featureNodeHash: hash });
const ontology = indexOntology({
	objects: [],
	classifications: [
		{
			featureNodeHash: 'clPet',
			attributes: [
				radio('Pet', 'atPet', [
					option('Cat', 'opCat', [text('Breed', 'atCatBreed'), text('Tail', 'atTail')]),
					option('Dog', 'opDog', [text('Breed', 'atDogBreed'), text('Sky', 'atPetSky')]),
				]),
			],
		},
		{ featureNodeHash: 'clSky', attributes: [text('Sky', 'atSky')] },
		{ featureNodeHash: 'clNone' },
	],
} as never);
const found = (name: string) => {
	const { item, attribute } = findClassificationAttribute(ontology, name);
	return [item.featureHash, attribute];
};

describe('a name', () => {
	it.each([
		['Pet', 'clPet', 'atPet'],
		[' pET ', 'clPet', 'atPet'],
		['clPet', 'clPet', 'atPet'],
		['atPet', 'clPet', 'atPet'],
		['Tail', 'clPet', 'atTail'],
		[' tAIL', 'clPet', 'atTail'],
		['atTail', 'clPet', 'atTail'],
		['Pet > Cat > Breed', 'clPet', 'atCatBreed'],
		['pet > dog > breed ', 'clPet', 'atDogBreed'],
		['atDogBreed', 'clPet', 'atDogBreed'],
		// A classification goes before a question of the same name that is nested in another.
		['Sky', 'clSky', 'atSky'],
		['Pet > Dog > Sky', 'clPet', 'atPetSky'],
		['clNone', 'clNone', 'clNone'],
	])('%j means %s, %s', (name, classification, attribute) =>
		expect(found(name)).toEqual([classification, attribute]),
	);

	it('of nothing is refused with the classifications that there are', () =>
		expect(() => found('Wind')).toThrow(
			'There is no classification "Wind" in the ontology. There are: Pet, Sky, clNone',
		));

	it('of several questions is refused with their paths', () =>
		expect(() => found('breed')).toThrow(
			'2 attributes of classifications are called "breed". Use the path or the feature hash of the one you mean: ' +
				'Pet > Cat > Breed (atCatBreed), Pet > Dog > Breed (atDogBreed)',
		));
});
