/** The questions that a key names, what else the reader of replies is told of them, and sentences that contradict an answer. */
import { describe, expect, it } from '@jest/globals';
import { isContradicted } from '../../../../src/labels/modelAnswers/contradiction';
import { expectedBy } from '../../../../src/labels/modelAnswers/expected';
import {
	classificationQuestions,
	objectQuestions,
	withNested,
} from '../../../../src/labels/modelAnswers/questions';
import { readFields, type AnsweredField } from '../../../../src/labels/modelAnswers/readFields';
import { findClassification, findObject } from '../../../../src/labels/ontology/lookup';
import { indexOntology, type AttributeItem } from '../../../../src/labels/ontology/ontology';
import { ontology } from './answersFixture';

const root = (title: string) => findClassification(ontology, title).root!;
const asked = (...titles: string[]) =>
	classificationQuestions(
		ontology,
		titles.map((title) => findClassification(ontology, title)),
	);
const all = classificationQuestions(ontology);

function path(attribute: AttributeItem): string {
	const { parent, title } = attribute;
	return parent === undefined ? title : `${path(parent.attribute)}/${parent.title}/${title}`;
}

describe('a key', () => {
	it.each<[string, string[]]>([
		['Plant', ['Plant']],
		['plant', ['Plant']],
		['PLANT', ['Plant']],
		['c-Plant', ['Plant']],
		['Kind', ['Plant/Tree/Kind', 'Plant/Herb/Kind']],
		['kind', ['Plant/Tree/Kind', 'Plant/Herb/Kind']],
		['Plant/Kind', ['Plant/Tree/Kind', 'Plant/Herb/Kind']],
		['plant > kind', ['Plant/Tree/Kind', 'Plant/Herb/Kind']],
		['Plant.Tree.Kind', ['Plant/Tree/Kind']],
		['Herb/Kind', ['Plant/Herb/Kind']],
		['Tree -> Kind', ['Plant/Tree/Kind']],
		['Kind/Remark', []],
		['Plant/Kind/Remark', ['Plant/Tree/Kind/Palm/Remark']],
		['Plant/Tree/Kind/Palm/Remark', ['Plant/Tree/Kind/Palm/Remark']],
		['Palm/Remark', ['Plant/Tree/Kind/Palm/Remark']],
		['Palm/Kind', []],
		['Label text', ['Label text']],
		['labelText', ['Label text']],
		['label-text', ['Label text']],
		['LabelText:', ['Label text']],
		['**Label text**', ['Label text']],
		['labeltext', ['Label text']],
		['Label', []],
		['In bloom', ['In bloom']],
		['inBloom', ['In bloom']],
		['', []],
		['/', []],
		['Plant/', []],
		['Whole film', ['Whole film']],
		['*', []],
		['Label text ：', ['Label text']],
	])('%j names %j', (key, paths) => expect(all.named(key).map(path)).toEqual(paths));

	it('is looked for by the feature hash of the attribute, and within an answer', () => {
		expect(all.named(root('Plant').featureHash)).toEqual([root('Plant')]);
		const [tree, herb] = root('Plant').options;
		expect(all.named('Kind', tree!.attributes).map(path)).toEqual(['Plant/Tree/Kind']);
		expect(all.named('Kind', herb!.attributes).map(path)).toEqual(['Plant/Herb/Kind']);
		expect(all.named('Plant', tree!.attributes)).toEqual([]);
	});

	const texts = (...titles: Array<[title: string, hash: string]>) =>
		classificationQuestions(
			indexOntology({
				objects: [],
				classifications: titles.map(([name, hash]) => ({
					featureNodeHash: hash,
					attributes: [{ name, type: 'text', featureNodeHash: `a-${hash}` }],
				})),
			} as never),
		);

	it('is a title before it is a feature hash, and keeps its inner spaces where a title has them', () => {
		expect(texts(['b', 'a'], ['c', 'b']).named('b').map(path)).toEqual(['b']);
		expect(texts(['b', 'a'], ['c', 'b']).named('a-b').map(path)).toEqual(['c']);
		expect(texts(['Re sort', 'a'], ['Resort', 'b']).named('RE SORT').map(path)).toEqual([
			'Re sort',
		]);
	});

	it('that several questions have is refused, with the feature hashes that would be accepted', () => {
		const { answers, reports } = readFields(
			{ Note: 'x' },
			texts(['Note', 'a'], ['Note', 'b']),
			{ kind: 'single' },
			false,
		);
		expect(answers).toEqual([]);
		expect(reports).toEqual([
			{
				...{ field: 'Note', outcome: 'refused', accepted: ['a-a', 'a-b'] },
				reason: '2 questions are called "Note". The feature hash would be accepted.',
			},
		]);
	});

	it('is that of another question when only some are asked', () => {
		const some = asked('Stems');
		expect([some.only, some.roots]).toEqual([root('Stems'), [root('Stems')]]);
		const others = ['Plant', 'plant:', 'c-Plant', root('Plant').featureHash];
		expect(others.map((key) => some.isOther(key))).toEqual([true, true, true, true]);
		expect(['Kind', 'Stems', 'x'].map((key) => some.isOther(key))).toEqual([false, false, false]);
		expect(all.only).toBeUndefined();
	});
});

