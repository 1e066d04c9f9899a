import { describe, expect, it } from '@jest/globals';
import { readNumber } from '../../../../src/labels/modelAnswers/numbers/readNumber';

const read = (text: string, title = 'Stems') => {
	const reading = readNumber(title, text);
	return 'value' in reading ? reading.value : undefined;
};

describe('the one number of a text', () => {
	it.each<[string, number]>([
		['7', 7],
		['minus 7', -7],
		['−7.5', -7.5],
		['about 7', 7],
		['7 stems', 7],
		['There are seven stems.', 7],
		['zero stems', 0],
		['7 plants', 7],
		['twenty-one', 21],
		['two hundred and five', 205],
		['1,234.5', 1234.5],
		['1.234,5', 1234.5],
		['1,234,567', 1_234_567],
		['1 234', 1234],
		['12,50 €', 12.5],
		['0.125', 0.125],
		['٧', 7],
		['70%', 70],
		['**7**', 7],
		['Stems: 7', 7],
		['I count 7 stems in total.', 7],
		['7 flowers', 7],
		['7本', 7],
		['٧٫٥', 7.5],
		['etwa 7', 7],
	])('is read from %s', (text, number) => expect(read(text)).toBe(number));

	it.each([
		...['6-7', '6 to 7', 'at least 7', '7+', '<7', 'up to 7', 'almost 7', '7 or 8', '±7'],
		...['1/2', '½', '7½', '3 of 7', '2 x 7', '7²', 'half', 'two dozen', '7k', '7M', '3 million'],
		...['1,234', '1.234', '1,23,4', '12 34', '7 7', 'seven eight', '(7)', 'v7', '#7', '7th'],
		...['not 7', 'maybe 7', 'unknown', 'NaN', 'Infinity', '1e999', '9007199254740993', '12:30'],
		...['7 mil', '7 grand', '7 Tausend', 'mindestens 7', 'au moins 7', '7ish', '7 tops', '7‰'],
		...[
			'mindestens 7',
			'au plus 7',
			'не более 7',
			'7以上',
			'Figure 7',
			'7 pm',
			'7 tenths',
			'7 tausend',
		],
		...['+-7', 'point seven', '7 excluding weeds', "isn't 7", '7a', '90° E', 'Mach 7'],
		...['A-7', 'B7', 'vitamin B-12', '3-7', 'x7'],
		...['', 'two-door', '2024-05-01', '7 min', '7 m'],
	])('is not read from %s', (text) => expect(read(text)).toBeUndefined());

	it('is converted to the unit of the title, or refused', () => {
		expect(read('20 degrees Celsius', 'Heat (°C)')).toBe(20);
		expect(read('20 C', 'Heat (°C)')).toBe(20);
		expect(read('20 F', 'Heat (°C)')).toBeUndefined();
		expect(read('30 m^2', 'Area m²')).toBe(30);
		expect(read('30 square meters', 'Area m²')).toBe(30);
		expect(read('5 kgs', 'Weight kg')).toBe(5);
		expect(read('5 Mg', 'Weight kg')).toBeUndefined();
		expect(read('12 mm', 'Height cm')).toBe(1.2);
		expect(read('1.2 m', 'Height (cm)')).toBe(120);
		expect(read('12 cm', 'Height cm')).toBe(12);
		expect(read('12 kg', 'Height cm')).toBeUndefined();
		expect(read('12 hands', 'Height cm')).toBeUndefined();
		expect(read('5 lb-ft', 'Torque Nm')).toBeUndefined();
		expect(read('6.5 m', 'Height')).toBe(6.5);
	});
});
