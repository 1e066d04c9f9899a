/** Answers in the list of a label's entry: how they are read, written, merged and compared. */
import { describe, expect, it } from '@jest/globals';

import type { EncordJson } from '../../../../src/encord/wire/json';
import {
	answerEntries,
	answerHashes,
	answersKey,
	isActive,
	mergeAnswers,
	plainAnswer,
	readableAnswer,
	readAnswer,
	readAnswers,
	writeAnswer,
	type AnswerValue,
	type AnswerValues,
} from '../../../../src/labels/answers/answers';
import { findClassification, findObject } from '../../../../src/labels/ontology/lookup';
import type { OntologyItem } from '../../../../src/labels/ontology/ontology';
import { ontology } from '../fixtures';

const car = findObject(ontology, 'Car');
const weather = findClassification(ontology, 'Weather');
const of = (item: OntologyItem, hash: string) => item.attributeByHash.get(hash)!;
const [plate, make, trim, damage, speed] = [
	'atPlate',
	'atMake',
	'atTrim',
	'atDamage',
	'atSpeed',
].map((hash) => of(car, hash)) as [never, never, never, never, never];
const text = (value: string): AnswerValue => ({ type: 'text', text: value });
const chosen = (...hashes: string[]): AnswerValue => ({
	type: 'checklist',
	options: hashes.map((hash) => car.optionByHash.get(hash)!),
});
const one = (hash: string): AnswerValue => ({
	type: 'radio',
	option: car.optionByHash.get(hash)!,
});
const json = (name: string) => ({ name, value: name.toLowerCase(), featureHash: `op${name}` });
const entry = (hash: string, answers: unknown, more: object = {}): EncordJson => ({
	featureHash: hash,
	answers,
	manualAnnotation: false,
	...more,
});
const merge = (
	entries: EncordJson[],
	values: AnswerValues,
	author: { manual: boolean; always?: boolean } = { manual: false },
) => mergeAnswers(entries, values, author, car);

describe('an answer', () => {
	it.each<[string, never, AnswerValue, unknown, unknown, unknown]>([
		['a text', plate, text('AB'), 'AB', 'AB', 'AB'],
		['a number', speed, { type: 'numeric', number: 3 }, 3, 3, 3],
		['an option', make, one('opSaab'), [json('Saab')], 'opSaab', 'Saab'],
		[
			'options in the order of the ontology',
			damage,
			chosen('opRust', 'opDent'),
			[json('Dent'), json('Rust')],
			['opRust', 'opDent'],
			['Rust', 'Dent'],
		],
	])('that is %s is written, and told by hash and by title', (_, attribute, value, ...expected) => {
		const [answers, hashes, titles] = expected;
		expect(writeAnswer(attribute, value, true)).toMatchObject({ answers, manualAnnotation: true });
		expect(answerHashes(value)).toEqual(hashes);
		expect(readableAnswer(value)).toEqual(titles);
		expect(plainAnswer(value)).toEqual(Array.isArray(hashes) ? ['opDent', 'opRust'] : hashes);
		expect(answerHashes(value)).toEqual(hashes);
	});

	it('has the name, value and hash of its attribute', () =>
		expect(
			writeAnswer(
				of(weather, 'atWeather'),
				{ type: 'radio', option: weather.optionByHash.get('opRain')! },
				false,
			),
		).toEqual({
			name: 'Weather',
			value: 'weather',
			answers: [{ name: 'Rain', value: 'rain', featureHash: 'opRain' }],
			featureHash: 'atWeather',
			manualAnnotation: false,
		}));

	it.each<[string, never, unknown, AnswerValue | undefined]>([
		['a text', plate, 'AB', text('AB')],
		['an empty text', plate, '', text('')],
		['a number for a text', plate, 5, undefined],
		['a number', speed, 0, { type: 'numeric', number: 0 }],
		['a text for a number', speed, '0', undefined],
		['an option', make, [json('Saab')], one('opSaab')],
		['an unknown option', make, [json('Audi')], undefined],
		['a text for an option', make, 'Saab', undefined],
		['no option', make, [], undefined],
		[
			'options, in the order of the ontology',
			damage,
			[json('Rust'), json('Dent')],
			chosen('opDent', 'opRust'),
		],
		['no options', damage, [], chosen()],
		['known options beside others', damage, [null, json('Audi'), json('Dent')], chosen('opDent')],
		['a text for options', damage, 'Dent', undefined],
	])('is read from %s', (_, attribute, answers, value) =>
		expect(readAnswer(attribute, [entry('', answers)])).toEqual(value),
	);

	it('of a checklist is read from all its entries', () => {
		const entries = [entry('', 'damaged'), entry('', [json('Rust')]), entry('', [json('Dent')])];
		expect(readAnswer(damage, entries)).toEqual(chosen('opDent', 'opRust'));
		expect(readAnswer(plate, [entry('', 'first'), entry('', 'second')])).toEqual(text('first'));
	});
});

