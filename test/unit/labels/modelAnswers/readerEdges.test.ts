/** Edges of reading answers: dynamic attributes, archived options, classes of objects, and answers that say the same. */
import { describe, expect, it } from '@jest/globals';
import type { AnswerValue } from '../../../../src/labels/answers/answers';
import {
	CLASS_TITLE,
	attributesAndClass,
	classQuestion,
} from '../../../../src/labels/modelAnswers/classQuestion';
import { pathOf } from '../../../../src/labels/modelAnswers/readFields';
import { taken } from '../../../../src/labels/modelAnswers/reading';
import { sameAnswer, sameReading } from '../../../../src/labels/modelAnswers/values/sameAnswer';
import { withUnit } from '../../../../src/labels/modelAnswers/values/unitBeside';
import { nameOfOther, namesAny, titledIn } from '../../../../src/labels/modelAnswers/titledAnswer';
import { classificationQuestions } from '../../../../src/labels/modelAnswers/questions';
import { findClassification } from '../../../../src/labels/ontology/lookup';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { WrittenNumber } from '../../../../src/reply/value';
import { ontology } from './answersFixture';

const plant = findClassification(ontology, 'Plant').root!;
const [tree, herb] = plant.options as [(typeof plant.options)[0], (typeof plant.options)[0]];
const text = (value: string): AnswerValue => ({ type: 'text', text: value });
const number = (value: number): AnswerValue => ({ type: 'numeric', number: value });
const radio = (option: typeof tree): AnswerValue => ({ type: 'radio', option });
const list = (...options: Array<typeof tree>): AnswerValue => ({ type: 'checklist', options });

describe('two answers', () => {
	it.each<[string, AnswerValue, AnswerValue, boolean]>([
		['equal texts', text('a'), text('a'), true],
		['texts of other case', text('a'), text('A'), false],
		['equal numbers', number(1), number(1), true],
		['other numbers', number(1), number(2), false],
		['one option', radio(tree), radio(tree), true],
		['two options', radio(tree), radio(herb), false],
		['one list in two orders', list(tree, herb), list(herb, tree), true],
		['a list and a part of it', list(tree, herb), list(tree), false],
		['a part and its list', list(tree), list(tree, herb), false],
		['empty lists', list(), list(), true],
		['a list with one option twice', list(tree, tree), list(tree), true],
		['other lists of one length', list(tree), list(herb), false],
		['a text and a number', text('1'), number(1), false],
		['a list and an option', list(tree), radio(tree), false],
	])('%s', (_what, a, b, same) => {
		expect(sameAnswer(a, b)).toBe(same);
		expect(sameReading(taken(a), taken(b))).toBe(same);
	});

	it('of which one was not read are not the same', () => {
		expect(sameReading({ blank: true }, { blank: true })).toBe(false);
		expect(sameReading(taken(number(1)), { reason: 'x' })).toBe(false);
		expect(sameReading({ reason: 'x' }, taken(number(1)))).toBe(false);
	});
});

it('what is taken tells its repair, if there was one', () => {
	expect(taken(5)).toEqual({ value: 5, repairs: [] });
	expect(taken(5, 'rule', 'five')).toEqual({
		...{ value: 5, repairs: [{ rule: 'rule', from: 'five', to: '5' }] },
	});
	expect(taken(5, 'rule', undefined, 'V')).toEqual({
		...{ value: 5, repairs: [{ rule: 'rule', from: '', to: 'V' }] },
	});
});

it('the path of a question has the titles above it', () => {
	const [kind] = tree.attributes;
	const remark = kind!.options.find(({ title }) => title === 'Palm')!.attributes[0]!;
	expect([plant, kind!, remark].map(pathOf)).toEqual(['Plant', 'Plant/Kind', 'Plant/Kind/Remark']);
});

describe('a unit', () => {
	it.each<[unknown, string | undefined, unknown]>([
		[2, undefined, 2],
		[2, 'm', '2 m'],
		['2', 'm', '2 m'],
		[new WrittenNumber('2.0'), 'm', '2.0 m'],
		['', 'm', ''],
		[null, 'm', null],
		[true, 'm', true],
		[[2, '3'], 'm', ['2 m', '3 m']],
		[{ value: 2 }, 'm', { value: 2, unit: 'm' }],
		[{ value: 2, units: 'm' }, 'm', { value: 2, units: 'm' }],
		[{ value: 2, unit: 'cm' }, 'm', { value: 2, unit: 'cm m' }],
		[{ value: 2, unit: ' ' }, 'm', { value: 2, unit: 'm' }],
	])('beside %j, %j: %j', (value, unit, result) =>
		expect(withUnit(value as never, unit)).toEqual(result),
	);
});

