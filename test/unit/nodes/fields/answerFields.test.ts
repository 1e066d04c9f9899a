/** Answers on a form: in fields, as JSON, or as a model gave them. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import { answersFields } from '../../../../nodes/shared/fields/labels/answers';
import {
	attributeFields,
	optionalAttributeFields,
} from '../../../../nodes/shared/fields/labels/attributes';
import type { OnRefused } from '../../../../nodes/shared/fields/labels/modelAnswer';
import { mediaOfRow } from '../../../../src/llm/answeredMedia';
import { objectQuestions } from '../../../../src/labels/modelAnswers/questions';
import { ontology } from '../../labels/fixtures';
import { labelRow } from '../fixtures';
import { readField } from './fakeForm';

const media = mediaOfRow(labelRow());
function answers(values: IDataObject, otherwise: OnRefused = 'saveRest') {
	const read = readField(answersFields(otherwise), values)(ontology, media);
	return {
		answers: read.answers.map(({ item, answers: given }) => [item.title, given]),
		reports: read.reports.map(({ field, outcome }) => [field, outcome]),
	};
}
const form = (value: unknown) => ({ answerMode: 'form', answers: { value } }) as IDataObject;
const json = (answersJson: unknown) => ({ answerMode: 'json', answersJson }) as IDataObject;
const said = (modelAnswer: unknown, more: object = {}) =>
	({ answerMode: 'model', modelAnswer, ...more }) as IDataObject;

describe('answers to classifications', () => {
	it.each([
		[form({ atWeather: 'Rain', atStrength: 'Heavy', atTags: null, atCount: '' })],
		[json({ Weather: 'Rain', Strength: 'Heavy', Tags: null })],
		[json('{"Weather":"Rain","Strength":"Heavy"}')],
	])('are grouped by classification, without empty ones: %j', (values) => {
		const { answers: read, reports } = answers(values);
		expect(read).toHaveLength(1);
		expect(read[0]![0]).toBe('Weather');
		expect(Object.values(read[0]![1] as object)).toEqual(['Rain', 'Heavy']);
		expect(reports).toEqual([]);
	});

	it('keep zero and an empty list', () =>
		expect(answers(json({ People: 0, Tags: [] })).answers).toEqual([
			['People', expect.anything()],
			['Tags', expect.anything()],
		]));

	it.each([
		[form(null), 'Classifications: no answer is given'],
		[form({ atWeather: '' }), 'Classifications: no answer is given'],
		[form([1]), 'Classifications is [1], not answers by question'],
		[form('x'), 'Classifications is "x", not answers by question'],
		[json({}), 'Answers (JSON): no answer is given'],
		[
			form({ atGone: 'Rain' }),
			'Classifications has the answer "Rain" to a question that the ontology no longer has (atGone)',
		],
		[json({ Mood: 'x' }), 'Mood'],
	])('are refused in %j', (values, message) => expect(() => answers(values)).toThrow(message));

	it('of a model are those that fit, and a report of each part', () =>
		expect(answers(said({ Weather: 'Rain', Quality: 'Middling' }))).toEqual({
			answers: [['Weather', expect.anything()]],
			reports: [
				['Weather', 'taken'],
				['Quality', 'refused'],
			],
		}));

	it.each<[string, IDataObject, OnRefused, RegExp]>([
		[
			'one part, where the form says so',
			said({ Weather: 'Rain', Quality: 'x' }, { onRefusedAnswer: 'fail' }),
			'saveRest',
			/^1 of 2 answers were refused\. .*x/,
		],
		[
			'one part, where the operation says so',
			said({ Weather: 'Rain', Quality: 'x' }),
			'fail',
			/^1 of 2 answers were refused\. .*x.*(?<!more\))$/,
		],
		[
			'two of three',
			said({ Weather: 'Rain', Quality: 'x', People: 'y' }, { onRefusedAnswer: 'fail' }),
			'fail',
			/^2 of 3 answers were refused\. .* \(and 1 more\)$/,
		],
		[
			'all',
			said({ Quality: 'x' }),
			'saveRest',
			/^Nothing in the model's answer fits the ontology\. .*x/,
		],
		['nothing', said({}), 'saveRest', /^(The model gave no answer|Nothing in)/],
	])('of a model are refused: %s', (_what, values, otherwise, message) =>
		expect(() => answers(values, otherwise)).toThrow(message),
	);

	it('of a model to one question may be plain text', () => {
		const one = { answerTo: 'one', classification: 'Weather' };
		expect(answers(said('Rain', one)).answers).toEqual([['Weather', expect.anything()]]);
		expect(() => answers(said('Rain', { answerTo: 'named' }))).toThrow();
	});
});

describe('answers to attributes', () => {
	const both = [
		['needed', attributeFields],
		['not needed', optionalAttributeFields],
	] as const;

	it.each(both)('that are %s come from fields, from JSON or from a model', (_what, field) => {
		const read = (values: IDataObject) => readField(field, values);
		expect(
			read({ attributeMode: 'form', attributes: { value: { atPlate: '1', atMake: '' } } }),
		).toEqual({
			answers: { atPlate: '1' },
		});
		expect(read({ attributeMode: 'json', attributesJson: { Plate: '1' } })).toEqual({
			answers: { Plate: '1' },
		});
		const given = read({ attributeMode: 'model', modelAnswer: { Plate: '1' } });
		const questions = objectQuestions(ontology.objectByHash.get('obCar')!);
		expect('readReply' in given! && given.readReply(questions, media).reports).toMatchObject([
			{ field: 'Plate', outcome: 'taken' },
		]);
	});

	it('that are not needed may be left as they are', () =>
		expect(readField(optionalAttributeFields)).toBeUndefined());

	it('that are needed must be there', () =>
		expect(() => readField(attributeFields)).toThrow('Attribute Answers: no answer is given'));
});
