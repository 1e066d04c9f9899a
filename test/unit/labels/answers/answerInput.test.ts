/** What is taken for an answer to an attribute, what is refused, and what the refusal says. */
import { describe, expect, it } from '@jest/globals';

import { parseAnswers, type AnswersInput } from '../../../../src/labels/answers/answerInput';
import { readableAnswer, type AnswerValue } from '../../../../src/labels/answers/answers';
import { findClassification, findObject } from '../../../../src/labels/ontology/lookup';
import type { AttributeItem, OntologyItem } from '../../../../src/labels/ontology/ontology';
import { ontology } from '../fixtures';

const item = (title: string): OntologyItem =>
	ontology.objects.some((each) => each.title === title)
		? findObject(ontology, title)
		: findClassification(ontology, title);
const attribute = (of: OntologyItem, hash: string) => of.attributeByHash.get(hash)!;
const parsed = (
	of: string | OntologyItem,
	input: unknown,
	existing?: Map<AttributeItem, AnswerValue>,
	allowInactive?: boolean,
) => {
	const owner = typeof of === 'string' ? item(of) : of;
	const { values, problems } = parseAnswers(owner, input as AnswersInput, existing, allowInactive);
	const answers = [...values].map(([{ title }, value]) => [title, value && readableAnswer(value)]);
	return { answers: Object.fromEntries(answers) as object, problems };
};
const rain = new Map<AttributeItem, AnswerValue>([
	[
		attribute(item('Weather'), 'atWeather'),
		{ type: 'radio', option: item('Weather').optionByHash.get('opRain')! },
	],
]);

describe('an answer is taken', () => {
	it.each<[string, unknown, object]>([
		['Caption', 'A cat', { Caption: 'A cat' }],
		['Caption', '', { Caption: '' }],
		['Caption', 5, { Caption: '5' }],
		['Caption', false, { Caption: 'false' }],
		['Caption', { Caption: 'A cat' }, { Caption: 'A cat' }],
		['Caption', { Caption: null }, { Caption: null }],
		['Caption', null, {}],
		['Caption', undefined, {}],
		['People', 5, { People: 5 }],
		['People', 0, { People: 0 }],
		['People', ' -1.5e3 ', { People: -1500 }],
		['Tags', 'Night', { Tags: ['Night'] }],
		['Tags', [], { Tags: [] }],
		['Tags', {}, { Tags: [] }],
		// In the order of the ontology, each once.
		['Tags', ['crowd', 'opNight', 'Night'], { Tags: ['Night', 'Crowd'] }],
		['Tags', { Crowd: true, Night: false, Indoor: null }, { Tags: ['Crowd'] }],
		['Tags', { Tags: { Night: true, opNight: true } }, { Tags: ['Night'] }],
		['Weather', 'opSunny', { Weather: 'Sunny' }],
		['Weather', ['Sunny'], { Weather: 'Sunny' }],
		['Weather', { Sunny: true, Rain: false }, { Weather: 'Sunny' }],
		['Weather', { Rain: {} }, { Weather: 'Rain' }],
		['Weather', [{ Rain: { Strength: 'Light' } }], { Weather: 'Rain', Strength: 'Light' }],
		[
			'Weather',
			{ Rain: { Note: 'wet', Strength: 'Heavy' } },
			{ Weather: 'Rain', Strength: 'Heavy', Note: 'wet' },
		],
		[
			'Weather',
			{ Weather: { Rain: { Strength: { Heavy: { Note: 'wet' } } } } },
			{ Weather: 'Rain', Strength: 'Heavy', Note: 'wet' },
		],
		// Twice the same answer is one answer.
		['Weather', { Weather: 'Sunny', atWeather: 'opSunny' }, { Weather: 'Sunny' }],
		[
			'Tags',
			{ Tags: ['Night', 'Crowd'], atTags: ['Crowd', 'Night'] },
			{ Tags: ['Night', 'Crowd'] },
		],
		['Car', {}, {}],
		['Car', null, {}],
		['Car', { Plate: 'AB', Speed: '3' }, { Plate: 'AB', Speed: 3 }],
		// The only attribute of an object needs no name.
		['Thing', 'AB', { Plate: 'AB' }],
	])('to %s: %j', (of, input, answers) =>
		expect(parsed(of, input)).toEqual({ answers, problems: [] }),
	);

	it('to a nested attribute whose option the label has chosen already', () =>
		expect(parsed('Weather', { Strength: 'Light' }, rain)).toEqual({
			answers: { Strength: 'Light' },
			problems: [],
		}));

	it('to a nested attribute whose option is not chosen, where that is allowed', () =>
		expect(parsed('Weather', { Note: 'wet' }, undefined, true)).toEqual({
			answers: { Note: 'wet' },
			problems: [],
		}));
});

