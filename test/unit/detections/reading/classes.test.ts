/** The class of a detection, by its names, its number and the names of the model. */
import { describe, expect, it } from '@jest/globals';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import type { Detection } from '../../../../src/detections/found';
import { ClassFinder, NoSuchClass } from '../../../../src/detections/reading/classes';
import { ontology as lake } from '../lake';
import { called, classes, numbered, TITLES, unnamed } from './classes';

describe('a name', () => {
	it.each<[string, string]>([
		['Otter', 'obOtter'],
		['obOtter', 'obOtter'],
		['otter', 'obOtter'],
		['OTTERS', 'obOtter'],
		['water-lily', 'obWaterlily'],
		['WaterLily', 'obWaterlily'],
		['Water lilies', 'obWaterlily'],
		['Pier', 'obPier obPierOutline'],
		['pier', 'obPier obPierOutline'],
		['obPierOutline', 'obPierOutline'],
	])('%s is the class %s', (name, hashes) => {
		expect(classes([called(name)])).toEqual([hashes]);
		expect(classes([called([name])])).toEqual([hashes]);
		expect(classes([called('', name)])).toEqual([hashes]);
		expect(classes([called(null, name)])).toEqual([hashes]);
	});

	it.each<[unknown[], string]>([
		[['Beaver'], `The ontology has no class "Beaver". ${TITLES}`],
		[['old pier'], `The ontology has no class "old pier". ${TITLES}`],
		[['Old pier'], 'The class "Old pier" is archived.'],
		[['obOldpier'], 'The class "obOldpier" is archived.'],
		[[['Otter', 'Raft']], 'The detection has 2 classes: ["Otter","Raft"]; expected one.'],
		[['Otter', 'Raft'], 'The detection is called "Otter" and "Raft"; expected one class.'],
		[['Otter', 'obRaft'], 'The detection is called "Otter" and "obRaft"; expected one class.'],
		[[{ a: 1 }], 'The class is {"a":1}; expected a name.'],
		[[true], 'The class is true; expected a name.'],
		[[], 'The detection names no class. Give it one, or choose a default class.'],
		[[''], 'The detection names no class. Give it one, or choose a default class.'],
		[[5], `The ontology has no class "5". ${TITLES}`],
	])('%j is refused', (names, reason) => {
		expect(classes([called(...names)])).toEqual([reason]);
	});

	it('beside one that is no class counts, and a hash tells apart classes of one title', () => {
		expect(classes([called('Otter', 'Lutra')])).toEqual(['obOtter']);
		expect(classes([called('Pier', 'obPierOutline')])).toEqual(['obPierOutline']);
		expect(classes([called('obPier', 'Pier')])).toEqual(['obPier']);
	});

	it('that fits two titles equally is a guess', () => {
		const two = indexOntology({
			objects: [
				'Tree-top',
				'tree top',
				'Lamp',
				'Lamps',
				...Array.from({ length: 23 }, (_, at) => `Class ${at}`),
			].map((name, at) => ({
				name,
				shape: 'bounding_box',
				color: '#336699',
				featureNodeHash: `ob${at}`,
			})),
			classifications: [],
		} as never);
		expect(classes([called('TREETOP')], {}, two)).toEqual([
			'"TREETOP" may be "Tree-top" or "tree top": give the exact title.',
		]);
		expect(classes([called('Tree-top'), called('LAMP'), called('LAMPS')], {}, two)).toEqual([
			'ob0',
			'ob2',
			'ob3',
		]);
		// The message ends where the list is long.
		const [reason] = classes([called('Ant')], {}, two) as [string];
		expect(reason).toMatch(/It has: Tree-top, tree top, Lamp, Lamps, Class 0, .*Class 20, …\.$/);
		const none = indexOntology({ objects: [], classifications: [] });
		expect(classes([called('Ant')], {}, none)).toEqual([
			'The ontology has no class "Ant". It has none.',
		]);
	});

	it('that no class has is told apart from other refusals', () => {
		const finder = new ClassFinder(lake, {}, []);
		const thrown = (name: string): unknown => {
			try {
				return finder.classesOf({ index: 0, names: [name], places: [] });
			} catch (error) {
				return error;
			}
		};
		expect(thrown('Beaver')).toBeInstanceOf(NoSuchClass);
		expect((thrown('Beaver') as NoSuchClass).className).toBe('Beaver');
		expect(thrown('Old pier')).not.toBeInstanceOf(NoSuchClass);
	});
});

