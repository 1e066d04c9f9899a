/** The form of Encord's agents library where the golden vectors do not go. */
import { describe, expect, it } from '@jest/globals';
import type { OntologyAttributeJson } from '../../../../src/encord/wire/ontologyJson';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { modelSchemas } from '../../../../src/llm/schema/modelSchema';

const attribute = (
	type: string,
	name: string,
	hash: string,
	options?: OntologyAttributeJson['options'],
): OntologyAttributeJson => ({ type, name, featureNodeHash: hash, ...(options && { options }) });

const modelOf = (...attributes: OntologyAttributeJson[]) => {
	const ontology = indexOntology({
		objects: [],
		classifications: attributes.map((one) => ({
			featureNodeHash: `cl${one.featureNodeHash}`,
			attributes: [one],
		})),
	});
	return modelSchemas(ontology, { classifications: 'all' }, { flavor: 'agentsLibrary' })[0]!;
};
const notes = modelOf(attribute('text', 'Notes', 'atNotes'));
const text = (value: unknown) => ({ notes: { feature_node_hash: 'atNotes', value } });

it('names the feature hash of each question', () =>
	expect(notes.names).toEqual({ Notes: 'clatNotes' }));

describe('text', () => {
	it('has at most 1000 characters, however many units they take', () => {
		expect(notes.read(text('🐢'.repeat(1000))).classifications[0]!.answers.atNotes).toHaveLength(
			2000,
		);
		expect(() => notes.read(text('🐢'.repeat(1001)))).toThrow();
		expect(() => notes.read(text('t'.repeat(1001)))).toThrow();
	});

	it.each([
		['a number', 7],
		['null', null],
		['half a character', '\ud83d'],
		['a list', ['x']],
	])('is not %s', (_what, value) => expect(() => notes.read(text(value))).toThrow());

	it('may be empty, and is an answer then', () => {
		expect(notes.read(text('')).classifications[0]!.answers).toEqual({ atNotes: '' });
	});
});

describe('a checklist', () => {
	const gear = modelOf(
		attribute('checklist', 'Gear', 'atGear', [
			{ label: 'Net', value: 'deep net', featureNodeHash: 'opNet' },
			{ label: 'Trap', value: 'deep_net', featureNodeHash: 'opTrap' },
			{ label: 'Rod', value: 'Rod!', featureNodeHash: 'opRod' },
		]),
	);
	const checked = (deep_net: unknown, Rod: unknown) =>
		gear.read({ gear: { feature_node_hash: 'atGear', deep_net, Rod } }).classifications[0]!.answers
			.atGear;

	it('has one key for options whose values coincide, and the later counts', () => {
		expect(checked(true, false)).toEqual(['opTrap']);
		expect(checked(false, true)).toEqual(['opRod']);
	});

	it.each(['TRUE', 'on', 'y', '1', 1, 't', 'Yes'])('takes %j as checked', (word) =>
		expect(checked(false, word)).toEqual(['opRod']),
	);
	it.each(['False', 'off', 'n', '0', 0, 'f', 'NO'])('takes %j as unchecked', (word) =>
		expect(checked(false, word)).toEqual([]),
	);
	it.each([' yes', '', 2, -1, 'maybe', null, [], {}])('refuses %j', (word) =>
		expect(() => checked(false, word)).toThrow(),
	);
});

describe('nested options', () => {
	const water = modelOf(
		attribute('radio', 'Water level', 'atWater', [
			{ label: 'Dry (none)', value: 'dry_none', featureNodeHash: 'opDry' },
			{
				label: 'Wet',
				value: 'wet',
				featureNodeHash: 'opWet',
				options: [
					attribute('radio', 'How wet', 'atHow', [
						{ label: 'Damp', value: 'damp', featureNodeHash: 'opDamp' },
						{
							label: 'Soaked',
							value: 'soaked',
							featureNodeHash: 'opSoaked',
							options: [attribute('text', 'Since', 'atSince')],
						},
					]),
				],
			},
		]),
	);
	const answer = (choice: object) => ({ water_level: { feature_node_hash: 'atWater', choice } });

	it('are told apart by their feature hashes, at every level', () => {
		const deep = answer({
			feature_node_hash: 'opWet',
			how_wet: {
				feature_node_hash: 'atHow',
				choice: {
					feature_node_hash: 'opSoaked',
					since: { feature_node_hash: 'atSince', value: 'June' },
				},
			},
		});
		expect(water.read(deep).classifications).toEqual([
			{
				classification: 'clatWater',
				answers: { atWater: 'opWet', atHow: 'opSoaked', atSince: 'June' },
				confidence: {},
			},
		]);
	});

	it('have an optional title where they have no attributes', () => {
		for (const choice of [{}, { title: 'Dry none' }, { mood: 'calm' }])
			expect(
				water.read(answer({ feature_node_hash: 'opDry', ...choice })).classifications[0]!.answers,
			).toEqual({ atWater: 'opDry' });
		expect(() => water.read(answer({ feature_node_hash: 'opDry', title: 'Dry (none)' }))).toThrow();
		expect(() => water.read(answer({ feature_node_hash: 'opOther' }))).toThrow();
		expect(() => water.read(answer({ feature_node_hash: 'opWet' }))).toThrow();
	});
});

describe('a selection', () => {
	it('of classifications with one name keeps the last', () => {
		const { schema, read } = modelOf(
			attribute('text', 'Buoy?', 'atOne'),
			attribute('text', 'buoy', 'atTwo'),
		);
		expect(schema.required).toEqual(['buoy']);
		expect(
			read({ buoy: { feature_node_hash: 'atTwo', value: 'red' } }).classifications,
		).toMatchObject([{ classification: 'clatTwo' }]);
	});

	it.each([
		['numbers', attribute('numeric', 'Depth', 'atDepth')],
		[
			'nested numbers',
			attribute('radio', 'R', 'atR', [
				{ label: 'A', featureNodeHash: 'opA', options: [attribute('numeric', 'Depth', 'atDepth')] },
			]),
		],
		['a name that begins with an underscore', attribute('text', '_private', 'atPrivate')],
	])('cannot have %s', (_what, one) => expect(() => modelOf(one)).toThrow('cannot'));

	it('of objects is one choice; with attributes, it is told apart by feature hash', () => {
		const plain = { color: '#00aa00', shape: 'polygon' };
		const ontology = indexOntology({
			objects: [
				{ ...plain, name: 'Crab', featureNodeHash: 'obCrab' },
				{
					...plain,
					name: 'Eel',
					featureNodeHash: 'obEel',
					attributes: [attribute('text', 'Tag', 'atTag')],
				},
				{ ...plain, name: 'Clam', featureNodeHash: 'obClam' },
			],
			classifications: [],
		});
		const of = (...objects: string[]) =>
			modelSchemas(ontology, { objects }, { flavor: 'agentsLibrary' })[0]!;
		expect(of('Crab', 'Clam').read({ choice: 'Clam' }).objects).toMatchObject([
			{ object: 'obClam' },
		]);
		const mixed = of('Crab', 'Eel');
		expect(mixed.read({ choice: { feature_node_hash: 'obCrab' } }).objects).toMatchObject([
			{ object: 'obCrab' },
		]);
		expect(() => mixed.read({ choice: 'Crab' })).toThrow();
		expect(
			mixed.read({
				choice: { feature_node_hash: 'obEel', tag: { feature_node_hash: 'atTag', value: 'E7' } },
			}).objects,
		).toMatchObject([{ object: 'obEel', answers: { atTag: 'E7' } }]);
	});
});
