/** Answers as parts that are written: their edits, and what people read of them. */
import { describe, expect, it } from '@jest/globals';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { classificationPart, objectPart } from '../../../../src/llm/labeling/parts';

const radio = (name: string, hash: string, more: object = {}) => ({
	name,
	type: 'radio',
	featureNodeHash: hash,
	options: ['Calm', 'Rough'].map((label) => ({
		label,
		featureNodeHash: `op${hash}${label}`,
		...more,
	})),
});
const ontology = indexOntology({
	objects: [
		{
			name: 'Buoy',
			shape: 'bounding_box',
			color: '#204080',
			featureNodeHash: 'obBuoy',
			attributes: [
				radio('State', 'atState'),
				{
					name: 'Lights',
					type: 'checklist',
					featureNodeHash: 'atLights',
					options: ['Red', 'Green'].map((label) => ({ label, featureNodeHash: `op${label}` })),
				},
				{ name: 'Number', type: 'text', featureNodeHash: 'atNumber' },
			],
		},
	],
	classifications: [
		{
			featureNodeHash: 'clSea',
			attributes: [radio('Sea', 'atSea', { options: [radio('Wind', 'atWind')] })],
		},
		{ featureNodeHash: 'clDay', level: 'global', attributes: [radio('Day', 'atDay')] },
	],
} as never);

describe('a classification', () => {
	it('is set on its frames with the least confidence, and reads by title', () => {
		const answer = {
			classification: 'clSea',
			answers: { atSea: 'opatSeaCalm', atWind: 'opatWindRough' },
			confidence: { atSea: 0.9, atWind: 0.4 },
		};
		expect(classificationPart(answer, ontology, [3, 4])).toEqual({
			name: 'Sea',
			title: 'Sea',
			value: { Sea: 'Calm', 'Sea/Rough/Wind': 'Rough' },
			confidence: 0.4,
			edits: [
				{
					kind: 'setClassification',
					classification: 'clSea',
					answers: answer.answers,
					frames: [3, 4],
					confidence: 0.4,
				},
			],
		});
	});

	it('of the whole media has no frames', () => {
		const answers = { atDay: 'opatDayCalm' };
		expect(
			classificationPart({ classification: 'clDay', answers, confidence: {} }, ontology, [3]),
		).toEqual({
			name: 'Day',
			title: 'Day',
			value: { Day: 'Calm' },
			edits: [{ kind: 'setClassification', classification: 'clDay', answers }],
		});
	});

	it('that the ontology lacks reads as it stands', () => {
		const answers = { atGone: 'opGone' };
		expect(
			classificationPart({ classification: 'clGone', answers, confidence: {} }, ontology, 0),
		).toEqual({
			name: 'clGone',
			title: 'clGone',
			value: answers,
			edits: [{ kind: 'setClassification', classification: 'clGone', answers, frames: 0 }],
		});
	});
});

describe('an object', () => {
	const coordinates = { boundingBox: { x: 0.1, y: 0.2, w: 0.3, h: 0.4 } };
	const answer = { object: 'obBuoy', answers: {}, confidence: {}, dynamic: [] };
	const size = { width: 400, height: 200 };

	it('has its box, its class and its answers by title', () => {
		const answers = {
			atState: 'opatStateRough',
			atLights: ['opRed', 'opGreen'],
			atNumber: 'opRed',
		};
		expect(
			objectPart(
				{ ...answer, answers, confidence: { atState: 0.5 }, coordinates, objectConfidence: 0.8 },
				ontology,
				size,
			),
		).toEqual({
			name: 'Buoy',
			title: 'Buoy',
			// A text that looks like a hash is a text.
			value: { 'Buoy/State': 'Rough', 'Buoy/Lights': ['Red', 'Green'], 'Buoy/Number': 'opRed' },
			box: coordinates.boundingBox,
			confidence: 0.5,
			edits: [],
			object: { class: 'obBuoy', coordinates, attributes: answers, confidence: 0.8 },
		});
		expect(
			objectPart({ ...answer, coordinates, objectConfidence: 0.8 }, ontology, size).confidence,
		).toBe(0.8);
	});

	it('without answers and confidence says neither', () => {
		expect(objectPart({ ...answer, coordinates }, ontology, undefined)).toEqual({
			name: 'Buoy',
			title: 'Buoy',
			value: {},
			box: coordinates.boundingBox,
			edits: [],
			object: { class: 'obBuoy', coordinates },
		});
	});

	it('without a place is no object to write', () => {
		expect(
			objectPart({ ...answer, answers: { atState: 'opNone', atGone: 5 } }, ontology, size),
		).toEqual({
			name: 'Buoy',
			title: 'Buoy',
			value: { 'Buoy/State': 'opNone', atGone: 5 },
			edits: [],
		});
	});

	it('of a class that the ontology lacks reads as it stands', () => {
		const answers = { atGone: 'x' };
		expect(objectPart({ ...answer, object: 'obGone', answers }, ontology, size)).toEqual({
			name: 'obGone',
			title: 'obGone',
			value: answers,
			edits: [],
		});
	});
});
