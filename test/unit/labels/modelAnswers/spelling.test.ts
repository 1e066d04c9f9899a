/** Spellings that mean the same, and keys that hold an answer or stand beside one. */
import { describe, expect, it } from '@jest/globals';
import {
	bare,
	folded,
	joined,
	joinedForms,
	plain,
	singulars,
	wordsOf,
} from '../../../../src/labels/modelAnswers/spelling';
import {
	besideWhat,
	isBesideKey,
	isContainerKey,
	isValueKey,
	truthOf,
} from '../../../../src/labels/modelAnswers/valueKeys';

it.each<
	[text: string, folded: string, plain: string, joined: string, bare: string, words: string[]]
>([
	['Straße', 'strasse', 'strasse', 'strasse', 'strasse', ['strasse']],
	['  A  B ', 'a  b', 'a b', 'ab', 'b', ['b']],
	['x_ray', 'x_ray', 'x ray', 'xray', 'xray', ['x', 'ray']],
	['x-ray', 'x-ray', 'x-ray', 'xray', 'xray', ['x', 'ray']],
	['1-3', '1-3', '1-3', '1-3', '1-3', ['1-3']],
	['1 - 3', '1 - 3', '1 - 3', '1 - 3', '1 - 3', ['1', '-', '3']],
	['20 +', '20 +', '20 +', '20+', '20+', ['20', '+']],
	['C #', 'c #', 'c #', 'c#', 'c#', ['c', '#']],
	['< 5', '< 5', '< 5', '<5', '<5', ['<', '5']],
	['> = 5', '> = 5', '> = 5', '> = 5', '> = 5', ['>', '=', '5']],
	['a typical', 'a typical', 'a typical', 'atypical', 'typical', ['typical']],
	['The Cat', 'the cat', 'the cat', 'thecat', 'cat', ['cat']],
	['an owl', 'an owl', 'an owl', 'anowl', 'owl', ['owl']],
	['the', 'the', 'the', 'the', 'the', ['the']],
	['**Cat**', '**cat**', '**cat**', '**cat**', 'cat', ['cat']],
	['`Cat`', '`cat`', "'cat'", "'cat'", 'cat', ['cat']],
	['[Cat]', '[cat]', '[cat]', '[cat]', 'cat', ['cat']],
	['Cat!', 'cat!', 'cat!', 'cat!', 'cat', ['cat']],
	['Cat.', 'cat.', 'cat.', 'cat.', 'cat', ['cat']],
	['3.', '3.', '3.', '3.', '3', ['3']],
	['🐱 Cat', '🐱 cat', '🐱 cat', '🐱 cat', 'cat', ['cat']],
	['❌ Cat', '❌ cat', '❌ cat', '❌ cat', '❌ cat', ['❌', 'cat']],
	['Cat & dog', 'cat & dog', 'cat & dog', 'cat & dog', 'catanddog', ['cat', 'and', 'dog']],
	['&amp;', '&amp;', '&', '&', 'and', ['and']],
	['&eacute;', '&eacute;', 'é', 'é', 'e', ['e']],
	['&#65;', '&#65;', 'a', 'a', 'a', ['a']],
	['&#x41;', '&#x41;', 'a', 'a', 'a', ['a']],
	['&#x110000;', '&#x110000;', '&#x110000;', '&#x110000;', 'and#x110000;', ['and', '#x110000;']],
	['&szlig;', '&szlig;', 'ss', 'ss', 'ss', ['ss']],
	['‘a’', '‘a’', "'a'", "'a'", 'a', ['a']],
	['“a”', '“a”', '"a"', '"a"', 'a', ['a']],
	['a—b', 'a—b', 'a-b', 'ab', 'ab', ['a', 'b']],
	['a\u200bb', 'a\u200bb', 'ab', 'ab', 'ab', ['ab']],
	['ﬁ', 'fi', 'fi', 'fi', 'fi', ['fi']],
	['é', 'é', 'é', 'é', 'e', ['e']],
	['e\u0301', 'é', 'é', 'é', 'e', ['e']],
	['M\u0336oss', 'm\u0336oss', 'm\u0336oss', 'm\u0336oss', 'm\u0336oss', ['m\u0336oss']],
	['• Cat', '• cat', '• cat', '• cat', 'cat', ['cat']],
	['*Cat', '*cat', '*cat', '*cat', '*cat', ['*cat']],
	['-Cat', '-cat', '-cat', '-cat', '-cat', ['-cat']],
	['- Cat', '- cat', '- cat', '- cat', 'cat', ['cat']],
	['***Cat***', '***cat***', '***cat***', '***cat***', 'cat', ['cat']],
	['"Cat', '"cat', '"cat', '"cat', '"cat', ['"cat']],
	['20%.', '20%.', '20%.', '20%.', '20%', ['20%']],
	['cat。', 'cat。', 'cat。', 'cat。', 'cat', ['cat']],
])('%j is folded %j, plain %j, joined %j, bare %j, and has the words %j', (text, ...forms) => {
	expect([folded(text), plain(text), joined(text), bare(text), wordsOf(text)]).toEqual(forms);
});

