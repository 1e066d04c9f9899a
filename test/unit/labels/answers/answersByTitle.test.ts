/** Answers as people read them, by the titles of their attributes. */
import { describe, expect, it } from '@jest/globals';

import type { EncordJson } from '../../../../src/encord/wire/json';
import { actionByTitle, answersByTitle } from '../../../../src/labels/answers/answersByTitle';
import { findObject } from '../../../../src/labels/ontology/lookup';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { ontology } from '../fixtures';

const car = findObject(ontology, 'Car');
const json = (name: string) => ({ name, value: name.toLowerCase(), featureHash: `op${name}` });
const entry = (hash: string, answers: unknown, more: object = {}): EncordJson => ({
	featureHash: hash,
	answers,
	manualAnnotation: false,
	...more,
});

describe('answers by title', () => {
	const twice = indexOntology({
		objects: [
			{
				name: 'Engine',
				color: '#000000',
				shape: 'point',
				featureNodeHash: 'obEngine',
				attributes: [
					{
						name: 'Make',
						type: 'radio',
						featureNodeHash: 'atMake',
						options: ['Volvo', 'Saab'].map((label) => ({
							label,
							featureNodeHash: `op${label}`,
							options: [{ name: 'Trim', type: 'text', featureNodeHash: `atTrim${label}` }],
						})),
					},
				],
			},
		],
		classifications: [],
	} as never).objects[0]!;

	it('are in the order of the ontology, then what it does not have, under its own name', () =>
		expect(
			Object.entries(
				answersByTitle(car, [
					entry('atGone', [json('Old'), null], { name: 'Gone' }),
					entry('atGone2', 'x'),
					entry('atDamage', [json('Rust')]),
					entry('atPlate', 'AB'),
					entry('atGone3', 'second', { name: 'Gone' }),
				]),
			),
		).toEqual([
			['Plate', 'AB'],
			['Damage', ['Rust']],
			['Gone', ['Old', undefined]],
			['atGone2', 'x'],
		]));

	it('are those of the entries alone where the class is not known', () =>
		expect(answersByTitle(undefined, [entry('atPlate', 'AB', { name: 'Plate' })])).toEqual({
			Plate: 'AB',
		}));

	it('have a path for a title that several attributes of an object have', () =>
		expect(answersByTitle(twice, [entry('atTrimVolvo', 'a'), entry('atTrimSaab', 'b')])).toEqual({
			'Make > Volvo > Trim': 'a',
			'Make > Saab > Trim': 'b',
		}));

	it('have the whole path in a classification', () => {
		const [doubled] = indexOntology({
			objects: [],
			classifications: [
				{
					featureNodeHash: 'clMake',
					attributes: [{ ...twice.json.attributes![0]!, name: 'Trim' }],
				},
			],
		} as never).classifications;
		expect(answersByTitle(doubled, [entry('atTrimVolvo', 'a')])).toEqual({
			'Trim > Volvo > Trim': 'a',
		});
	});

	it('of an action have its title and answer, or what the action says itself', () => {
		const lights = entry('atLights', [json('On')], { name: 'Old name' });
		expect(actionByTitle(car, lights)).toEqual({ attribute: 'Lights', answer: 'On' });
		expect(actionByTitle(undefined, lights)).toEqual({
			attribute: 'Old name',
			answer: [json('On')],
		});
		expect(actionByTitle(car, entry('atGone', 'x'))).toEqual({ attribute: 'atGone', answer: 'x' });
		expect(actionByTitle(car, entry('atLights', 'dim'))).toEqual({
			attribute: 'Lights',
			answer: 'dim',
		});
		expect(actionByTitle(twice, entry('atTrimSaab', 'b'))).toEqual({
			attribute: 'Make > Saab > Trim',
			answer: 'b',
		});
	});
});
