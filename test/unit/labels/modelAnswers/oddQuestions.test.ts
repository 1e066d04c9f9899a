/** Questions that few ontologies have: numbers as options, archived options of checklists, nested questions that change by frame. */
import { describe, expect, it } from '@jest/globals';
import type { OntologyJson } from '../../../../src/encord/wire/ontologyJson';
import { objectQuestions, Questions } from '../../../../src/labels/modelAnswers/questions';
import { readFields } from '../../../../src/labels/modelAnswers/readFields';
import { readValue } from '../../../../src/labels/modelAnswers/values/readValue';
import { scalarOption } from '../../../../src/labels/modelAnswers/values/scalar';
import { readableAnswer } from '../../../../src/labels/answers/answers';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { WrittenNumber, type ReplyValue } from '../../../../src/reply/value';
import { film, image } from './answersFixture';
import { question, shown } from './oneQuestion';

describe('an option that is a number', () => {
	const sizes = question(['1.10', '1.1', '2.50', '007', '3', 'Yes']);
	const SIZES = '[1.10,1.1,2.50,007,3,Yes]';
	const written = (text: string) => new WrittenNumber(text);

	it.each<[ReplyValue, boolean, string]>([
		[2.5, false, '2.50'],
		[2.5, true, `"2.5" is not an option of "Plant". ${SIZES}`],
		[written('2.50'), false, '2.50'],
		[written('2.5'), false, `"2.5" is not an option of "Plant". ${SIZES}`],
		[1.1, false, `The number 1.1 may be "1.10" or "1.1" of "Plant". ${SIZES}`],
		[1.1, true, '1.1'],
		[7, false, `"7" is not an option of "Plant". ${SIZES}`],
		[3, false, '3'],
		[30, false, `"30" is not an option of "Plant". ${SIZES}`],
		[true, false, 'Yes (truth as Yes or No: true → Yes)'],
		[null, false, `"Plant" is answered with one option. ${SIZES}`],
		[[3], false, `"Plant" is answered with one option. ${SIZES}`],
	])('is meant by %j, spelled as written: %j → %s', (value, spelled, result) =>
		expect(shown(scalarOption(sizes, value, spelled))).toBe(result),
	);
});

/** What is read of a value, as one line; nested answers behind. */
function told(asked: ReturnType<typeof question>, value: unknown): string {
	const context = { questions: new Questions([asked]), spelled: false };
	const { reading, nested } = readValue(asked, value as ReplyValue, context);
	expect(nested).toEqual([]);
	if ('blank' in reading) return 'blank';
	if ('reason' in reading) return shown(reading);
	const rules = reading.repairs.map(({ rule, from, to }) => ` (${rule}: ${from} → ${to})`);
	return `${String(readableAnswer(reading.value))}${rules.join('')}`;
}