it('what stands behind an article has two forms', () => {
	expect(joinedForms('a typical')).toEqual(['atypical', 'typical']);
	expect(joinedForms('The Cat')).toEqual(['thecat', 'cat']);
	expect(joinedForms('an owl')).toEqual(['anowl', 'owl']);
	expect(joinedForms('the')).toEqual(['the']);
	expect(joinedForms('anowl')).toEqual(['anowl']);
});

it.each<[string, string[]]>([
	['s', []],
	['cats', ['cat']],
	['gas', []],
	['bus', []],
	['glass', []],
	['boxes', ['boxe', 'box']],
	['buzzes', ['buzze', 'buzz']],
	['churches', ['churche', 'church']],
	['dishes', ['dishe', 'dish']],
	['heroes', ['heroe', 'hero']],
	['ties', ['tie']],
	['cities', ['citie', 'city']],
	['days', ['day']],
	['flies', ['flie', 'fly']],
	['ies', []],
	['goes', ['goe']],
	['es', []],
])('the word %j may be the plural of %j', (word, forms) =>
	expect(singulars(word)).toEqual([word, ...forms]),
);

describe('a key', () => {
	it.each([
		'value',
		'Values',
		'ANSWER',
		'choice',
		'label',
		'option',
		'selected_options',
		'selectedOption',
		'name',
	])('%j holds an answer', (key) => expect(isValueKey(key)).toBe(true));
	it.each(['values2', 'x value'])('%j holds none', (key) => expect(isValueKey(key)).toBe(false));
	it.each(['attributes', 'nested', 'sub_answers', 'subanswers', 'fields', 'labels'])(
		'%j holds further answers',
		(key) => expect(isContainerKey(key)).toBe(true),
	);
	it.each(['subanswer', 'field'])('%j holds no further answers', (key) =>
		expect(isContainerKey(key)).toBe(false),
	);

	it.each<[string, string | undefined]>([
		['confidence', ''],
		['Confidence', ''],
		['reason', ''],
		['feature_node_hash', ''],
		['featureNodeHash', ''],
		['id', ''],
		['ids', ''],
		['type', ''],
		['Animal_reason', 'Animal'],
		['AnimalReason', 'Animal'],
		['Animal reason', 'Animal'],
		['Animal-confidence', 'Animal'],
		['animal ids', 'animal'],
		['Animalreason', undefined],
		['_reason', undefined],
		['reason_animal', undefined],
		['a b reasons', 'a b'],
		['unit', undefined],
	])('%j is a remark about %j', (key, about) => {
		expect(besideWhat(key)).toBe(about);
		expect(isBesideKey(key)).toBe(about !== undefined);
	});
});

it.each([true, 1, '1', 'true', ' YES ', 'y', 'Checked', 'selected'])('%j says yes', (value) =>
	expect(truthOf(value)).toBe(true),
);
it.each([false, 0, '0', 'no', 'N', 'false', 'unchecked', 'not selected'])('%j says no', (value) =>
	expect(truthOf(value)).toBe(false),
);
it.each([2, 'maybe', '', null, [[]]])('%j says neither', (value) =>
	expect(truthOf(value)).toBeUndefined(),
);
