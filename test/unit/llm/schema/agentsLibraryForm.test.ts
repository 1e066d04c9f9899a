/** The form of the agents library: its shapes, how answers are read, and what it cannot ask for. */
import { describe, expect, it } from '@jest/globals';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { modelSchemas } from '../../../../src/llm/schema/modelSchema';
import type { SelectionInput } from '../../../../src/llm/schema/selection';

const option = (label: string, more: object = {}) => ({
	label,
	value: label.toLowerCase(),
	featureNodeHash: `op${label.replaceAll(/\W/g, '')}`,
	...more,
});
const attribute = (name: string, type: string, more: object = {}) => ({
	name,
	type,
	featureNodeHash: `at${name.replaceAll(/\W/g, '')}`,
	...more,
});
const object = (name: string, shape: string, more: object = {}) => ({
	name,
	shape,
	color: '#204080',
	featureNodeHash: `ob${name.replaceAll(/\W/g, '')}`,
	...more,
});
const classification = (root: { name: string }, more: object = {}) => ({
	featureNodeHash: `cl${root.name.replaceAll(/\W/g, '')}`,
	attributes: [root],
	...more,
});

const ontology = indexOntology({
	objects: [
		object('Big crate', 'bounding_box', {
			attributes: [attribute('Mark', 'text'), attribute('Old mark', 'text', { archived: true })],
		}),
		object('Lid', 'polygon'),
		object('Lid!', 'bitmask', { featureNodeHash: 'obLid2' }),
		object('Rope', 'polyline'),
		object('Gone', 'polygon', { archived: true }),
	],
	classifications: [
		classification(
			attribute('Room state', 'radio', {
				options: [option('Tidy'), option('Untidy'), option('Gone', { archived: true })],
			}),
		),
		classification(
			attribute("Who's there?", 'checklist', { options: [option('One man'), option('A dog')] }),
		),
		classification(attribute('Note', 'text')),
		classification(
			attribute('Door', 'radio', {
				options: [option('Open', { options: [attribute('Why', 'text')] }), option('Shut')],
			}),
		),
		classification(attribute('Meters', 'numeric')),
		classification(attribute('_hidden', 'text')),
		classification(attribute('Archived', 'text'), {
			attributes: [attribute('Archived', 'text', { archived: true })],
		}),
	],
} as never);

const ask = (input: SelectionInput) =>
	modelSchemas(ontology, input, { flavor: 'agentsLibrary' })[0]!;
const hash = (value: string) => ({ title: 'Feature Node Hash', type: 'string', const: value });

describe('classifications', () => {
	it('are records by the spelling of Python', () => {
		const { schema, names } = ask({ classifications: ['Room state', "Who's there?", 'Note'] });
		expect(schema).toEqual({
			title: 'ClassificationModel',
			type: 'object',
			properties: {
				room_state: {
					title: 'RoomStateRadioModel',
					type: 'object',
					properties: {
						feature_node_hash: hash('atRoomstate'),
						choice: { title: 'RoomStateRadioEnum', type: 'string', enum: ['Tidy', 'Untidy'] },
					},
					required: ['feature_node_hash', 'choice'],
				},
				whos_there: {
					title: 'WhosThereChecklistModel',
					type: 'object',
					properties: {
						feature_node_hash: hash('atWhosthere'),
						one_man: { title: 'One Man', type: 'boolean' },
						a_dog: { title: 'A Dog', type: 'boolean' },
					},
					required: ['feature_node_hash', 'one_man', 'a_dog'],
				},
				note: {
					title: 'NoteTextModel',
					type: 'object',
					properties: {
						feature_node_hash: hash('atNote'),
						value: { title: 'Value', type: 'string', minLength: 0, maxLength: 1000 },
					},
					required: ['feature_node_hash', 'value'],
				},
			},
			required: ['room_state', 'whos_there', 'note'],
		});
		expect(names).toEqual({
			'Room state': 'clRoomstate',
			"Who's there?": 'clWhosthere',
			Note: 'clNote',
		});
	});

	it('are read back', () => {
		const { read } = ask({ classifications: ['Room state', "Who's there?", 'Note'] });
		const instance = {
			room_state: { feature_node_hash: 'atRoomstate', choice: 'Untidy' },
			whos_there: { feature_node_hash: 'atWhosthere', one_man: 'No', a_dog: 1 },
			note: { feature_node_hash: 'atNote', value: '' },
		};
		expect(read(instance)).toEqual({
			classifications: [
				{ classification: 'clRoomstate', answers: { atRoomstate: 'opUntidy' }, confidence: {} },
				{ classification: 'clWhosthere', answers: { atWhosthere: ['opAdog'] }, confidence: {} },
				{ classification: 'clNote', answers: { atNote: '' }, confidence: {} },
			],
			objects: [],
		});
		const note = (value: string) => () =>
			read({ ...instance, note: { feature_node_hash: 'atNote', value } });
		expect(note('x'.repeat(1000))).not.toThrow();
		expect(note('x'.repeat(1001))).toThrow('at most 1000 characters');
		expect(note('🌊'.repeat(1000))).not.toThrow();
		expect(note('\ud800')).toThrow('half a character');
		expect(() =>
			read({ ...instance, room_state: { feature_node_hash: 'other', choice: 'Tidy' } }),
		).toThrow();
		expect(() =>
			read({
				...instance,
				whos_there: { feature_node_hash: 'atWhosthere', one_man: 'maybe', a_dog: 1 },
			}),
		).toThrow();
	});

	it.each([
		...['1', 'on', 't', 'true', 'y', 'yes', 'YES', 1, true].map((word) => [word, true]),
		...['0', 'off', 'f', 'false', 'n', 'no', 'No', 0, false].map((word) => [word, false]),
	])('%j checks an option: %p', (word, isChecked) => {
		const { read } = ask({ classifications: ["Who's there?"] });
		const answers = read({
			whos_there: { feature_node_hash: 'atWhosthere', one_man: word, a_dog: false },
		}).classifications[0]!.answers;
		expect(answers).toEqual({ atWhosthere: isChecked === true ? ['opOneman'] : [] });
	});

	it('have the questions of an option below it', () => {
		const { schema, read } = ask({ classifications: ['Door'] });
		expect(schema.properties!.door!.properties!.choice).toEqual({
			title: 'Choice',
			discriminator: { propertyName: 'feature_node_hash' },
			oneOf: [
				{
					title: 'OpenNestedRadioModel',
					type: 'object',
					properties: {
						feature_node_hash: hash('opOpen'),
						why: expect.objectContaining({ title: 'WhyTextModel' }),
					},
					required: ['feature_node_hash', 'why'],
				},
				{
					title: 'ShutNestedRadioModel',
					type: 'object',
					properties: {
						feature_node_hash: hash('opShut'),
						title: { title: 'Title', type: 'string', const: 'Shut' },
					},
					required: ['feature_node_hash'],
				},
			],
		});
		const door = (choice: object) =>
			read({ door: { feature_node_hash: 'atDoor', choice } }).classifications[0]!.answers;
		expect(door({ feature_node_hash: 'opShut' })).toEqual({ atDoor: 'opShut' });
		expect(door({ feature_node_hash: 'opShut', title: 'Shut' })).toEqual({ atDoor: 'opShut' });
		expect(
			door({ feature_node_hash: 'opOpen', why: { feature_node_hash: 'atWhy', value: 'hot' } }),
		).toEqual({ atDoor: 'opOpen', atWhy: 'hot' });
		expect(() => door({ feature_node_hash: 'opOpen' })).toThrow();
	});
});

