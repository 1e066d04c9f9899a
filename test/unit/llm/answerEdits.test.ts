/** What is written of the answers of a model: one edit for each classification, or for each group of frames that are alike. */
import { describe, expect, it } from '@jest/globals';
import {
	classificationQuestions,
	objectQuestions,
} from '../../../src/labels/modelAnswers/questions';
import { findObject } from '../../../src/labels/ontology/lookup';
import {
	attributeAnswers,
	classificationAnswers,
	setClassificationEdits,
} from '../../../src/llm/answerEdits';
import { mediaOfRow } from '../../../src/llm/answeredMedia';
import { readModelAnswer } from '../../../src/llm/modelAnswer';
import { film, ontology } from '../labels/modelAnswers/answersFixture';

const lorry = findObject(ontology, 'Lorry');
const toQuestions = (reply: unknown) =>
	readModelAnswer(reply, classificationQuestions(ontology), film).answers;
const toLorry = (reply: unknown) => readModelAnswer(reply, objectQuestions(lorry), film).answers;

const hashOf = (title: string) =>
	[...ontology.classifications, ...ontology.objects]
		.flatMap(({ attributeByHash }) => [...attributeByHash.values()])
		.find((attribute) => attribute.title === title)!.featureHash;

describe('answers to classifications', () => {
	it('are one edit each, on the frames that the caller chooses', () =>
		expect(setClassificationEdits(toQuestions({ Plant: 'Tree', Rings: 3, Stems: 4 }), 7)).toEqual([
			{
				kind: 'setClassification',
				classification: 'c-Plant',
				answers: { [hashOf('Plant')]: 'o-Tree', [hashOf('Rings')]: 3 },
				frames: 7,
			},
			{
				kind: 'setClassification',
				classification: 'c-Stems',
				answers: { [hashOf('Stems')]: 4 },
				frames: 7,
			},
		]));

	it('that are for a whole film have no frames', () =>
		expect(setClassificationEdits(toQuestions({ 'Whole film': 'Sharp' }), 7)).toEqual([
			{
				kind: 'setClassification',
				classification: 'c-Whole film',
				answers: { [hashOf('Whole film')]: 'o-Sharp' },
			},
		]));

	it('to single frames are on those frames, and frames that are alike are one edit', () => {
		const reply = {
			'0-4': { Plant: 'Tree', Rings: 3 },
			'5-6': { Plant: 'Moss' },
			'8': { Plant: 'Tree', Rings: 3 },
			'9': { Plant: 'Tree', Rings: 4 },
		};
		const frames = classificationAnswers(toQuestions(reply)).map(({ answers, frames }) => [
			answers,
			frames,
		]);
		const tree = (rings: number) => ({ [hashOf('Plant')]: 'o-Tree', [hashOf('Rings')]: rings });
		expect(frames).toHaveLength(3);
		expect(frames).toEqual(
			expect.arrayContaining([
				[
					tree(3),
					[
						[0, 4],
						[8, 8],
					],
				],
				[{ [hashOf('Plant')]: 'o-Moss' }, [[5, 6]]],
				[tree(4), [[9, 9]]],
			]),
		);
		expect(setClassificationEdits(toQuestions({ '5-6': { Plant: 'Moss' } }), 7)).toMatchObject([
			{ frames: [[5, 6]] },
		]);
	});

	it('are alike in whichever order they were given', () => {
		const [plant, rings] = ['Plant', 'Rings'].map((title) => {
			const [field] = toQuestions({ Plant: 'Tree', Rings: 3 }).filter(
				({ attribute }) => attribute.title === title,
			);
			return field!;
		});
		const on = (frame: number, field = plant!) => ({
			...field,
			frames: [[frame, frame]] as [[number, number]],
		});
		const answers = classificationAnswers([on(1), on(1, rings), on(3, rings), on(3), on(5)]);
		expect(answers.map(({ frames }) => frames)).toEqual([
			[
				[1, 1],
				[3, 3],
			],
			[[5, 5]],
		]);
	});

	it('that hold everywhere hold on single frames of the same classification, too', () => {
		const plant = toQuestions({ Plant: 'Tree', Rings: 3 });
		const fields = plant.map((field) =>
			field.attribute.title === 'Rings'
				? { ...field, frames: [[2, 3]] as [[number, number]] }
				: field,
		);
		expect(classificationAnswers(fields)).toEqual([
			{
				item: plant[0]!.attribute.item,
				answers: { [hashOf('Plant')]: 'o-Tree', [hashOf('Rings')]: 3 },
				frames: [[2, 3]],
			},
		]);
	});

	it('are none where the attributes of an object were answered', () =>
		expect(classificationAnswers(toLorry({ Owner: 'City' }))).toEqual([]));
});

describe('answers to the attributes of an object', () => {
	it('are for all of its frames, and for single frames where the model named them', () => {
		const answers = attributeAnswers(
			toLorry({ Load: { '0-4': 'Sand', '7': 'Gravel' }, Owner: 'City' }),
		);
		expect(answers[0]).toEqual({ answers: { [hashOf('Owner')]: 'o-City' } });
		expect(answers.slice(1)).toHaveLength(2);
		expect(answers.slice(1)).toEqual(
			expect.arrayContaining([
				{ answers: { [hashOf('Load')]: 'o-Sand' }, frames: [[0, 4]] },
				{ answers: { [hashOf('Load')]: 'o-Gravel' }, frames: [[7, 7]] },
			]),
		);
	});

	it('have nothing for all frames when the model named frames only', () =>
		expect(attributeAnswers(toLorry({ Load: { '0-4': 'Sand' } }))).toEqual([
			{ answers: { [hashOf('Load')]: 'o-Sand' }, frames: [[0, 4]] },
		]));

	it('are none when nothing was answered', () => expect(attributeAnswers([])).toEqual([]));
});

describe('the media of a label row', () => {
	it.each([
		['AUDIO', 5, { kind: 'whole' }],
		['plain_text', 5, { kind: 'whole' }],
		['IMAGE', 1, { kind: 'single' }],
		['image', undefined, { kind: 'single' }],
		['VIDEO', 30, { kind: 'frames', frames: 30 }],
		['IMG_GROUP', 1, { kind: 'frames', frames: 1 }],
		['VIDEO', 0, { kind: 'frames' }],
		['DICOM', undefined, { kind: 'frames' }],
		['VIDEO', null, { kind: 'frames' }],
	])('of the type %s with %s frames is answered so: %j', (type, frames, media) =>
		expect(mediaOfRow({ data_type: type, number_of_frames: frames } as never)).toStrictEqual(media),
	);
});
