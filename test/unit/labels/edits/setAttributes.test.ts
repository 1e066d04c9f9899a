/** Answering attributes of objects that are there: what is written, what is left, and what is refused. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { SetAttributes } from '../../../../src/labels/edits/kinds/setAttributes';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { audioRow, context, ontology, videoRow, type FreeJson } from '../fixtures';
import { addCar, ann, apply, done, hashOf } from './editing';

const answer = (attributes: unknown, extra: Partial<SetAttributes> = {}): Edit => ({
	kind: 'setAttributes',
	attributes: attributes as never,
	...extra,
});
const refused = (field: string, message: string, more: object = {}) => ({
	severity: 'error',
	edit: 0,
	code: 'badAnswer',
	item: 'Car',
	field,
	message,
	...more,
});
const byPerson = (attribute: string, title: string) =>
	`"${attribute}" of "${title}" was answered by a person and was left as it is. Allow replacing labels of people to change it.`;

describe('of an object', () => {
	const row = done(videoRow, [
		addCar({ attributes: { Plate: 'AB', Make: 'Volvo', Lights: 'On' } }),
	]);
	const objectHash = hashOf(row);
	const answered = done(row, [
		answer({ Plate: 'ANN', Lights: 'Off' }, { objectHash, stamp: ann, replacePersonLabels: true }),
	]);
	const answersOf = (given: LabelRowJson) =>
		(given.object_answers[objectHash]!.classifications as FreeJson[]).map(
			({ name, answers, manualAnnotation }) => [
				name,
				Array.isArray(answers) ? answers[0].name : answers,
				manualAnnotation,
			],
		);

	it('attributes that are not named keep their answers', () => {
		expect(answersOf(done(row, [answer({ Plate: 'CD' }, { objectHash })]))).toEqual([
			['Make', 'Volvo', false],
			['Plate', 'CD', false],
		]);
		expect(
			answersOf(
				done(row, [answer({ Trim: 'x', Make: null }, { objectHash, allowInactive: true })]),
			),
		).toEqual([
			['Trim', 'x', false],
			['Plate', 'AB', false],
		]);
	});

	it('the same answers again are no change', () =>
		expect(done(row, [answer({ Plate: 'AB', Lights: 'On' }, { objectHash })])).toBe(row));

	it('a nested attribute is asked only while its option is chosen', () => {
		expect(answersOf(done(row, [answer({ Trim: 'x' }, { objectHash })]))).toContainEqual([
			'Trim',
			'x',
			false,
		]);
		const saab = done(row, [answer({ Make: 'Saab' }, { objectHash })]);
		expect(apply(saab, [answer({ Trim: 'x' }, { objectHash })]).problems).toMatchObject([
			refused('Trim', '"Trim" is asked only when "Make" is "Volvo"'),
		]);
	});

	it('an answer of a person is left, beside others that are written', () => {
		const { labelRow, problems } = apply(answered, [
			answer({ Plate: 'CD', Speed: 5, Lights: 'On' }, { objectHash }),
		]);
		expect(problems).toEqual([
			{
				severity: 'warning',
				code: 'keptForeignLabel',
				edit: 0,
				item: 'Car: Lights',
				frames: [[0, 3]],
				hash: objectHash,
				message:
					'"Car: Lights" on frames 0–3 was written or changed by somebody else and was left as it is. ' +
					'Allow replacing labels of people to change it.',
			},
			{
				severity: 'warning',
				code: 'keptForeignLabel',
				edit: 0,
				item: 'Car',
				field: 'Plate',
				hash: objectHash,
				message: byPerson('Plate', 'Car'),
			},
		]);
		expect(answersOf(labelRow)).toEqual([
			['Speed', 5, false],
			['Make', 'Volvo', false],
			['Plate', 'ANN', true],
		]);
		expect(labelRow.object_actions).toEqual(answered.object_actions);
	});

	it.each<[string, unknown]>([
		['another one', { Plate: 'CD' }],
		['none', { Plate: null }],
	])(
		'an answer of a person is left where it would become %s, and that is an error',
		(_, attributes) =>
			expect(apply(answered, [answer(attributes, { objectHash })])).toMatchObject({
				labelRow: answered,
				problems: [{ severity: 'error', field: 'Plate', message: byPerson('Plate', 'Car') }],
			}),
	);

	it('an answer of a person that says the same is no problem', () =>
		expect(done(answered, [answer({ Plate: 'ANN', Lights: 'Off' }, { objectHash })])).toBe(
			answered,
		));

	it('a dynamic answer is on the frames that are named, with the track that is given', () => {
		const changed = done(row, [
			answer({ Lights: 'Off' }, { objectHash, frames: [1, 2], trackHash: 'track001', stamp: ann }),
		]);
		expect(changed.object_actions[objectHash]?.actions).toMatchObject([
			{ trackHash: 'track001', range: [[1, 2]], manualAnnotation: true },
			{
				range: [
					[0, 0],
					[3, 3],
				],
				manualAnnotation: false,
			},
		]);
		const all = done(row, [answer({ Lights: 'Off' }, { objectHash, frames: 'all' })]);
		expect(all.object_actions[objectHash]?.actions).toMatchObject([{ range: [[0, 3]] }]);
	});

	it('frames for an attribute with one answer are refused', () =>
		expect(
			apply(row, [answer({ Plate: 'CD', Speed: 1 }, { objectHash, frames: 1 })]).problems,
		).toEqual([
			refused(
				'Plate',
				'"Plate" has one answer for all frames, so it cannot be answered on some of them. Leave the frames out.',
				{ value: 1 },
			),
		]));

	it('frames on which the object is not are refused', () =>
		expect(
			apply(row, [answer({ Lights: 'Off' }, { objectHash, frames: [[3, 5]] })]).problems,
		).toEqual([
			refused('Lights', '"Lights" can be answered only on frames where "Car" is.', {
				code: 'badFrames',
				frames: [[4, 5]],
				hash: objectHash,
			}),
		]));

	it('several bad answers are all reported', () =>
		expect(
			apply(row, [answer({ Plate: ['x'], Speed: 'fast' }, { objectHash })]).problems,
		).toMatchObject([
			refused('Plate', '"Plate" is answered with text'),
			refused('Speed', '"Speed" is answered with a number'),
		]));

	it('that is not named, or not there, is refused', () => {
		expect(apply(row, [answer({ Plate: 'x' })]).problems).toEqual([
			{
				severity: 'error',
				edit: 0,
				code: 'notFound',
				field: 'objectHash',
				message: 'Say which object or classification label the attributes belong to.',
			},
		]);
		expect(apply(row, [answer({ Plate: 'x' }, { objectHash: 'gone' })]).problems).toMatchObject([
			{ code: 'notFound', field: 'objectHash', value: 'gone' },
		]);
	});

	it('without an answer entry gets one, unless there is nothing to answer', () => {
		const bare = { ...row, object_answers: {} } as LabelRowJson;
		const none = answer({ Plate: null }, { objectHash, replacePersonLabels: true });
		expect(done(bare, [none])).toBe(bare);
		expect(
			done(bare, [answer({ Plate: 'CD' }, { objectHash, replacePersonLabels: true })])
				.object_answers,
		).toMatchObject({
			[objectHash]: {
				objectHash,
				classifications: [{ name: 'Plate', answers: 'CD' }],
				agent: { name: 'detector', version: '1' },
			},
		});
	});
});

it('an attribute nested in one that changes over frames changes over frames too', () => {
	const nested = { name: 'Color', type: 'text', featureNodeHash: 'atColor' };
	const [car, ...others] = ontology.json.objects!;
	const attributes = car!.attributes!.map((each) =>
		each.name === 'Lights'
			? {
					...each,
					options: each.options!.map((option) =>
						option.label === 'On' ? { ...option, options: [nested] } : option,
					),
				}
			: each,
	);
	const richer = indexOntology({
		...ontology.json,
		objects: [{ ...car!, attributes }, ...others],
	} as never);
	const { labelRow, problems } = applyEdits(
		videoRow,
		richer,
		[addCar({ attributes: { Lights: 'On', Color: 'red' } })],
		context(),
	);
	expect(problems).toEqual([]);
	expect(Object.values(labelRow.object_actions)).toMatchObject([
		{ actions: [{ featureHash: 'atColor', range: [[0, 3]] }, { featureHash: 'atLights' }] },
	]);
	expect(Object.values(labelRow.object_answers)).toMatchObject([{ classifications: [] }]);
});

it('an attribute that changes over frames is refused on audio', () => {
	const [, , , , speech] = ontology.json.objects!;
	const spoken = indexOntology({
		objects: [
			{
				...speech!,
				attributes: [
					{ name: 'Volume', type: 'numeric', featureNodeHash: 'atVolume', dynamic: true },
				],
			},
		],
		classifications: [],
	} as never);
	const edit: Edit = {
		kind: 'addObject',
		object: 'Speech',
		coordinates: { ranges: [[0, 9]] },
		attributes: { Volume: 3 },
	};
	expect(applyEdits(audioRow, spoken, [edit], context())).toMatchObject({
		labelRow: audioRow,
		problems: [
			refused('Volume', '"Volume" changes over frames and cannot be answered here.', {
				item: 'Speech',
			}),
		],
	});
});
