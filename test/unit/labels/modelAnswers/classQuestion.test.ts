/** The class of objects, as a model names it. */
import { describe, expect, it } from '@jest/globals';
import { plainAnswer } from '../../../../src/labels/answers/answers';
import {
	attributesAndClass,
	CLASS_TITLE,
	classQuestion,
} from '../../../../src/labels/modelAnswers/classQuestion';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { readModelAnswer } from '../../../../src/llm/modelAnswer';

const object = (name: string, shape: string, more: object = {}) => ({
	name,
	shape,
	color: '#112233',
	featureNodeHash: `ob${name.replaceAll(' ', '')}${shape}`,
	...more,
});
const ontology = indexOntology({
	objects: [
		object('Car', 'bounding_box', {
			attributes: [{ name: 'Plate', type: 'text', featureNodeHash: 'atPlate' }],
		}),
		object('Fire engine', 'bounding_box'),
		object('Van', 'bounding_box'),
		object('van', 'bounding_box', { featureNodeHash: 'obOtherVan' }),
		object('Cart', 'bounding_box', { archived: true }),
		object('Road', 'polygon'),
		object('Car', 'polygon'),
	],
	classifications: [],
} as never);
const question = classQuestion(ontology, new Set(['bounding_box']));

function read(answer: unknown) {
	const { answers, reports } = readModelAnswer(answer, question, { kind: 'single' });
	return {
		classes: answers.map(({ value }) => plainAnswer(value)),
		reasons: reports
			.filter(({ field }) => field === undefined || field === CLASS_TITLE)
			.flatMap(({ reason }) => reason ?? []),
	};
}

describe('a class named by a model', () => {
	it.each<[string, unknown, string]>([
		['by its title', 'Car', 'obCarbounding_box'],
		['by its hash', 'obVanbounding_box', 'obVanbounding_box'],
		['in another spelling', 'fire-engines', 'obFireenginebounding_box'],
		['as the title of one that differs in case only', 'van', 'obOtherVan'],
		['in JSON', { class: 'Car' }, 'obCarbounding_box'],
		['beside answers to attributes', '{"Class": "car", "Plate": "0042"}', 'obCarbounding_box'],
		[
			'in a sentence',
			'Here it is:\n```json\n{"class":"Fire engine"}\n```',
			'obFireenginebounding_box',
		],
	])('is taken: %s', (_, answer, hash) => {
		expect(read(answer)).toEqual({ classes: [hash], reasons: [] });
	});

	it.each<[string, unknown, RegExp]>([
		['of another shape', 'Road', /not an option of "Class"/],
		['that does not exist', 'Zeppelin', /not an option of "Class"/],
		['that may be two', 'VAN', /may be "Van" and "van"/],
		['that is archived', 'Cart', /archived/],
		['under several names', '{"class": "Car", "Class": "Fire engine"}', /differ|several|two/i],
	])('is refused: %s', (_, answer, reason) => {
		const { classes, reasons } = read(answer);
		expect(classes).toEqual([]);
		expect(reasons.join(' ')).toMatch(reason);
	});

	it('is no unknown key beside the answers to its attributes', () => {
		const car = ontology.objectByHash.get('obCarbounding_box')!;
		const { answers, reports } = readModelAnswer(
			{ Class: 'Car', Plate: 'A 1' },
			attributesAndClass(car, question),
			{ kind: 'single' },
		);
		expect(answers.filter(({ attribute }) => attribute.item === car)).toHaveLength(1);
		expect(reports.map(({ outcome }) => outcome)).toEqual(['taken', 'taken']);
	});
});
