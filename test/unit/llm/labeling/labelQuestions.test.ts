import { describe, expect, it } from '@jest/globals';
import type { OntologyJson } from '../../../../src/encord/wire/ontologyJson';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { labelQuestions } from '../../../../src/llm/labeling/labelQuestions';

const option = (label: string, more = {}) => ({
	id: '1',
	label,
	value: label.toLowerCase(),
	featureNodeHash: `o${label}`,
	...more,
});
const ontology = indexOntology({
	objects: [
		{
			id: '1',
			name: 'Buoy',
			color: '#ff0000',
			shape: 'bounding_box',
			featureNodeHash: 'oBuoy',
			attributes: [
				{
					id: '1.1',
					name: 'Color',
					type: 'radio',
					featureNodeHash: 'aColor',
					required: false,
					dynamic: false,
					options: [option('Red'), option('Green')],
				},
			],
		},
	],
	classifications: [
		{
			id: '2',
			featureNodeHash: 'cSea',
			attributes: [
				{
					id: '2.1',
					name: 'Sea',
					type: 'radio',
					featureNodeHash: 'aSea',
					required: true,
					dynamic: false,
					options: [option('Calm'), option('Rough')],
				},
			],
		},
		{
			id: '3',
			featureNodeHash: 'cShips',
			attributes: [
				{
					id: '3.1',
					name: 'Ships',
					type: 'numeric',
					featureNodeHash: 'aShips',
					required: false,
					dynamic: false,
				},
			],
		},
	],
} as unknown as OntologyJson);

const read = (content: unknown, confidence = false) =>
	labelQuestions(ontology, {
		classifications: 'all',
		objects: 'all',
		flavor: 'openai',
		cannotTell: true,
		confidence,
	})[0]!.reader(4)(content);

const buoy = (x: number, color: string | null = null) => ({
	class: 'Buoy',
	boundingBox: { x, y: 0.2, w: 0.1, h: 0.1 },
	attributes: { Color: color },
});

describe('a reply to the questions', () => {
	it('becomes edits on the frame that was shown', () => {
		const { parts, fields } = read({ Sea: 'Rough', Ships: 2, objects: [buoy(0.5, 'Green')] });
		expect(parts.map(({ name, value, edits }) => [name, value, edits[0]])).toEqual([
			[
				'Sea',
				{ Sea: 'Rough' },
				{
					kind: 'setClassification',
					classification: 'cSea',
					answers: { aSea: 'oRough' },
					frames: 4,
				},
			],
			['Ships', { Ships: 2 }, expect.objectContaining({ answers: { aShips: 2 }, frames: 4 })],
			['Buoy 1', { 'Buoy/Color': 'Green' }, undefined],
		]);
		expect(parts[2]!.object).toEqual({
			class: 'oBuoy',
			coordinates: { boundingBox: { x: 0.5, y: 0.2, w: 0.1, h: 0.1 } },
			attributes: { aColor: 'oGreen' },
		});
		expect(fields.map(({ outcome }) => outcome)).toEqual(['taken', 'taken', 'taken']);
	});

	it('is read field by field: a wrong one does not spoil the others', () => {
		const { parts, fields } = read({
			Sea: 'Stormy',
			Ships: 2,
			Wind: 'north',
			objects: [buoy(0.1), { class: 'Whale', boundingBox: { x: 0, y: 0, w: 1, h: 1 } }],
		});
		expect(parts.map(({ title }) => title)).toEqual(['Ships', 'Buoy']);
		const refused = fields.filter(({ outcome }) => outcome === 'refused');
		expect(new Set(refused.map(({ field }) => field!.split('/')[0]))).toEqual(
			new Set(['Sea', 'Wind', 'objects 2']),
		);
		expect(refused.every(({ reason }) => reason)).toBe(true);
	});

	it.each([
		['cut off', '{"Sea": "Calm", "Ships": 2'],
		['stopped early', { content: '{"Sea": "Calm"}', finish_reason: 'length' }],
		['two answers', '{"Sea": "Calm"} or rather {"Sea": "Rough"}'],
		['thoughts only', '<think>{"Sea": "Calm"}'],
		['prose', 'The sea is calm.'],
		['a list', '["Calm"]'],
	])('is refused as a whole when it is %s', (_, content) => {
		const { parts, fields } = read(content);
		expect(parts).toEqual([]);
		expect(fields).toMatchObject([{ outcome: 'refused', reason: expect.any(String) }]);
	});

	it.each([
		['sentences', 'Here you are: {"Sea": "Calm"}'],
		['a code fence', '```json\n{"Sea": "Calm"}\n```'],
	])('says what was set aside: %s', (_, content) => {
		const { parts, fields } = read(content);
		expect(parts).toHaveLength(1);
		expect(fields).toMatchObject([{ outcome: 'repaired', repairs: expect.any(Array) }]);
	});

	it('is repaired where a model misses the form, by the rules of all answers', () => {
		const { parts, fields } = read({ sea: ' **calm**. ', Ships: 'two', objects: [] });
		expect(parts.map(({ title, value }) => [title, value])).toEqual([
			['Sea', { Sea: 'Calm' }],
			['Ships', { Ships: 2 }],
		]);
		expect(fields.map(({ field, outcome }) => [field, outcome])).toEqual([
			['Sea', 'repaired'],
			['Ships', 'repaired'],
		]);
	});

	it('is refused where the sentences around it deny it', () => {
		const { parts, fields } = read('{"Sea": "Calm"}\nThe sea is not calm, though.');
		expect(parts).toEqual([]);
		expect(fields[0]).toMatchObject({ outcome: 'refused' });
	});

	it('has the confidence of its least sure answer', () => {
		const { parts } = read({ Sea: { answer: 'Calm', confidence: 0.4 }, Ships: null }, true);
		expect(parts).toMatchObject([{ name: 'Sea', confidence: 0.4, edits: [{ confidence: 0.4 }] }]);
	});

	it('of nothing is no label', () =>
		expect(read({ Sea: null, Ships: null, objects: [] })).toEqual({ parts: [], fields: [] }));
});