describe('questions', () => {
	it('are those of the classification and of all options', () =>
		expect(withNested(root('Plant')).map(path)).toEqual([
			...['Plant', 'Plant/Tree/Kind', 'Plant/Tree/Kind/Palm/Remark', 'Plant/Tree/Rings'],
			'Plant/Herb/Kind',
		]));

	it('are made once for each selection and each object', () => {
		expect(asked('Stems')).toBe(asked('Stems'));
		expect(asked('Stems')).not.toBe(asked('Plant'));
		const lorry = findObject(ontology, 'Lorry');
		expect(objectQuestions(lorry)).toBe(objectQuestions(lorry));
		expect(objectQuestions(lorry).roots.map(path)).toEqual(['Load', 'Owner', 'Height cm']);
	});

	it('are not asked when they, their option or their classification are archived', () => {
		const text = (name: string, more: object = {}) => ({
			...{ name, type: 'text', featureNodeHash: `a${name}`, ...more },
		});
		const option = (label: string, nested: object[], archived = false) => ({
			...{ label, value: label, featureNodeHash: `o${label}`, options: nested, archived },
		});
		const archived = true;
		const options = [
			option('X', [text('In X')], archived),
			option('Y', [text('Old in Y', { archived }), text('In Y')]),
		];
		const index = indexOntology({
			objects: [],
			classifications: [
				{ featureNodeHash: 'c1', archived, attributes: [text('Old')] },
				{ featureNodeHash: 'c2', attributes: [text('New', { type: 'radio', options })] },
				{ featureNodeHash: 'c3', attributes: [text('Gone', { archived })] },
			],
		} as never);
		const given = [
			classificationQuestions(index),
			classificationQuestions(index, index.classifications),
		];
		for (const questions of given) {
			expect(questions.roots.map(path)).toEqual(['New']);
			const keys = ['Old', 'New', 'In X', 'Old in Y', 'In Y', 'Gone'];
			expect(keys.filter((key) => questions.named(key).length > 0)).toEqual(['New', 'In Y']);
			expect(keys.filter((key) => questions.isOther(key))).toEqual(['Old', 'Gone']);
		}
	});
});

describe('the reader of replies is told', () => {
	const keys = ['Plant', 'Tree', 'tree', 'Trees', 'Stems', 'zzz', 'Kind'];
	const values = [
		'Tree',
		'tree',
		'Trees',
		'o-Tree',
		'7',
		'-7',
		'7.5',
		'7.',
		'07 ',
		'x',
		'Green',
		7,
	];
	const lists = [['Green'], ['Green', 'violet'], ['Green', 'x'], []];

	it.each<[string, string[], unknown[], string[], boolean]>([
		[
			'Plant',
			['Plant', 'Tree', 'tree', 'Trees', 'Stems', 'Kind'],
			['Tree', 'tree', 'o-Tree'],
			['Remark'],
			false,
		],
		['Stems', ['Plant', 'Stems'], ['7', '-7', '7.5'], [], false],
		['Hues', ['Plant', 'Stems'], ['Green', ['Green'], ['Green', 'violet']], [], false],
		['Label text', ['Plant', 'Stems'], [], ['Label text'], true],
	])(
		'of %s: names %j, answers %j, texts %j, bare texts %j',
		(title, names, answers, texts, bare) => {
			const expected = expectedBy(asked(title));
			expect(keys.filter((key) => expected.isName(key))).toEqual(names);
			expect([...values, ...lists].filter((value) => expected.isAnswer!(value))).toEqual(answers);
			expect(['Label text', 'Remark', 'Plant'].filter((key) => expected.isText!(key))).toEqual(
				texts,
			);
			expect(expected.bareText).toBe(bare);
			expect(expectedBy(asked(title))).toBe(expected);
		},
	);

	it('of several questions: only their names', () => {
		const expected = expectedBy(all);
		expect(keys.filter((key) => expected.isName(key))).toEqual(['Plant', 'Stems', 'Kind']);
		expect([...values, ...lists].filter((value) => expected.isAnswer!(value))).toEqual([]);
		expect(expected.bareText).toBe(false);
	});
});

