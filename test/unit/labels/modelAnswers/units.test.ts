/** Units: their names, those of titles, how they are spelled, and what they convert to. */
import { describe, expect, it } from '@jest/globals';
import {
	converted,
	unitNamed,
	unitOfTitle,
	unitsSpelledOut,
	type Unit,
} from '../../../../src/labels/modelAnswers/numbers/units';

describe('a unit', () => {
	const shown = (unit: Unit | undefined) =>
		unit && `${unit.measures}${unit.factor === undefined ? '' : ` ${unit.factor}`}`;

	it.each<[string, string | undefined]>([
		['Nm', 'torque 1'],
		['N m', 'torque 1'],
		['nm', 'length 1e-9'],
		['MW', 'power 1000000'],
		['mW', 'power 0.001'],
		['mw', undefined],
		['Mg', undefined],
		['Mm', undefined],
		['Ms', undefined],
		['Ml', undefined],
		['M', 'length 1'],
		['M²', 'area 1'],
		['KG', 'mass 1'],
		['kg.', 'mass 1'],
		['foo', undefined],
		['m', 'length 1'],
		['Meter', 'length 1'],
		['ω', 'electric ω ohm ohms'],
		['Ω', 'electric ω ohm ohms'],
		['µm', 'length 0.000001'],
		['μm', 'length 0.000001'],
	])('called %j is %j', (name, unit) => expect(shown(unitNamed(name))).toBe(unit));

	it.each<[string, string | undefined]>([
		['Height (cm)', 'length 0.01'],
		['Height [in m]', 'length 1'],
		['Height {kg}', 'mass 1'],
		['Height (tall)', undefined],
		['Height cm', 'length 0.01'],
		['Height_cm', 'length 0.01'],
		['Height, cm', 'length 0.01'],
		['cm', undefined],
		['min', undefined],
		['Height (cm) x', undefined],
		['The amount a', 'electric a amp amps ampere amperes'],
		['Height (cm, m)', undefined],
	])('of the title %j is %j', (title, unit) => expect(shown(unitOfTitle(title))).toBe(unit));

	it.each([
		['20 ℃', '20 °C'],
		['20 ℉', '20 °F'],
		['20º', '20°'],
		['5 ㎡', '5 m²'],
		['20 degrees C', '20 °C'],
		['20 deg. f', '20 °F'],
		['20 ° celsius', '20 °C'],
		['20 degrees Cold', '20 degrees Cold'],
		['5 m2', '5 m²'],
		['5 m^2', '5 m²'],
		['5cm3', '5cm³'],
		['5 mm²', '5 mm²'],
		['5 m23', '5 m23'],
		['m2', 'm2'],
		['5 square meters', '5 m²'],
		['5 sq. m', '5 m²'],
		['5 sq.m', '5 m²'],
		['5 sq metre', '5 m²'],
		['5 square meterx', '5 square meterx'],
		['20 degree fahrenheit', '20 °F'],
	])('in %j is spelled %j', (text, spelled) => expect(unitsSpelledOut(text)).toBe(spelled));

	it.each<[number, Unit, Unit, number | undefined]>([
		[2, { measures: 'length', factor: 1 }, { measures: 'length', factor: 0.01 }, 200],
		[0.1, { measures: 'length', factor: 3 }, { measures: 'length', factor: 1 }, 0.3],
		[2, { measures: 'length', factor: 1 }, { measures: 'mass', factor: 1 }, undefined],
		[2, { measures: 'money €' }, { measures: 'money €' }, 2],
		[2, { measures: 'x', factor: 1 }, { measures: 'x' }, undefined],
		[2, { measures: 'x' }, { measures: 'x', factor: 1 }, undefined],
	])('%d of %j in %j are %d', (number, from, to, result) =>
		expect(converted(number, from, to)).toBe(result),
	);
});
