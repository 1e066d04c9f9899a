/** Giving an object another class: which answers it keeps, and by whom. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { EditContext } from '../../../../src/labels/edits/rules/editState';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { audioRow, box, context, videoMetadata, videoRow, type FreeJson } from '../fixtures';
import { ann } from './editing';

const attribute = (name: string, owner: string, type: string, more: object = {}) => ({
	name,
	type,
	featureNodeHash: `at${owner}${name}`,
	...more,
});
const options = (owner: string, ...labels: Array<string | [string, object]>) => ({
	options: labels.map((each) => {
		const [label, nested] = typeof each === 'string' ? [each, undefined] : each;
		return {
			label,
			featureNodeHash: `op${owner}${label}`,
			...(nested === undefined ? {} : { options: [nested] }),
		};
	}),
});
const ofClass = (name: string, shape: string, attributes: object[]) => ({
	name,
	color: `#${name}`,
	shape,
	featureNodeHash: `ob${name}`,
	attributes,
});
const shade = (owner: string) => attribute('Shade', owner, 'text');
const dynamic = { dynamic: true };
const ontology = indexOntology({
	objects: [
		ofClass('Cat', 'bounding_box', [
			attribute('Name', 'C', 'text'),
			attribute('Age', 'C', 'numeric'),
			attribute('Legs', 'C', 'numeric'),
			attribute('Color', 'C', 'radio', options('C', ['Red', shade('C')], 'Blue', 'Green')),
			attribute('Toys', 'C', 'checklist', options('C', 'Ball', 'Mouse', 'Bone')),
			attribute('Mood', 'C', 'radio', { ...dynamic, ...options('C', 'Calm', 'Wild') }),
			attribute('Note', 'C', 'text', dynamic),
		]),
		ofClass('Dog', 'bounding_box', [
			// Of another type.
			attribute('Age', 'D', 'text'),
			// Nested under another option.
			attribute('Color', 'D', 'radio', options('D', 'Blue', ['Red', shade('D')])),
			attribute('Toys', 'D', 'checklist', options('D', 'Bone', 'Ball')),
			attribute('Legs', 'D', 'numeric'),
			attribute('Mood', 'D', 'radio', { ...dynamic, ...options('D', 'Wild') }),
			// For all frames.
			attribute('Note', 'D', 'text'),
			attribute('Name', 'D', 'text'),
		]),
		ofClass('Voice', 'audio', [attribute('Words', 'V', 'text')]),
		ofClass('Noise', 'audio', [attribute('Words', 'N', 'text')]),
	],
	classifications: [],
} as never);
const apply = (row: LabelRowJson, edits: Edit[], extra: Partial<EditContext> = {}) =>
	applyEdits(row, ontology, edits, context(extra));
const hash = 'pet00000';
const cat = (attributes: FreeJson): Edit => ({
	kind: 'addObject',
	object: 'Cat',
	key: 'pet',
	frames: [[0, 3]],
	coordinates: box(),
	attributes,
});
const dog = (extra: object = {}): Edit => ({
	kind: 'changeClass',
	objectHash: '',
	object: 'Dog',
	...extra,
});
/** The row with a cat, and the row with a dog in its place. */
const changed = (attributes: FreeJson, extra: Partial<EditContext> = {}) => {
	const { labelRow: before } = apply(videoRow, [cat(attributes)]);
	const [objectHash] = Object.keys(before.object_answers) as [string];
	const { labelRow, problems } = apply(before, [{ ...dog(), objectHash } as Edit], extra);
	return { before, objectHash, labelRow, problems };
};
const tidied = (row: LabelRowJson) => tidyLabelRow(row, ontology, videoMetadata).objects[0];

describe('answers', () => {
	it.each<[FreeJson, object]>([
		[{ Name: 'Tom' }, { Name: 'Tom' }],
		[{ Legs: 4 }, { Legs: 4 }],
		[{ Color: 'Blue' }, { Color: 'Blue' }],
		[
			{ Color: 'Red', Shade: 'dark' },
			{ Color: 'Red', Shade: 'dark' },
		],
		[{ Toys: ['Ball', 'Bone'] }, { Toys: ['Bone', 'Ball'] }],
		[{ Toys: [] }, { Toys: [] }],
		// The new class has them otherwise.
		[{ Age: 3 }, {}],
		[{ Color: 'Green' }, {}],
		[{ Toys: ['Ball', 'Mouse'] }, {}],
	])('%j become %j', (given, kept) => {
		const { labelRow, problems } = changed(given);
		expect(problems).toEqual([]);
		expect(tidied(labelRow)).toMatchObject({ class: 'Dog', frames: [[0, 3]] });
		expect(tidied(labelRow)?.attributes).toEqual(kept);
	});

	it('of frames keep their frames, and go where the new class cannot have them', () => {
		const { before, objectHash } = changed({ Mood: 'Wild', Note: 'x' });
		const { labelRow } = apply(before, [
			{
				kind: 'setAttributes',
				objectHash,
				attributes: { Mood: 'Calm' },
				frames: [[2, 3]],
			},
			{ ...dog(), objectHash } as Edit,
		]);
		expect(labelRow.object_actions[objectHash]?.actions).toMatchObject([
			{
				featureHash: 'atDMood',
				answers: [{ name: 'Wild', featureHash: 'opDWild' }],
				range: [[0, 1]],
				dynamic: true,
				shouldPropagate: false,
				manualAnnotation: false,
			},
		]);
		const none = changed({ Mood: 'Calm' });
		expect(none.labelRow.object_actions).toEqual({});
	});

	it('are still by whom they were', () => {
		const { before, objectHash } = changed({ Name: 'Tom', Mood: 'Wild' });
		const { labelRow } = apply(before, [
			{ kind: 'setAttributes', objectHash, attributes: { Legs: 4 }, stamp: ann },
			{ ...dog(), objectHash } as Edit,
		]);
		const entry = labelRow.object_answers[objectHash] as FreeJson;
		expect(
			entry.classifications.map(({ name, manualAnnotation }: FreeJson) => [name, manualAnnotation]),
		).toEqual([
			['Name', false],
			['Legs', true],
		]);
	});
});