describe('a number', () => {
	const names = ['Otter', 'Raft'];

	it('is explained by the names of the model', () => {
		expect(classes([numbered(0), numbered(1), numbered('1')], { names })).toEqual([
			'obOtter',
			'obRaft',
			'obRaft',
		]);
		expect(classes([called('0'), called('1')], { names })).toEqual(['obOtter', 'obRaft']);
	});

	it('without names is refused', () => {
		expect(classes([numbered(3)])).toEqual([unnamed(3)]);
		expect(classes([numbered(0)], { names: [] })).toEqual([unnamed(0)]);
	});

	it.each<[Partial<Detection>, unknown]>([
		[numbered(2), 2],
		[numbered(-1), -1],
		[numbered(0.5), 0.5],
		[called('2'), 2],
	])('beyond the names is of another model: %j', (detection, number) => {
		expect(classes([numbered(0), detection], { names })).toBe(
			`There is a class number ${String(number)}, but 2 names, which are of the classes 0 to 1: the list is of another model or counts from 1.`,
		);
	});

	it('beyond the names is none where a table or the map explains it', () => {
		expect(classes([numbered(7, { tableName: 'Otter' })], { names })).toEqual(['obOtter']);
		expect(classes([numbered(7)], { names, classMap: { 7: 'Heron' } })).toEqual(['obHeron']);
		// Beside a name, it says nothing.
		expect(classes([numbered(7, called('Otter'))], { names })).toEqual(['obOtter']);
	});

	it('as text may be a class that is called so', () => {
		const digits = indexOntology({
			objects: ['7', 'Seven', 'Eight'].map((name) => ({
				name,
				shape: 'bounding_box',
				color: '#336699',
				featureNodeHash: `ob${name}`,
			})),
			classifications: [],
		} as never);
		expect(classes([called('7')], {}, digits)).toEqual(['ob7']);
		expect(classes([called('7')], { names: ['Seven'] }, digits)).toEqual(['ob7']);
		const eight = (name: string) => [...Array<string>(7).fill('x'), name];
		expect(classes([called('7')], { names: eight('7') }, digits)).toEqual(['ob7']);
		expect(classes([called('7')], { names: eight('Eight') }, digits)).toEqual([
			'"7" is a class of the ontology, but the names that were given call class 7 "Eight".',
		]);
		expect(
			classes([called('7')], { names: eight('Eight'), classMap: { 7: 'Seven' } }, digits),
		).toEqual(['obSeven']);
	});

	it('of COCO counts from 1, unless a list begins with nothing or 0 is used', () => {
		const coco = (...numbers: number[]) =>
			numbers.map((number) => numbered(number, { idsFromOne: true }));
		const reason =
			'COCO counts categories from 1 and the names count from 0, so which name is meant is a guess. Map the category ids to classes.';
		expect(classes(coco(1), { names })).toBe(reason);
		expect(classes(coco(0, 1), { names })).toEqual(['obOtter', 'obRaft']);
		for (const nothing of ['background', '__background__', '', 'N/A', 'none', '_'])
			expect(classes(coco(1), { names: [nothing, 'Otter'] })).toEqual(['obOtter']);
		expect(classes(coco(1), { names: ['Otter', 'duck'], classMap: { 1: 'Heron' } })).toEqual([
			'obHeron',
		]);
		expect(classes([numbered(1)], { names })).toEqual(['obRaft']);
	});

	it('must agree with the name beside it and with the table of the file', () => {
		expect(classes([numbered(1, called('Raft'))], { names })).toEqual(['obRaft']);
		expect(classes([numbered(1, called('Otter'))], { names })).toEqual([
			'The detection is called "Otter", but its class number 1 means "Raft".',
		]);
		expect(classes([numbered(1, called('Otter'))], { names: ['Otter', 'Beaver'] })).toEqual([
			'obOtter',
		]);
		expect(classes([numbered(1, { tableName: 'raft' })], { names })).toEqual(['obRaft']);
		expect(classes([numbered(1, { tableName: 'Heron' })], { names })).toEqual([
			'The file calls class 1 "Heron", but the names that were given call it "Raft".',
		]);
		expect(classes([numbered(9, { tableName: 'Heron' })])).toEqual(['obHeron']);
	});
});
