/** What stands beside answers: unknown keys, remarks, units, and names of questions in values. */
import { describe, expect, it } from '@jest/globals';
import { told } from './answersFixture';

describe('keys beside answers', () => {
	it.each<[unknown, string]>([
		[{ answers: { Stems: 3 } }, 'answers: "answers" is not a question that was asked. [ALL]'],
		[{ answers: [{ Stems: 3 }] }, 'answers: "answers" is not a question that was asked. [ALL]'],
		[{ output: { Stems: 3 } }, 'output: "output" is not a question that was asked. [ALL]'],
		[
			{ output: { Stems: 3 }, Stems: 3 },
			'output: "output" is not a question that was asked. [ALL] | Stems = 3',
		],
		[
			{ output: { Stems: 4 }, Stems: 3 },
			'output: "output" is not a question that was asked. [ALL] | Stems: "Stems" has several answers that do not agree.',
		],
		[
			{ output: [{ Stems: 4 }, 5], Stems: 3 },
			'output: "output" is not a question that was asked. [ALL] | Stems: "Stems" has several answers that do not agree.',
		],
		[
			{ output: '{"Stems": 4}', Stems: 3 },
			'output: "output" is not a question that was asked. [ALL] | Stems: "Stems" has several answers that do not agree.',
		],
		[
			{ output: '{"Stems": 3}', Stems: 3 },
			'output: "output" is not a question that was asked. [ALL] | Stems = 3',
		],
		[
			{ output: '{broken', Stems: 3 },
			'output: "output" is not a question that was asked. [ALL] | Stems = 3',
		],
		[{ thinking: { Stems: 4 }, Stems: 3 }, 'Stems = 3'],
		[{ confidence: { Stems: 4 }, Stems: 3 }, 'Stems = 3'],
		[{ reason: 'x', Stems: 3 }, 'Stems = 3'],
		[{ Stems_reason: 'x', Stems: 3 }, 'Stems = 3'],
		[{ StemsReason: 'x', Stems: 3 }, 'Stems = 3'],
		[
			{ foo_reason: 'x', Stems: 3 },
			'foo_reason: "foo_reason" is not a question that was asked. [ALL] | Stems = 3',
		],
		[{ foo: null, Stems: 3 }, 'Stems = 3'],
		[
			{ foo: { Plant: 'Moss' }, Stems: 3 },
			'foo: "foo" is not a question that was asked. [ALL] | Stems = 3',
		],
		[
			{ foo: { output: { Stems: 4 } }, Stems: 3 },
			'foo: "foo" is not a question that was asked. [ALL] | Stems = 3',
		],
		[{ name: 'Stems', value: 3 }, 'Stems = 3'],
		[{ question: 'Stems', answer: 3 }, 'Stems = 3'],
		[{ name: 'Roots', value: 3 }, 'Roots: "Roots" is not a question that was asked. [ALL]'],
		[{ name: 'Stems', title: 'x', value: 3 }, 'Stems: "x" is not one number for "Stems". [number]'],
		[{ label: 'Stems', value: 3 }, 'Stems = 3'],
		[
			{ label: 'Roots', value: 3 },
			'label: "label" is not a question that was asked. [ALL] | value: "value" is not a question that was asked. [ALL]',
		],
		[{ name: 'Stems' }, 'name: "name" is not a question that was asked. [ALL]'],
		[
			{ name: 7, value: 3 },
			'name: "name" is not a question that was asked. [ALL] | value: "value" is not a question that was asked. [ALL]',
		],
		[
			{ name: 'Roots', title: 'x', value: 3 },
			'name: "name" is not a question that was asked. [ALL] | title: "title" is not a question that was asked. [ALL] | value: "value" is not a question that was asked. [ALL]',
		],
		[
			{ output: { name: 'Roots', value: 3 }, Stems: 4 },
			'output: "output" is not a question that was asked. [ALL] | Stems = 4',
		],
		// Below an unknown key, what is no answer is not told again.
		[
			{ output: { Stems: 3, answers: ['x'] }, Stems: 3 },
			'output: "output" is not a question that was asked. [ALL] | Stems = 3',
		],
		[
			{ output: { Stems: 3, answers: [{ name: 'Roots', value: 3 }] }, Stems: 3 },
			'output: "output" is not a question that was asked. [ALL] | Stems = 3',
		],
		[
			{ output: { Stems: 3, foo: 1 }, Stems: 3 },
			'output: "output" is not a question that was asked. [ALL] | Stems = 3',
		],
		[[{ Stems: 3 }, { Plant: 'Moss' }], 'Stems = 3 | Plant = Moss'],
		[
			[3, { Stems: 3 }],
			'*: The reply names no question: 3. JSON with the titles as keys would be accepted. | Stems = 3',
		],
		[[[{ Stems: 3 }]], 'Stems = 3'],
	])('%j gives: %s', (said, reports) => expect(told(said).join(' | ')).toBe(reports));
});

