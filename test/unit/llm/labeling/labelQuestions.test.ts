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
