/** Which classes of two ontologies count as one: by feature hash, else by title; and when that is refused. */
import { describe, expect, it } from '@jest/globals';
import { NotComparable } from '../../../../src/labels/comparing/refused';
import { isInPlane, SharedClasses } from '../../../../src/labels/comparing/sharedClasses';
import { indexOntology } from '../../../../src/labels/ontology/ontology';

/** Classes as `hash: [title, shape]`, classifications as `hash: title`. */
const ontologyWith = (
	objects: Record<string, [title: string, shape: string]>,
	classifications: Record<string, string> = {},
) =>
	indexOntology({
		objects: Object.entries(objects).map(([featureNodeHash, [name, shape]]) => ({
			...{ name, shape, color: '#000', featureNodeHash },
		})),
		classifications: Object.entries(classifications).map(([featureNodeHash, name]) => ({
			featureNodeHash,
			attributes: [{ name, type: 'text', featureNodeHash: `${featureNodeHash}-root` }],
		})),
	} as never);

const refusal = (work: () => unknown): unknown => {
	try {
		work();
	} catch (error) {
		expect(error).toBeInstanceOf(NotComparable);
		return error;
	}
	throw new Error('Nothing was refused');
};

describe('a class', () => {
	const person = ontologyWith(
		{ h1: ['Car', 'bounding_box'], p2: ['Road', 'polygon'], p3: ['Dog', 'bitmask'] },
		{ c1: 'Mood', pc: 'Car' },
	);
	const agent = ontologyWith(
		{ h1: ['Auto', 'polygon'], a2: ['Road', 'rotatable_bounding_box'], a3: ['Cat', 'bitmask'] },
		{ c1: 'Temper', ac: 'Road' },
	);
	const classes = new SharedClasses(person, agent);

	it('is known by its feature hash where both ontologies have it, whatever the titles', () => {
		expect(classes.keyOf('person', 'object', 'h1', 'Car')).toBe('object #h1');
		expect(classes.keyOf('agent', 'object', 'h1', 'Auto')).toBe('object #h1');
		expect(classes.keyOf('person', 'classification', 'c1', 'Mood')).toBe('classification #c1');
		expect(classes.keyOf('agent', 'classification', 'c1', 'Temper')).toBe('classification #c1');
	});

	it('is known by its title where only that is the same', () => {
		expect(classes.keyOf('person', 'object', 'p2', 'Road')).toBe('object =Road');
		expect(classes.keyOf('agent', 'object', 'a2', 'Road')).toBe('object =Road');
	});

	it('is one of its own side where the other ontology has neither, also when a class of the other kind has the title', () => {
		expect(classes.keyOf('person', 'object', 'p3', 'Dog')).toBe('object person #p3');
		expect(classes.keyOf('agent', 'object', 'a3', 'Cat')).toBe('object agent #a3');
		expect(classes.keyOf('person', 'classification', 'pc', 'Car')).toBe(
			'classification person #pc',
		);
		expect(classes.keyOf('agent', 'classification', 'ac', 'Road')).toBe('classification agent #ac');
	});

	it('that no ontology of its side has is known by its feature hash', () => {
		expect(classes.keyOf('person', 'object', 'gone', 'Road')).toBe('object #gone');
		expect(classes.keyOf('person', 'object', 'a2', 'Road')).toBe('object #a2');
	});

	it('is counted under the title that the person’s ontology has for it', () => {
		expect(classes.titleOf('object', 'h1', 'Auto')).toBe('Car');
		expect(classes.titleOf('object', 'a3', 'Cat')).toBe('Cat');
		expect(classes.titleOf('classification', 'c1', 'Temper')).toBe('Mood');
		expect(classes.titleOf('classification', 'h1', 'x')).toBe('x');
	});
});

describe('two classes', () => {
	const severalTitles = {
		message: 'Which "Road" is meant cannot be told: an ontology has several',
		advice: 'Give the classes different titles, or compare projects with the same ontology.',
	};

	it.each<[string, string[], string[]]>([
		['there', ['p'], ['a', 'b']],
		['here', ['p', 'q'], ['a']],
	])('of one title %s are refused where only titles could tell', (_where, own, others) => {
		const roads = (hashes: string[]) =>
			ontologyWith(
				Object.fromEntries(
					hashes.map((hash): [string, [string, string]] => [hash, ['Road', 'polygon']]),
				),
			);
		const classes = new SharedClasses(roads(own), roads(others));
		expect(refusal(() => classes.keyOf('person', 'object', 'p', 'Road'))).toMatchObject(
			severalTitles,
		);
		expect(refusal(() => classes.keyOf('agent', 'object', 'a', 'Road'))).toMatchObject(
			severalTitles,
		);
	});

	const sameHash = (shape: string, other: string) =>
		new SharedClasses(ontologyWith({ h: ['Car', shape] }), ontologyWith({ h: ['Auto', other] }));
	const sameTitle = (shape: string, other: string) =>
		new SharedClasses(ontologyWith({ h: ['Car', shape] }), ontologyWith({ a: ['Car', other] }));

	it.each([
		['bounding_box', 'rotatable_bounding_box'],
		['polygon', 'bitmask'],
		['bounding_box', 'polygon'],
		['polyline', 'polyline'],
		['audio', 'text'],
		['text', 'audio'],
		['cuboid', 'cuboid'],
	])('drawn as %s and %s can be compared', (shape, other) => {
		expect(sameHash(shape, other).keyOf('person', 'object', 'h', 'Car')).toBe('object #h');
		expect(sameTitle(shape, other).keyOf('person', 'object', 'h', 'Car')).toBe('object =Car');
	});

	it.each([
		['bounding_box', 'point'],
		['polyline', 'polygon'],
		['point', 'polyline'],
		['skeleton', 'point'],
		['audio', 'bounding_box'],
		['cuboid', 'bounding_box'],
	])('drawn as %s and %s are refused', (shape, other) => {
		const refused = {
			message: `"Car" is drawn as ${shape} by one side and as ${other} by the other`,
			advice: 'Their places cannot be compared. Leave the class out with the option Only Items.',
		};
		for (const classes of [sameHash(shape, other), sameTitle(shape, other)])
			expect(refusal(() => classes.keyOf('person', 'object', 'h', 'Car'))).toMatchObject(refused);
	});
});

it.each([
	...['bounding_box', 'rotatable_bounding_box', 'polygon', 'bitmask', 'point', 'polyline'].map(
		(shape): [string, boolean] => [shape, true],
	),
	...[['skeleton', true] as const, ['cuboid', false] as const, ['cuboid_2d', false] as const],
	...[['audio', false] as const, ['text', false] as const],
])('a %s has a place in the plane of the picture: %j', (shape, isThere) =>
	expect(isInPlane(shape)).toBe(isThere),
);