describe('a unit beside a number', () => {
	it.each<[unknown, string]>([
		[{ unit: 'm', 'Height cm': 2 }, 'Height cm = 200 (unit converted: 2 m → 200)'],
		[{ 'height cm unit': 'm', 'Height cm': 2 }, 'Height cm = 200 (unit converted: 2 m → 200)'],
		[
			{ 'Owner unit': 'm', 'Height cm': 2 },
			'Owner unit: "Owner unit" is not a question that was asked. [Load,Owner,Height cm] | Height cm = 2',
		],
		[{ unit: '', 'Height cm': 2 }, 'Height cm = 2'],
		[{ unit: 5, 'Height cm': 2 }, 'Height cm: "2 5" is not one number for "Height cm". [number]'],
		[{ units: 'mm', 'Height cm': '20' }, 'Height cm = 2 (unit converted: 20 mm → 2)'],
		[{ unit: 'm', 'Height cm': { value: 2 } }, 'Height cm = 200 (unit converted: 2 m → 200)'],
		[
			{ unit: 'm', 'Height cm': '2 cm' },
			'Height cm: "2 cm m" is not one number for "Height cm". [number]',
		],
		[
			{ unit: 'm', Owner: 'City' },
			'unit: "unit" is not a question that was asked. [Load,Owner,Height cm] | Owner = City',
		],
		[{ 'Height cm': { value: 2, unit: 'm' } }, 'Height cm = 200 (unit converted: 2 m → 200)'],
		[{ 'Height cm': { value: '2', units: 'm' } }, 'Height cm = 200 (unit converted: 2 m → 200)'],
		[{ 'Height cm': { value: 2, unit: ' ' } }, 'Height cm = 2'],
		[
			{ 'Height cm': { value: true, unit: 'm' } },
			'Height cm: "true" is not one number for "Height cm". [number]',
		],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { object: 'Lorry' }).join(' | ')).toBe(reports),
	);
});

describe('beside the only question', () => {
	it.each<[unknown, string]>([
		[{ question: 'How many stems are there?', answer: 3 }, 'Stems = 3'],
		[
			{ question: 'How many stemsy are there?', answer: 3 },
			'How many stemsy are there?: "How many stemsy are there?" is not a question that was asked. [Stems]',
		],
		[
			{ title: 'How many stems are there?', answer: 3 },
			'How many stems are there?: "How many stems are there?" is not a question that was asked. [Stems]',
		],
		[{ Stems: 3, Plant: 'Moss' }, 'Plant: "Plant" was not asked, or is archived. | Stems = 3'],
		[
			{ Stems: 3, Paid: 'no' },
			'Paid: "Paid" is not a question that was asked. [Stems] | Stems = 3',
		],
		[
			{ output: { Stems: 3, Plant: 'Moss' }, Stems: 3 },
			'output: "output" is not a question that was asked. [Stems] | Stems = 3',
		],
		[
			{ output: { Plant: 'x' }, Stems: 3 },
			'output: "output" is not a question that was asked. [Stems] | Stems = 3',
		],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { one: 'Stems' }).join(' | ')).toBe(reports),
	);
});