describe('a reply that does not fit the schema, or has sentences around it', () => {
	const ask = (json: typeof harbor, objects: 'all' | undefined = undefined) =>
		labelQuestions(json, {
			classifications: 'all',
			...(objects && { objects }),
			flavor: 'openai',
			cannotTell: true,
			confidence: false,
		})[0]!.reader(4);
	const plain = (name: string, root: object) => ({
		featureNodeHash: `c${name}`,
		attributes: [{ name, featureNodeHash: `a${name}`, required: false, dynamic: false, ...root }],
	});
	const harbor = indexOntology({
		objects: [],
		classifications: [
			plain('Sky', {
				type: 'radio',
				options: [
					option('Clear'),
					option('Cloudy', {
						options: [{ name: 'Oktas', type: 'numeric', featureNodeHash: 'aOktas' }],
					}),
				],
			}),
			plain('Sky/Sea', { type: 'radio', options: [option('Calm'), option('Rough')] }),
			plain('Flags', { type: 'checklist', options: [option('Blue'), option('Red')] }),
			plain('Ships', { type: 'numeric' }),
		],
	} as unknown as OntologyJson);
	const around = 'The sky is clear.';
	const reason = `The sentences around the answer say something else: "${around}"`;
	const setAside = { rule: 'sentences around the answer', from: around, to: '' };

	it('loses the classification that the sentences deny, whole, and keeps the others', () => {
		const { parts, fields } = ask(harbor)(
			`${around} {"Sky": {"choice": "Cloudy", "Oktas": 3}, "Sky/Sea": "Calm", "Flags": ["Red"], "Ships": 2}`,
		);
		expect(parts.map(({ name, value }) => [name, value])).toEqual([
			['Sky/Sea', { 'Sky/Sea': 'Calm' }],
			['Flags', { Flags: ['Red'] }],
			['Ships', { Ships: 2 }],
		]);
		expect(parts[1]!.edits).toEqual([
			{
				kind: 'setClassification',
				classification: 'cFlags',
				answers: { aFlags: ['oRed'] },
				frames: 4,
			},
		]);
		const byField = Object.fromEntries(fields.map((field) => [field.field, field]));
		expect(Object.keys(byField).sort()).toEqual(['Flags', 'Ships', 'Sky', 'Sky/Oktas', 'Sky/Sea']);
		expect(byField.Sky).toMatchObject({ outcome: 'refused', reason });
		expect(byField['Sky/Oktas']).toMatchObject({ outcome: 'refused', reason });
		for (const name of ['Sky/Sea', 'Flags', 'Ships'])
			expect(byField[name]).toMatchObject({ outcome: 'repaired', repairs: [setAside] });
	});

	it('loses a classification whose title has a slash, and says so', () => {
		const { parts, fields } = ask(harbor)('The sea is rough. {"Sky/Sea": "Calm", "Ships": 2}');
		expect(parts.map(({ name }) => name)).toEqual(['Ships']);
		expect(fields.map(({ field, outcome }) => [field, outcome])).toEqual([
			['Sky/Sea', 'refused'],
			['Ships', 'repaired'],
		]);
	});

	it('keeps the reasons and repairs of each field', () => {
		const { fields } = ask(harbor)(`${around} {"Ships": "two", "Flags": ["Green"]}`);
		expect(fields).toEqual([
			{
				field: 'Ships',
				outcome: 'repaired',
				value: 2,
				repairs: [setAside, { rule: 'number in a text', from: 'two', to: '2' }],
			},
			expect.objectContaining({ field: 'Flags', outcome: 'refused' }),
		]);
		expect(fields[1]).not.toHaveProperty('repairs');
	});

	it('is taken without a repair as it is', () => {
		const { fields } = ask(harbor)({ Ships: 2, Flags: ['Red', 'Blue'] });
		expect(fields).toEqual([
			{ field: 'Ships', outcome: 'taken', value: { Ships: 2 } },
			{ field: 'Flags', outcome: 'taken', value: { Flags: ['Red', 'Blue'] } },
		]);
	});

	it('is taken, not repaired, when it is right in a form that the schema does not have', () =>
		expect(ask(harbor)({ Sky: 'Clear' }).fields).toEqual([
			{ field: 'Sky', outcome: 'taken', value: 'Clear' },
		]));

	it('takes numbers and lists in texts as it takes them in data', () => {
		const text = ask(harbor)('{"Ships": 2, "Flags": ["Red"]}');
		expect(text).toEqual(ask(harbor)({ Ships: 2, Flags: ['Red'] }));
	});

	it.each(['5', 5, [1], 'true'])('is no label when it is %j', (content) =>
		expect(read(content)).toEqual({
			parts: [],
			fields: [{ outcome: 'refused', reason: 'The reply is no JSON object.' }],
		}),
	);

	it('names why the whole cannot be read', () =>
		expect(read('{"Ships": 4').fields).toEqual([
			{ outcome: 'refused', reason: 'The reply was cut off: brackets or quotes are open.' },
		]));
});