describe('an answer is refused', () => {
	const options = ['Sunny', 'Rain'];
	const tags = ['Night', 'Indoor', 'Crowd'];
	const one = '"Weather" is answered with one option';
	const list = '"Tags" is answered with a list of options';
	const number = '"People" is answered with a number';
	it.each<[string, unknown, string, string, unknown, unknown?]>([
		['Caption', ['a'], 'Caption', '"Caption" is answered with text', 'text'],
		['Caption', { a: 1 }, 'Caption', '"Caption" is answered with text', 'text'],
		['People', 'many', 'People', number, 'number'],
		['People', ' ', 'People', number, 'number'],
		['People', true, 'People', number, 'number'],
		['People', Infinity, 'People', number, 'number'],
		['People', [5], 'People', number, 'number'],
		['Weather', [], 'Weather', one, options],
		['Weather', ['Sunny', 'Rain'], 'Weather', one, options],
		['Weather', { Sunny: false }, 'Weather', one, options],
		['Weather', { Sunny: true, Rain: {} }, 'Weather', one, options],
		[
			'Weather',
			'Snow',
			'Weather',
			'There is no option "Snow" of "Weather". There are: Sunny, Rain',
			options,
		],
		[
			'Weather',
			true,
			'Weather',
			'There is no option "true" of "Weather". There are: Sunny, Rain',
			options,
			'true',
		],
		// What is under the option would be lost.
		[
			'Weather',
			{ Rain: 'Light' },
			'Weather',
			'Under "Rain" of "Weather" there is true, or the answers to its nested attributes',
			undefined,
		],
		[
			'Weather',
			{ Rain: null },
			'Weather',
			'Under "Rain" of "Weather" there is true, or the answers to its nested attributes',
			undefined,
		],
		['Tags', 5, 'Tags', list, tags],
		['Tags', true, 'Tags', list, tags],
		[
			'Tags',
			['Night', 'Day'],
			'Tags',
			'There is no option "Day" of "Tags". There are: Night, Indoor, Crowd',
			tags,
			'Day',
		],
		[
			'Tags',
			{ Day: false },
			'Tags',
			'There is no option "Day" of "Tags". There are: Night, Indoor, Crowd',
			tags,
			'Day',
		],
		[
			'Tags',
			{ Crowd: false, Night: 'yes' },
			'Tags',
			'"Night" of "Tags" is chosen with true or not chosen with false',
			[true, false],
		],
		[
			'Tags',
			{ Night: true, night: false },
			'Tags',
			'"Night" of "Tags" is chosen with true or not chosen with false',
			[true, false],
		],
	])('to %s: %j', (of, input, field, message, accepted, value = input) => {
		const { answers, problems } = parsed(of, input);
		expect(answers).toEqual({});
		expect(problems).toEqual([
			{
				severity: 'error',
				code: 'badAnswer',
				item: of,
				field,
				message,
				value,
				...(accepted === undefined ? {} : { accepted }),
			},
		]);
	});

	it.each<[string, unknown, Array<[string | undefined, string]>]>([
		[
			'Weather',
			{ Weather: 'Sunny', Strength: 'Heavy' },
			[['Strength', '"Strength" is asked only when "Weather" is "Rain"']],
		],
		[
			'Weather',
			{ Sunny: { Strength: 'Heavy' } },
			[['Strength', '"Strength" is asked only when "Weather" is "Rain"']],
		],
		[
			'Weather',
			{ Weather: { Rain: { Caption: 'x', Weather: 'Rain' } } },
			[
				['Caption', 'There is no attribute "Caption" of "Weather". There are: Strength, Effects'],
				['Weather', 'There is no attribute "Weather" of "Weather". There are: Strength, Effects'],
			],
		],
		[
			'Weather',
			{ Weather: 'Sunny', Wind: 1, Snow: 2 },
			[
				['Wind', 'There is no attribute "Wind" of "Weather". There are: Weather'],
				['Snow', 'There is no attribute "Snow" of "Weather". There are: Weather'],
			],
		],
		[
			'Weather',
			{ Weather: 'Sunny', atWeather: 'Rain' },
			[['Weather', '"Weather" is answered twice, and the answers differ']],
		],
		[
			'Weather',
			{ Weather: { Rain: { Strength: 'Light' } }, Strength: 'Heavy' },
			[['Strength', '"Strength" is answered twice, and the answers differ']],
		],
		[
			'Weather',
			{ Weather: null, weather: 'Sunny' },
			[['Weather', '"Weather" is answered twice, and the answers differ']],
		],
		['Car', 'AB', [[undefined, 'Say which attribute of "Car" is answered']]],
		['Lane', 'AB', [[undefined, 'Say which attribute of "Lane" is answered']]],
	])('of %s: %j', (of, input, expected) =>
		expect(parsed(of, input).problems.map(({ field, message }) => [field, message])).toEqual(
			expected,
		),
	);

	it('with the attributes that there are, when it names none', () =>
		expect(parsed('Car', 'AB').problems).toEqual([
			{
				severity: 'error',
				code: 'badAnswer',
				message: 'Say which attribute of "Car" is answered',
				item: 'Car',
				field: undefined,
				value: 'AB',
				accepted: ['Plate', 'Make', 'Damage', 'Speed', 'Lights'],
			},
		]));
});