describe('objects', () => {
	it('without attributes are one choice by title', () => {
		const { schema, read } = ask({ objects: ['obLid'] });
		expect(schema).toEqual({
			title: 'ObjectsRadioModel',
			type: 'object',
			properties: { choice: { title: 'ObjectEnumOptions', type: 'string', enum: ['Lid'] } },
			required: ['choice'],
		});
		expect(read({ choice: 'Lid' })).toEqual({
			classifications: [],
			objects: [{ object: 'obLid', answers: {}, confidence: {}, dynamic: [] }],
		});
	});

	it('of which two have one key are one, the last', () => {
		const { schema, read } = ask({ objects: ['obLid', 'obLid2'] });
		expect(schema.properties!.choice!.enum).toEqual(['Lid!']);
		expect(read({ choice: 'Lid!' }).objects).toMatchObject([{ object: 'obLid2' }]);
	});

	it('with attributes are told apart by hash', () => {
		const { schema, read } = ask({ objects: ['Big crate', 'obLid'] });
		expect(
			schema.properties!.choice!.oneOf!.map(({ title, required }) => [title, required]),
		).toEqual([
			['BigCrateNestedModel', ['feature_node_hash', 'mark']],
			['LidNestedModel', ['feature_node_hash']],
		]);
		expect(
			read({
				choice: {
					feature_node_hash: 'obBigcrate',
					mark: { feature_node_hash: 'atMark', value: 'X' },
				},
			}).objects,
		).toEqual([{ object: 'obBigcrate', answers: { atMark: 'X' }, confidence: {}, dynamic: [] }]);
	});
});

describe('what the library does not take', () => {
	const OTHER =
		'The form of the agents library takes either classifications or objects, at least one.';

	it.each<[SelectionInput, string]>([
		[
			{ classifications: ['Note'], pathways: ['a'] },
			'The form of the agents library has no pathways; choose another flavor.',
		],
		[{ classifications: ['Note'], objects: ['Big crate'] }, OTHER],
		[{ objects: ['obGone'] }, OTHER],
		[
			{ objects: ['Rope'] },
			'"Rope" cannot be asked for: the agents library takes the shapes bounding_box, polygon, bitmask, rotatable_bounding_box.',
		],
		[
			{ classifications: ['Meters'] },
			'"Meters" cannot be asked for: the agents library has no numeric attributes.',
		],
		[
			{ classifications: ['_hidden'] },
			'The agents library cannot ask for "_hidden": a name of it would begin with an underscore.',
		],
	])('%j', (input, reason) => {
		expect(() => ask(input)).toThrow(reason);
	});
});