describe('an answer', () => {
	const radio = (title: string, option: string) => ({
		attribute: root(title),
		value: { type: 'radio', option: root(title).options.find((each) => each.title === option)! },
	});
	const stems = (number: number) => ({
		attribute: root('Stems'),
		value: { type: 'numeric', number },
	});
	const hues = { attribute: root('Hues'), value: { type: 'checklist', options: [] } };
	const text = { attribute: root('Label text'), value: { type: 'text', text: 'x' } };

	it.each<[string, object, string, boolean]>([
		['Plant Tree', radio('Plant', 'Tree'), '', false],
		['Plant Tree', radio('Plant', 'Tree'), 'I see a tree.', false],
		['Plant Tree', radio('Plant', 'Tree'), 'I see a herb.', true],
		['Plant Tree', radio('Plant', 'Tree'), 'I see a tree and a herb.', false],
		['Plant Tree', radio('Plant', 'Tree'), 'Herb', true],
		['Plant Tree', radio('Plant', 'Tree'), 'tree', false],
		['Plant Tree', radio('Plant', 'Tree'), '[ Herb ]', true],
		['Plant Tree', radio('Plant', 'Tree'), '[Herb]', true],
		['Plant Tree', radio('Plant', 'Tree'), 'json', false],
		['Plant Tree', radio('Plant', 'Tree'), 'moss\ntext', true],
		['Plant Tree', radio('Plant', 'Tree'), 'The lichen is old', true],
		['Plant Tree', radio('Plant', 'Tree'), 'Answer: Moss', true],
		['Plant Tree', radio('Plant', 'Tree'), 'herbs', true],
		['Plant Tree', radio('Plant', 'Tree'), 'herbal', false],
		['Yes', radio('In bloom', 'Yes'), 'no', true],
		['Yes', radio('In bloom', 'Yes'), 'not at all', false],
		['Yes', radio('In bloom', 'Yes'), 'No flowers here', false],
		['Yes', radio('In bloom', 'Yes'), 'Yes and no', false],
		['Stems 3', stems(3), '4', true],
		['Stems 3', stems(3), '3', false],
		['Stems 3', stems(3), 'There are 4 stems.', true],
		['Stems 3', stems(3), 'There are 3 stems.', false],
		['Stems 3', stems(3), '4 roots', true],
		['Stems 3', stems(3), 'stems: four', true],
		['Stems 3', stems(3), 'four stem', true],
		['Stems 3', stems(3), 'Of 5 plants, 3 have stems', false],
		['Stems 3', stems(3), '4 of the old stems', true],
		['Stems 3', stems(3), '4 of the very old stems', false],
		['Stems 3', stems(3), 'stems stems 4', true],
		['Stems 3', stems(3), 'stems in all 4', true],
		['Stems 3', stems(3), 'stems we saw 4', false],
		['Stems 3', stems(3), 'json 4', false],
		['Hues', hues, 'Green', false],
		['Text', text, 'y', false],
	])('%s: %j beside %j is contradicted: %j', (_name, answer, around, contradicted) =>
		expect(isContradicted(answer as AnsweredField, around)).toBe(contradicted),
	);

	it('is contradicted by a line that is another one, and by none of more than 80 characters', () => {
		expect(isContradicted(radio('Soil', 'Wet') as AnsweredField, 'C+')).toBe(true);
		expect(isContradicted(radio('Soil', 'Wet') as AnsweredField, `C+${' x'.repeat(40)}`)).toBe(
			false,
		);
	});

	it('is compared with 500 lines', () => {
		const lines = (count: number) => Array.from({ length: count }, (_, at) => `x${at}`);
		const answer = radio('Soil', 'Wet') as AnsweredField;
		expect(isContradicted(answer, [...lines(499), 'C+'].join('\n'))).toBe(true);
		expect(isContradicted(answer, [...lines(500), 'C+'].join('\n'))).toBe(false);
	});
});
