/** Required answers that are missing, of objects and classifications. */
import { describe, expect, it } from '@jest/globals';
import type { OntologyJson } from '../../../../src/encord/wire/ontologyJson';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { checkLabels } from '../../../../src/labels/reading/checks';
import { missingAnswers } from '../../../../src/labels/reading/missingAnswers';
import { box, context, videoMetadata, videoRow } from '../fixtures';

const required = { required: true };
const attribute = (name: string, type: string, more: object = {}) => ({
	...{ name, type, featureNodeHash: `at${name}`, ...more },
});
const option = (label: string, options: object[] = []) => ({
	...{ label, value: label.toLowerCase(), featureNodeHash: `op${label}`, options },
});
const ontology = indexOntology({
	objects: [
		{
			...{ name: 'Car', color: '#000', shape: 'bounding_box', featureNodeHash: 'obCar' },
			attributes: [
				attribute('Plate', 'text', required),
				attribute('Note', 'text'),
				attribute('Old', 'text', { ...required, archived: true }),
				attribute('Lights', 'radio', {
					...{ ...required, dynamic: true, options: [option('On'), option('Off')] },
				}),
				attribute('Make', 'radio', {
					options: [option('Volvo', [attribute('Trim', 'text', required)]), option('Saab')],
				}),
			],
		},
	],
	classifications: [
		{ featureNodeHash: 'clCaption', attributes: [attribute('Caption', 'text', required)] },
	],
} as unknown as OntologyJson);

const rowWith = (...edits: object[]) =>
	applyEdits(videoRow, ontology, edits as Edit[], context()).labelRow;
const car = (hash: string, attributes: object, frame = 0) => ({
	...{ kind: 'addObject', object: 'Car', hash, frames: frame, coordinates: box(), mode: 'add' },
	attributes,
});
const missing = (row: ReturnType<typeof rowWith>, hashes?: ReadonlySet<string>) =>
	missingAnswers(row, ontology, videoMetadata, hashes).map(({ hash, field }) => `${hash} ${field}`);

describe('of an object', () => {
	it.each<[string, object, string[]]>([
		['nothing', {}, ['Plate', 'Lights']],
		['a text', { Plate: 'x' }, ['Lights']],
		['a text and, on a frame, the lights', { Plate: 'x', Lights: 'On' }, []],
		['an option with a required question', { Plate: 'x', Lights: 'On', Make: 'Volvo' }, ['Trim']],
		['an option without one', { Plate: 'x', Lights: 'On', Make: 'Saab' }, []],
		['all', { Plate: 'x', Lights: 'On', Make: 'Volvo', Trim: 'y' }, []],
	])('with %s, what is missing is told', (_what, attributes, fields) =>
		expect(missing(rowWith(car('AAAAAAAA', attributes)))).toEqual(
			fields.map((field) => `AAAAAAAA ${field}`),
		),
	);

	it('the warning says what would be accepted', () => {
		const row = rowWith(car('AAAAAAAA', {}));
		expect(missingAnswers(row, ontology, videoMetadata)).toEqual([
			{
				...{ severity: 'warning', code: 'missingAnswer', item: 'Car', field: 'Plate' },
				...{ hash: 'AAAAAAAA', accepted: 'text' },
				message: '"Plate" of "Car" is required and has no answer.',
			},
			{
				...{ severity: 'warning', code: 'missingAnswer', item: 'Car', field: 'Lights' },
				...{ hash: 'AAAAAAAA', accepted: ['On', 'Off'] },
				message: '"Lights" of "Car" is required and has no answer.',
			},
		]);
	});

	it('only the given labels are looked at', () => {
		const row = rowWith(car('AAAAAAAA', {}), car('BBBBBBBB', { Plate: 'x' }), {
			...{ kind: 'setClassification', classification: 'Caption', answers: { Caption: null } },
			...{ frames: 1, hash: 'CCCCCCCC' },
		});
		expect(missing(row, new Set(['BBBBBBBB']))).toEqual(['BBBBBBBB Lights']);
		expect(missing(row, new Set())).toEqual([]);
		const all = missing(row);
		expect(all.slice(1)).toEqual(['AAAAAAAA Plate', 'AAAAAAAA Lights', 'BBBBBBBB Lights']);
		expect(all[0]).toMatch(/ Caption$/);
	});

	it('a check tells the first frame, and leaves out labels of other frames', () => {
		const row = rowWith(car('AAAAAAAA', { Lights: 'On' }, 5), car('BBBBBBBB', { Plate: 'x' }, 2));
		const rules = [{ rule: 'requiredAnswers' as const }];
		const fault = (hash: string, field: string, frame: number) => ({
			...{ rule: 'requiredAnswers', class: 'Car', hash, frame },
			message: `"${field}" of "Car" is required and has no answer.`,
		});
		expect(checkLabels(row, ontology, videoMetadata, rules)).toEqual([
			...[fault('BBBBBBBB', 'Lights', 2), fault('AAAAAAAA', 'Plate', 5)],
		]);
		expect(checkLabels(row, ontology, videoMetadata, rules, { frames: [[5, 9]] })).toEqual([
			fault('AAAAAAAA', 'Plate', 5),
		]);
	});
});

it('nothing is missing of labels whose class the ontology does not have', () => {
	const other = indexOntology({ objects: [], classifications: [] });
	const row = rowWith(car('AAAAAAAA', {}));
	expect(missingAnswers(row, other, videoMetadata)).toEqual([]);
});