describe('an object', () => {
	it('has its class on every frame, by the same creator', () => {
		const { labelRow, objectHash } = changed({}, { editor: 'key@example.com' });
		const labels = labelRow.data_units['data-1']!.labels as FreeJson;
		expect(Object.keys(labels)).toEqual(['0', '1', '2', '3']);
		for (const { objects } of Object.values(labels) as FreeJson[])
			expect(objects).toEqual([
				{
					objectHash,
					name: 'Dog',
					color: '#Dog',
					shape: 'bounding_box',
					value: 'dog',
					featureHash: 'obDog',
					confidence: 1,
					createdBy: null,
					createdAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
					lastEditedAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
					lastEditedBy: 'key@example.com',
					manualAnnotation: false,
					...box(),
				},
			]);
		expect(labelRow.object_answers[objectHash]).toStrictEqual({
			objectHash,
			classifications: [],
			agent: { name: 'detector', version: '1' },
		});
	});

	it('of the class already stays as it is', () => {
		const { labelRow, objectHash } = changed({});
		expect(apply(labelRow, [{ ...dog(), objectHash } as Edit])).toMatchObject({
			labelRow,
			problems: [],
		});
	});

	it('that a person has changed on one frame is left on all of them', () => {
		const { before, objectHash } = changed({ Name: 'Tom' });
		const theirs = structuredClone(before);
		(theirs.data_units['data-1']!.labels as FreeJson)[2].objects[0].manualAnnotation = true;
		const kept = apply(theirs, [{ ...dog(), objectHash } as Edit]);
		expect(kept.labelRow).toBe(theirs);
		expect(kept.problems).toMatchObject([
			{ severity: 'error', code: 'keptForeignLabel', item: 'Cat', frames: [[0, 3]] },
		]);
	});

	it('of another shape is refused', () => {
		const { before, objectHash } = changed({});
		expect(apply(before, [{ kind: 'changeClass', objectHash, object: 'Voice' }]).problems).toEqual([
			{
				severity: 'error',
				edit: 0,
				code: 'badCoordinates',
				item: 'Voice',
				field: 'object',
				value: 'audio',
				accepted: 'bounding_box',
				hash: objectHash,
				message:
					'"Cat" is drawn as bounding_box, "Voice" as audio. The class can change only to one of the same shape.',
			},
		]);
	});

	it('whose answer by a person would be lost is left, with the reason', () => {
		const { before, objectHash } = changed({});
		const answer: Edit = {
			kind: 'setAttributes',
			objectHash,
			attributes: { Name: 'Tom', Age: 3 },
			stamp: ann,
		};
		expect(apply(before, [answer, { ...dog(), objectHash } as Edit]).problems).toEqual([
			{
				severity: 'error',
				edit: 1,
				code: 'keptForeignLabel',
				item: 'Cat',
				field: 'Age',
				hash: objectHash,
				message:
					'"Age" of "Cat" was answered by a person, and "Dog" cannot have the answer. ' +
					'The object was left as it is. Allow replacing labels of people to change it.',
			},
		]);
	});
});

describe('an object on ranges', () => {
	const metadata = { ...videoMetadata, number_of_frames: 1000 };
	const voice = apply(
		audioRow,
		[
			{
				kind: 'addObject',
				object: 'Voice',
				hash,
				coordinates: { ranges: [[10, 20]] },
				attributes: { Words: 'hm' },
			},
		],
		{ metadata },
	).labelRow;
	const noise: Edit = { kind: 'changeClass', objectHash: hash, object: 'Noise' };

	it('has its class in its entry, with its ranges and answers', () => {
		const { labelRow, problems } = apply(voice, [noise], { metadata, replacePersonLabels: true });
		expect(problems).toEqual([]);
		expect(labelRow.object_answers[hash]).toMatchObject({
			name: 'Noise',
			color: '#Noise',
			shape: 'audio',
			value: 'noise',
			featureHash: 'obNoise',
			range: [[10, 20]],
			classifications: [{ featureHash: 'atNWords', answers: 'hm' }],
		});
	});

	it('of somebody else is left', () =>
		expect(apply(voice, [noise], { metadata })).toMatchObject({
			labelRow: voice,
			problems: [{ severity: 'error', code: 'keptForeignLabel', item: 'Voice', frames: [[0, 0]] }],
		}));
});
