/** The map of classes and the default class that the user gives. */
import { describe, expect, it } from '@jest/globals';
import type { Detection } from '../../../../src/detections/found';
import { called, classes, numbered, TITLES, unnamed, type Choice } from './classes';

describe('the map of the user', () => {
	it.each<[string, Choice['classMap'], Partial<Detection>, string]>([
		['leads a name to a class', { duck: 'Heron' }, called('duck'), 'obHeron'],
		[
			'leads another spelling of it',
			{ 'Mallard duck': 'Heron' },
			called('mallard_DUCK'),
			'obHeron',
		],
		['leads a number', { 4: 'Heron' }, numbered(4), 'obHeron'],
		['leads to a hash', { duck: 'obHeron' }, called('duck'), 'obHeron'],
		['leads a class to another', { Otter: 'Heron' }, called('Otter'), 'obHeron'],
		['leads all others', { '*': 'Heron' }, called('duck'), 'obHeron'],
		['leads all others but itself', { '*': 'Heron' }, called('heron'), 'obHeron'],
		['prefers the exact name', { duck: 'Heron', Duck: 'Otter' }, called('Duck'), 'obOtter'],
		[
			'may lead two spellings to one class',
			{ duck: 'Heron', Duck: 'Heron' },
			called('DUCK'),
			'obHeron',
		],
		[
			'is no guess between two',
			{ duck: 'Heron', Duck: 'Otter' },
			called('DUCK'),
			'"DUCK" may be "duck" or "Duck" of the class names: give the exact name.',
		],
		[
			'does not lead a class with all others',
			{ '*': 'Heron' },
			called('Otter'),
			'"Otter" is a class of the ontology, but "*" leads all others to "Heron". Add "Otter" to the class names.',
		],
		[
			'does not lead to what is no class',
			{ duck: 'Beaver' },
			called('duck'),
			`The ontology has no class "Beaver" (from the class names, for "duck"). ${TITLES}`,
		],
		[
			'does not lead all others to what is no class',
			{ '*': 'Beaver' },
			called('duck'),
			`The ontology has no class "Beaver" (from the class names, for all others). ${TITLES}`,
		],
		['takes a star for a name of its own', { '*': 'Heron' }, called('*'), 'obHeron'],
	])('%s', (_, classMap, detection, expected) => {
		expect(classes([detection], { classMap: classMap! })).toEqual([expected]);
	});

	it('may not lead a number elsewhere than the names and the table do', () => {
		const reason =
			'Class 0 is called "Otter", which is a class of the ontology, but the class names lead 0 to "Heron".';
		const classMap = { 0: 'Heron' };
		expect(classes([numbered(0)], { names: ['Otter'], classMap })).toEqual([reason]);
		expect(classes([numbered(0, { tableName: 'Otter' })], { classMap })).toEqual([reason]);
		expect(classes([numbered(0)], { names: ['duck'], classMap })).toEqual(['obHeron']);
		expect(classes([numbered(0)], { names: ['heron'], classMap })).toEqual(['obHeron']);
	});
});

describe('the default class', () => {
	const defaultClass = 'Heron';

	it('is for detections that say none', () => {
		expect(classes([called(), called(''), called('Otter')], { defaultClass })).toEqual([
			'obHeron',
			'obHeron',
			'obOtter',
		]);
		expect(classes([called()], { defaultClass: '' })).toEqual([
			'The detection names no class. Give it one, or choose a default class.',
		]);
	});

	it('is for models with one class, which number it 0 or 1', () => {
		expect(classes([numbered(0), numbered(0), called()], { defaultClass })).toEqual([
			'obHeron',
			'obHeron',
			'obHeron',
		]);
		expect(classes([numbered(1), numbered('1')], { defaultClass })).toEqual(['obHeron', 'obHeron']);
		expect(classes([numbered(2)], { defaultClass })).toEqual([unnamed(2)]);
		expect(classes([numbered(0), numbered(1)], { defaultClass })).toEqual([unnamed(0), unnamed(1)]);
	});

	it('is not for numbers that have a name', () => {
		expect(classes([numbered(0)], { defaultClass, names: ['Otter'] })).toEqual(['obOtter']);
	});
});