describe('the objects of a reply', () => {
	it('may be one that stands alone, or none', () => {
		expect(read({ objects: buoy(0.5) }).parts.map(({ name }) => name)).toEqual(['Buoy 1']);
		expect(read({ objects: null, Ships: 1 }).parts.map(({ name }) => name)).toEqual(['Ships']);
		expect(read({ objects: null }).fields).toEqual([]);
	});

	it('say what is wrong with each field of each, by its place in the list', () => {
		const { parts, fields } = read({
			objects: [
				{ ...buoy(0.1), attributes: { Color: 'Blue' } },
				buoy(0.2, 'Red'),
				{ ...buoy(0.3), boundingBox: { x: 0.3, y: 0.2, w: 0.1 } },
			],
		});
		expect(parts.map(({ name }) => name)).toEqual(['Buoy 2']);
		expect(fields).toEqual([
			{
				field: 'objects 1/attributes/Color',
				index: 0,
				outcome: 'refused',
				reason: expect.stringContaining("'Red' | 'Green'"),
			},
			{ field: 'Buoy 2', outcome: 'taken', value: { 'Buoy/Color': 'Red' } },
			{ field: 'objects 3/boundingBox/h', index: 2, outcome: 'refused', reason: 'Required' },
		]);
	});

	it('have numbers that may end in zeros', () => {
		const text =
			'{"objects": [{"class": "Buoy", "boundingBox": {"x": 0.50, "y": 0.20, "w": 0.10, "h": 0.10}, "attributes": {"Color": null}}]}';
		expect(read(text)).toEqual(read({ objects: [buoy(0.5)] }));
		expect(read(text).parts).toHaveLength(1);
	});

	it('are read beside sentences, which are set aside', () =>
		expect(
			read(
				'Look: {"objects": [{"class": "Buoy", "boundingBox": {"x": 0.5, "y": 0.2, "w": 0.1, "h": 0.1}, "attributes": {"Color": null}}]}',
			).fields,
		).toEqual([
			{
				field: 'Buoy 1',
				outcome: 'repaired',
				value: {},
				repairs: [{ rule: 'sentences around the answer', from: 'Look:', to: '' }],
			},
		]));
});