describe('an object that names its question', () => {
	const questions = classificationQuestions(ontology);
	const only = classificationQuestions(ontology, [findClassification(ontology, 'In bloom')]);
	it.each<[object, object | undefined]>([
		[
			{ name: 'Plant', value: 'Tree' },
			{ name: 'Plant', value: { value: 'Tree' } },
		],
		[
			{ value: 'Tree', Title: 'plant' },
			{ name: 'plant', value: { value: 'Tree' } },
		],
		[{ name: 'Plant', note: 'x' }, undefined],
		[{ name: 'Plant', Plant: 'Tree', value: 'x' }, undefined],
		[{ name: 7, value: 'Tree' }, undefined],
		[{ named: 'Plant', value: 'Tree' }, undefined],
		[
			{ name: 'Soil', title: 'Plant', value: 'x' },
			{ name: 'Soil', value: { title: 'Plant', value: 'x' } },
		],
		[{}, undefined],
	])('%j names %j', (map, titled) => expect(titledIn(map as never, questions)).toEqual(titled));

	it.each<[string, boolean]>([
		['Is the plant in bloom?', true],
		['In bloom', true],
		['in bloom.', true],
		['Is it in blooming?', false],
		['Is it within bloom?', false],
	])('the only question, spelled out as %j: %j', (question, isNamed) => {
		const titled = titledIn({ question, answer: 'Yes' }, only);
		expect(titled !== undefined).toBe(isNamed);
		expect(titledIn({ name: 'Is the plant in bloom?', answer: 'Yes' }, only)).toBeUndefined();
	});

	it.each<[object, string | undefined]>([
		[{ name: 'Roots', value: 3 }, 'Roots'],
		[{ question: 'Roots?', answer: 3 }, 'Roots?'],
		[{ name: 'Roots' }, undefined],
		[{ label: 'Roots', value: 3 }, undefined],
		[{ name: 'Roots', title: 'x', value: 3 }, undefined],
		[{ name: 7, value: 3 }, undefined],
		[{ name: 'Plant', value: 3 }, undefined],
		[{ name: 'Roots', value: 3, Plant: 'Tree' }, undefined],
	])('%j names another question: %j', (map, name) =>
		expect(nameOfOther(map as never, questions)).toBe(name),
	);

	it('or has it as a key', () => {
		expect(namesAny(questions, { plant: 1 })).toBe(true);
		expect(namesAny(questions, { name: 'Plant' })).toBe(false);
	});
});

describe('the class of an object', () => {
	const object = (name: string, shape: string, more: object = {}) => ({
		...{ name, shape, color: '#000', featureNodeHash: `ob${name}`, ...more },
	});
	const index = indexOntology({
		objects: [
			object('Car', 'bounding_box', {
				attributes: [{ name: 'Plate', type: 'text', featureNodeHash: 'atPlate' }],
			}),
			object('Road', 'polygon'),
			object('Old', 'bounding_box', { archived: true }),
		],
		classifications: [],
	} as never);

	it('is a question whose options are the classes of these shapes', () => {
		const question = classQuestion(index, new Set(['bounding_box']));
		const [root, ...others] = question.roots;
		expect(others).toEqual([]);
		expect([root!.title, CLASS_TITLE, root!.type]).toEqual(['Class', 'Class', 'radio']);
		expect(
			root!.options.map(({ title, featureHash, value, archived }) => [
				title,
				featureHash,
				value,
				archived,
			]),
		).toEqual([
			['Car', 'obCar', 'Car', false],
			['Old', 'obOld', 'Old', true],
		]);
		expect([question.isOther('Plate'), question.isOther('Lanes')]).toEqual([true, false]);
	});

	it('may be asked together with the attributes of a class', () => {
		const question = classQuestion(index, new Set(['polygon']));
		const both = attributesAndClass(index.objectByHash.get('obCar')!, question);
		expect(both.roots.map(({ title }) => title)).toEqual(['Plate', 'Class']);
	});
});