describe('the answers of an item', () => {
	it('are those to its own attributes, in their order', () => {
		const entries = [
			entry('atSpeed', 3),
			entry('atGone', 'x'),
			entry('atPlate', 'AB'),
			entry('atMake', []),
		];
		expect([...readAnswers(car, entries)]).toEqual([
			[plate, text('AB')],
			[speed, { type: 'numeric', number: 3 }],
		]);
	});

	it('are equal exactly when their keys are', () => {
		const both: AnswerValues = new Map([
			[plate, text('AB')],
			[damage, chosen('opDent', 'opRust')],
		]);
		const turned: AnswerValues = new Map([
			[damage, chosen('opRust', 'opDent')],
			[speed, null],
			[plate, text('AB')],
		]);
		expect(answersKey(both)).toBe('[["atDamage",["opDent","opRust"]],["atPlate","AB"]]');
		expect(answersKey(turned)).toBe(answersKey(both));
		expect(answersKey(new Map([[plate, text('ab')]]))).not.toBe(
			answersKey(new Map([[plate, text('AB')]])),
		);
		expect(answersKey(new Map())).toBe('[]');
	});

	it('are the entries of a list only', () => {
		const list = [entry('atPlate', 'AB')];
		expect(answerEntries({ classifications: list })).toBe(list);
		expect(answerEntries({ classifications: {} })).toEqual([]);
		expect(answerEntries({})).toEqual([]);
		expect(answerEntries(undefined)).toEqual([]);
	});
});

describe('merged answers', () => {
	const hashes = (entries: EncordJson[]) => entries.map(({ featureHash }) => featureHash);

	it('come in reverse order of the ontology; unknown attributes stay last', () => {
		const all = merge(
			[],
			new Map([
				[make, one('opVolvo')],
				[plate, text('AB')],
				[speed, { type: 'numeric', number: 3 }],
				[trim, text('x')],
			]),
		);
		expect(hashes(all)).toEqual(['atSpeed', 'atTrim', 'atMake', 'atPlate']);
		const some = [entry('atSpeed', 3), entry('atPlate', 'AB'), entry('atGone', 'x')];
		expect(hashes(merge(some, new Map([[make, one('opSaab')]])))).toEqual([
			'atSpeed',
			'atMake',
			'atPlate',
			'atGone',
		]);
		expect(hashes(merge([entry('atGone', 'x')], new Map([[plate, text('AB')]])))).toEqual([
			'atPlate',
			'atGone',
		]);
	});

	it('replace an answer in its place, with the other keys of its entry', () => {
		const entries = [entry('atPlate', 'AB', { future: 1 }), entry('atSpeed', 3)];
		expect(merge(entries, new Map([[plate, text('CD')]]), { manual: true })).toEqual([
			{
				name: 'Plate',
				value: 'plate',
				answers: 'CD',
				featureHash: 'atPlate',
				manualAnnotation: true,
				future: 1,
			},
			entry('atSpeed', 3),
		]);
		expect(entries).toHaveLength(2);
	});

	it('replace several entries of one attribute with one', () => {
		const entries = [
			entry('atSpeed', 3),
			entry('atDamage', [json('Dent')]),
			entry('atPlate', 'AB'),
			entry('atDamage', [json('Rust')]),
		];
		const merged = merge(entries, new Map([[damage, chosen('opDent')]]));
		expect(hashes(merged)).toEqual(['atSpeed', 'atDamage', 'atPlate']);
		expect(merged[1]!.answers).toEqual([json('Dent')]);
	});

	it('lose what is null, and are the very list where nothing changes', () => {
		const entries = [entry('atSpeed', 3), entry('atPlate', 'AB')];
		expect(merge(entries, new Map([[speed, null]]))).toEqual([entry('atPlate', 'AB')]);
		expect(merge(entries, new Map([[make, null]]))).toBe(entries);
		expect(merge(entries, new Map([[plate, text('AB')]]))).toBe(entries);
		expect(merge(entries, new Map())).toBe(entries);
	});

	it.each<[unknown, boolean, boolean, unknown]>([
		// [who answered before, who answers now, whether that is always written, who has answered then]
		[false, true, false, false],
		[false, true, true, true],
		[true, false, true, false],
		[true, false, false, true],
		[undefined, true, true, undefined],
		[undefined, false, true, false],
	])('that stay the same: %j, then %j (always: %j) is %j', (before, manual, always, after) => {
		const entries = [entry('atPlate', 'AB', { manualAnnotation: before })];
		const merged = merge(entries, new Map([[plate, text('AB')]]), { manual, always });
		expect(merged.map(({ manualAnnotation }) => manualAnnotation)).toEqual([after]);
	});

	it('replace an answer whose form is not known', () => {
		const merged = merge([entry('atPlate', 5)], new Map([[plate, text('5')]]));
		expect(merged.map(({ answers }) => answers)).toEqual(['5']);
	});
});

describe('an attribute is to be answered', () => {
	const note = of(weather, 'atNote');
	const choose = (...hashes: string[]) => {
		const options = hashes.map((hash) => weather.optionByHash.get(hash)!);
		return isActive(note, (parent) => {
			const option = options.find(({ attribute }) => attribute === parent);
			return option && { type: 'radio', option };
		});
	};

	it('while each option above it is chosen', () => {
		expect(choose('opRain', 'opHeavy')).toBe(true);
		expect(choose('opSunny', 'opHeavy')).toBe(false);
		expect(choose('opRain', 'opLight')).toBe(false);
		expect(choose('opRain')).toBe(false);
		expect(isActive(note, () => null)).toBe(false);
	});

	it('always, where no option is above it', () =>
		expect(isActive(of(weather, 'atWeather'), () => undefined)).toBe(true));
});