describe('a checklist', () => {
	const tags = question(
		['5', 'Low', { label: 'Old', archived: true }, 'Green', { label: 'First', value: 'n1' }],
		'checklist',
		'Tags',
	);
	const TAGS = '[5,Low,Green,First]';

	it.each<[unknown, string]>([
		[5, '5'],
		[[5, 'Low'], '5,Low'],
		[['Low', 5], '5,Low'],
		[6, `"6" is not an option of "Tags". ${TAGS}`],
		[{ Old: true }, `The option "Old" of "Tags" is archived. ${TAGS}`],
		[{ Old: true, Low: true }, `The option "Old" of "Tags" is archived. ${TAGS}`],
		[{ Old: false, Low: true }, 'Low (map of options:  → Low)'],
		[{ 5: false, Low: false, Green: false, First: false }, ' (map of options:  → )'],
		[
			{ 5: false, Low: false, Green: false, Old: false },
			`"Tags" is answered with denials only, and not for all options. ${TAGS}`,
		],
		[{ Low: true, Old: '' }, 'Low (map of options:  → Low)'],
		[['Old'], `The option "Old" of "Tags" is archived. ${TAGS}`],
		[[['Low']], `"Tags" is answered with one option. ${TAGS}`],
		[[{ label: ['Low'] }], `{"label":["Low"]} is not an option of "Tags". ${TAGS}`],
		[[{ label: { a: 1 } }], `{"label":{"a":1}} is not an option of "Tags". ${TAGS}`],
		[
			[{ label: 'Low', choice: 'Green' }],
			`{"label":"Low","choice":"Green"} is not an option of "Tags". ${TAGS}`,
		],
		[
			[{ label: 'Low', Green: true }],
			`{"label":"Low","Green":true} is not an option of "Tags". ${TAGS}`,
		],
		[[{ label: 'Low', foo: 1 }], '"foo" in the answer to "Tags" is not known.'],
		[[{ featureNodeHash: 'o1' }, 'Green'], 'Low,Green'],
		[[{ featureNodeHash: 'o1', label: 'Low' }], 'Low'],
		['["Low", "Green"]', 'Low,Green'],
		['{"Low": true}', 'Low (map of options:  → Low)'],
		['', 'blank'],
	])('of %j is: %s', (value, result) => expect(told(tags, value)).toBe(result));

	it.each([
		...['name', 'label', 'option', 'title', 'choice', 'key'].map((name) => [name, 'checked']),
		...['value', 'selected', 'present', 'answer', 'applies', 'visible'].map((truth) => {
			return ['name', truth];
		}),
	])('may be a list of members with the keys %j and %j', (name, truth) => {
		const members = [
			{ [name!]: 'Low', [truth!]: true },
			{ [name!]: 'Green', [truth!]: 'no' },
		];
		expect(told(tags, members)).toBe('Low (map of options:  → Low)');
	});

	it.each(['score', 'Confidence', 'probability', 'certainty'])(
		'does not take a member whose %s is below a half',
		(key) => {
			expect(told(tags, [{ label: 'Low', [key]: 0.5 }])).toBe('Low');
			expect(told(tags, [{ label: 'Low', [key]: 0.4 }])).toBe(
				`{"label":"Low","${key}":0.4} does not say whether the option is chosen. ${TAGS}`,
			);
		},
	);

	it('does not take an unlikely member', () =>
		expect(told(tags, [{ label: 'Low', likelihood: 0.4 }])).toBe(
			`{"label":"Low","likelihood":0.4} does not say whether the option is chosen. ${TAGS}`,
		));
});

it('a question of a type that is not known is refused', () =>
	expect(told(question([], 'point3d'), 'x')).toBe(
		'"Plant" is of a type this version does not know (point3d).',
	));

describe('a nested question of an object', () => {
	const lamp = (dynamic: boolean) => {
		const ontology = indexOntology({
			objects: [
				{
					...{ name: 'Lamp', shape: 'bounding_box', color: '#000', featureNodeHash: 'ob' },
					attributes: [
						{
							...{ name: 'State', type: 'radio', featureNodeHash: 'at', dynamic },
							options: [
								{
									...{ label: 'On', value: 'on', featureNodeHash: 'op' },
									options: [{ name: 'Hue', type: 'text', featureNodeHash: 'hue' }],
								},
							],
						},
					],
				},
			],
			classifications: [],
		} as unknown as OntologyJson);
		return objectQuestions(ontology.objects[0]!);
	};
	const reports = (said: unknown, dynamic: boolean, media = film) =>
		readFields(said as ReplyValue, lamp(dynamic), media, false).reports.map(
			({ field, value, reason }) => `${field} ${reason ?? String(value)}`,
		);
	const changing = { '0-4': { State: 'On', Hue: 'red' }, '5-6': { State: 'On', Hue: 'blue' } };

	it('may change from frame to frame where the question above may', () =>
		expect(reports(changing, true)).toEqual([
			'State@0-6 On',
			'State/Hue@0-4 red',
			'State/Hue@5-6 blue',
		]));

	it('has one answer where the question above has', () =>
		expect(reports(changing, false)).toEqual([
			'State On',
			'State/Hue "Hue" has one answer for all frames, and is given several.',
		]));

	it('has one answer on a picture', () =>
		expect(reports({ '0': { State: 'On', Hue: 'red' } }, true, image)).toEqual([
			'State On',
			'State/Hue red',
		]));
});
