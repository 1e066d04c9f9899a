/** Which item of an ontology a title, path or hash means, and what is said when it means none or several. */
import { describe, expect, it } from '@jest/globals';
import {
	findAttribute,
	findClassification,
	findObject,
	findOption,
} from '../../../../src/labels/ontology/lookup';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { ontology as street } from '../fixtures';

const object = (name: string, hash: string, more: object = {}) => ({
	name,
	color: '#000000',
	shape: 'bounding_box',
	featureNodeHash: hash,
	...more,
});
const radio = (name: string, hash: string, options: object[]) => ({
	name,
	type: 'radio',
	featureNodeHash: hash,
	options,
});
const option = (label: string, hash: string, more: object = {}) => ({
	label,
	value: `${hash} value`,
	featureNodeHash: hash,
	...more,
});
const ontology = indexOntology({
	objects: [
		object('Car', 'obCar'),
		object('car', 'obSmallCar'),
		object('Bus', 'obBus'),
		object('Bus', 'obOldBus', { archived: true }),
		object('Van', 'obVan1'),
		object('Van', 'obVan2'),
		object('Cart', 'obCart', { archived: true }),
		object('Cart', 'obCart2', { archived: true }),
		object('Fire engine', 'obFire', {
			attributes: [
				radio('Make', 'atMake', [
					option('Volvo', 'opVolvo', {
						options: [radio('Trim', 'atTrimV', [option('High', 'opHighV')])],
					}),
					option('Saab', 'opSaab', {
						options: [radio('Trim', 'atTrimS', [option('High', 'opHighS')])],
					}),
				]),
			],
		}),
	],
	classifications: [],
} as never);
const messageOf = (run: () => unknown): string => {
	try {
		run();
	} catch (error) {
		return (error as Error).message;
	}
	return 'found';
};
const engine = findObject(ontology, 'obFire');

describe('an item', () => {
	it.each([
		['obBus', 'obBus'],
		['Car', 'obCar'],
		['car', 'obSmallCar'],
		// Of two items of one title, the one that is not archived.
		['Bus', 'obBus'],
		[' fire_ENGINE ', 'obFire'],
	])('called %j is %s', (given, expected) =>
		expect(findObject(ontology, given).featureHash).toBe(expected),
	);

	it.each([
		[
			'Van',
			'2 objects in the ontology are called "Van". Use the feature hash of the one you mean: Van (obVan1), Van (obVan2)',
		],
		['CAR', '2 objects in the ontology are called "CAR".'],
		['Cart', '2 objects in the ontology are called "Cart".'],
		[
			'Boat',
			'There is no object "Boat" in the ontology. There are: Car, car, Bus, Van, Van, Fire engine',
		],
	])('called %j is not found', (given, message) =>
		expect(messageOf(() => findObject(ontology, given))).toContain(message),
	);

	it('is not found where there is none', () =>
		expect(messageOf(() => findClassification(ontology, 'Weather'))).toBe(
			'There is no classification "Weather" in the ontology. There are none.',
		));

	it('of a classification is also known by its question', () =>
		expect(findClassification(street, 'atWeather').featureHash).toBe('clWeather'));
});

describe('the names that there are', () => {
	const boats = (count: number) =>
		indexOntology({
			objects: Array.from({ length: count }, (_, at) => object(`B${at}`, `ob${at}`)),
			classifications: [],
		} as never);
	const names = Array.from({ length: 25 }, (_, at) => `B${at}`).join(', ');

	it('are 25 at most', () => {
		const there = 'There is no object "Car" in the ontology. There are:';
		expect(messageOf(() => findObject(boats(25), 'Car'))).toBe(`${there} ${names}`);
		expect(messageOf(() => findObject(boats(27), 'Car'))).toBe(`${there} ${names}, … 2 more`);
	});

	it('are all in the error', () => {
		try {
			findObject(boats(27), 'Car');
		} catch (error) {
			expect(error).toMatchObject({ name: 'OntologyLookupError', searchedFor: 'Car' });
			expect((error as { candidates: string[] }).candidates).toHaveLength(27);
		}
		expect.assertions(2);
	});
});

describe('an attribute', () => {
	it.each([
		['atTrimS', 'atTrimS'],
		['make', 'atMake'],
		['Volvo > Trim', 'atTrimV'],
		['Make > Saab > Trim', 'atTrimS'],
		['make > saab > trim', 'atTrimS'],
	])('called %j is %s', (given, expected) =>
		expect(findAttribute(engine, given).featureHash).toBe(expected),
	);

	it.each([
		['Trim', '2 attributes of "Fire engine" are called "Trim".'],
		[
			'Make > Trim',
			'2 attributes of "Fire engine" are called "Make > Trim". Use the feature hash of the one you mean: ' +
				'Fire engine > Make > Volvo > Trim (atTrimV), Fire engine > Make > Saab > Trim (atTrimS)',
		],
		[
			'Volvo > Color',
			'There is no attribute "Volvo > Color" of "Fire engine". There are: Make, Trim, Trim',
		],
		['Trim > Volvo', 'There is no attribute "Trim > Volvo" of "Fire engine".'],
		['Audi > Trim', 'There is no attribute "Audi > Trim" of "Fire engine".'],
	])('called %j is not found', (given, message) =>
		expect(messageOf(() => findAttribute(engine, given))).toContain(message),
	);
});

describe('an option', () => {
	const make = findAttribute(engine, 'Make');
	it.each([
		['opSaab', 'opSaab'],
		['saab', 'opSaab'],
		['opVolvo value', 'opVolvo'],
		['OPVOLVO_value', 'opVolvo'],
	])('called %j is %s', (given, expected) =>
		expect(findOption(make, given).featureHash).toBe(expected),
	);

	it('is the one of this title before one of this value, and of two of one value none', () => {
		const size = indexOntology({
			objects: [
				object('Car', 'obCar', {
					attributes: [
						radio('Size', 'atSize', [
							option('big', 'op1', { value: 'small' }),
							option('small', 'op2', { value: 'big' }),
							option('x', 'op3', { value: 'same' }),
							option('y', 'op4', { value: 'SAME' }),
						]),
					],
				}),
			],
			classifications: [],
		} as never).objects[0]!.attributes[0]!;
		expect(findOption(size, 'big').featureHash).toBe('op1');
		expect(messageOf(() => findOption(size, 'same'))).toBe(
			'There is no option "same" of "Size". There are: big, small, x, y',
		);
	});

	it('is not found under another name', () =>
		expect(messageOf(() => findOption(make, 'Audi'))).toBe(
			'There is no option "Audi" of "Make". There are: Volvo, Saab',
		));
});
