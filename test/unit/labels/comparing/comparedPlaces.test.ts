/** What a comparison says of each label: hashes, frames and spaces of differences, and why something cannot be compared. */
import { describe, expect, it } from '@jest/globals';
import type { EncordJson, LabelRowJson } from '../../../../src/encord/wire/json';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import { compareLabels, type LabeledSide } from '../../../../src/labels/comparing/compareRows';
import { DEFAULT_RULES, type ComparisonRules } from '../../../../src/labels/comparing/rules';
import { contextOf } from '../arbitraries';
import {
	audioRow,
	box,
	groupRow,
	imageGroupRow,
	imageRow,
	ontology,
	textRow,
	videoRow,
} from '../fixtures';
import { refusal } from './refusal';

const PICTURE = { number_of_frames: 1, width: 40, height: 30, data_type: 'IMAGE' };
const FILM = { number_of_frames: 12, width: 640, height: 480, data_type: 'VIDEO' };
const SOUND = { number_of_frames: 1000, data_type: 'AUDIO' };
const GROUP = { number_of_frames: 0, data_type: 'GROUP' };

function side(row: LabelRowJson, metadata: object, ...edits: object[]): LabeledSide {
	const context = contextOf({ metadata });
	const { labelRow, problems } = applyEdits(row, ontology, edits as Edit[], context);
	expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
	return { labels: labelRow, ontology, metadata };
}
const add = (object: string, hash: string, coordinates: object, more: object = {}) => ({
	...{ kind: 'addObject', object, hash, frames: 0, coordinates, mode: 'add', ...more },
});
const answer = (classification: string, answers: unknown, more: object = {}) => ({
	...{ kind: 'setClassification', classification, answers, ...more },
});
const compared = (person: LabeledSide, agent: LabeledSide, rules: Partial<ComparisonRules> = {}) =>
	compareLabels(person, agent, { ...DEFAULT_RULES, ...rules });
const differences = (person: LabeledSide, agent: LabeledSide, rules?: Partial<ComparisonRules>) =>
	compared(person, agent, rules).differences;

describe('a difference tells', () => {
	it('the labels of both sides and the frames', () => {
		const person = side(
			videoRow,
			FILM,
			add('Car', 'PPPPPPP1', box(0, 0, 0.2, 0.2), { frames: [[2, 4]] }),
			add('Car', 'PPPPPPP2', box(0.5, 0.5, 0.2, 0.2), { frames: [[5, 6]] }),
		);
		const agent = side(
			videoRow,
			FILM,
			add('Thing', 'AAAAAAA1', box(0, 0, 0.2, 0.2), { frames: [[1, 3]] }),
		);
		expect(differences(person, agent)).toEqual([
			{ kind: 'extra', class: 'Thing', agentHash: 'AAAAAAA1', frames: [[1, 1]] },
			{
				...{ kind: 'otherClass', class: 'Car', agentClass: 'Thing' },
				...{ personHash: 'PPPPPPP1', agentHash: 'AAAAAAA1', frames: [[2, 3]] },
			},
			{ kind: 'missed', class: 'Car', personHash: 'PPPPPPP1', frames: [[4, 4]] },
			{ kind: 'missed', class: 'Car', personHash: 'PPPPPPP2', frames: [[5, 6]] },
		]);
	});

	it('the member of a data group', () => {
		const inFilm = { space: 'film' };
		const person = side(
			groupRow,
			GROUP,
			add('Car', 'PPPPPPP1', box(), { ...inFilm, attributes: { Plate: 'A' } }),
			add('Car', 'PPPPPPP2', box(0.6, 0.5, 0.1, 0.1), inFilm),
			answer('Caption', 'x', { ...inFilm, frames: [[1, 1]] }),
		);
		const agent = side(
			groupRow,
			GROUP,
			add('Car', 'AAAAAAA1', box(), { ...inFilm, attributes: { Plate: 'B' } }),
			add('Car', 'AAAAAAA2', box(0, 0, 0.1, 0.1), inFilm),
		);
		const at = { space: 'film', frames: [[0, 0]] };
		expect(differences(person, agent)).toEqual([
			{ kind: 'missed', class: 'Car', personHash: 'PPPPPPP2', ...at },
			{ kind: 'extra', class: 'Car', agentHash: 'AAAAAAA2', ...at },
			{
				...{ kind: 'otherAnswer', class: 'Car', attribute: 'Plate', person: 'A', agent: 'B' },
				...{ personHash: 'PPPPPPP1', agentHash: 'AAAAAAA1', ...at },
			},
			{
				...{
					kind: 'otherAnswer',
					class: 'Caption',
					attribute: 'Caption',
					person: 'x',
					agent: null,
				},
				...{ personHash: expect.any(String), space: 'film', frames: [[1, 1]] },
			},
		]);
	});

	it('the ranges of sound, of the side that has them', () => {
		const speech = (hash: string, from: number, to: number) =>
			add('Speech', hash, { ranges: [[from, to]] }, { frames: undefined });
		const person = side(audioRow, SOUND, speech('PPPPPPP1', 0, 99));
		const agent = side(audioRow, SOUND, speech('AAAAAAA1', 500, 599));
		expect(differences(person, agent)).toEqual([
			{ kind: 'missed', class: 'Speech', personHash: 'PPPPPPP1', frames: [[0, 99]] },
			{ kind: 'extra', class: 'Speech', agentHash: 'AAAAAAA1', frames: [[500, 599]] },
		]);
	});

	it('each attribute, as one where it holds on several frames', () => {
		const lights = (hash: string, on: Array<[number, number]>, off?: Array<[number, number]>) =>
			side(
				videoRow,
				FILM,
				add('Car', hash, box(), { frames: [[0, 9]] }),
				...[
					...(on.length > 0 ? [{ Lights: 'On', at: on }] : []),
					...(off ? [{ Lights: 'Off', at: off }] : []),
				].map(({ Lights, at }) => ({
					...{ kind: 'setAttributes', objectHash: hash, attributes: { Lights } },
					...{ frames: at, replacePersonLabels: true },
				})),
			);
		const person = lights('PPPPPPP1', [[0, 3]], [[6, 7]]);
		const agent = lights('AAAAAAA1', [[2, 7]]);
		const lightsOf = { kind: 'otherAnswer', class: 'Car', attribute: 'Lights' };
		const hashes = { personHash: 'PPPPPPP1', agentHash: 'AAAAAAA1' };
		expect(differences(person, agent)).toEqual([
			{ ...lightsOf, ...hashes, person: 'On', agent: null, frames: [[0, 1]] },
			{ ...lightsOf, ...hashes, person: null, agent: 'On', frames: [[4, 5]] },
			{ ...lightsOf, ...hashes, person: 'Off', agent: 'On', frames: [[6, 7]] },
		]);
		expect([...compared(person, agent).tally.attributes.values()]).toEqual([
			{
				...{ class: 'Car', attribute: 'Lights', same: 2, different: 2 },
				...{ onlyPerson: 2, onlyAgent: 2 },
			},
		]);
	});
});

describe('several answers in one place', () => {
	const captions = (...texts: string[]) => {
		const { labels, ...rest } = side(
			videoRow,
			FILM,
			answer('Caption', texts[0], { frames: [[0, 1]] }),
		);
		const row = structuredClone(labels);
		const [hash] = Object.keys(row.classification_answers);
		const [unit] = Object.values(row.data_units);
		const frames = unit!.labels as Record<string, { classifications: EncordJson[] }>;
		texts.slice(1).forEach((text, at) => {
			const copy = `Copy000${at}`;
			const entry = JSON.stringify(row.classification_answers[hash!])
				.replaceAll(hash!, copy)
				.replaceAll(`"${texts[0]}"`, `"${text}"`);
			row.classification_answers[copy] = JSON.parse(entry) as EncordJson;
			for (const frame of ['0', '1'])
				frames[frame]!.classifications.push({
					...frames[frame]!.classifications[0]!,
					classificationHash: copy,
				});
		});
		return { ...rest, labels: row };
	};
	const counts = (person: LabeledSide, agent: LabeledSide) => {
		const { agreed, otherwise, missed, extra } = [
			...compared(person, agent).tally.classes.values(),
		][0]!;
		return { agreed, otherwise, missed, extra };
	};

	it('are paired where they are the same, in whatever order', () =>
		expect(counts(captions('a', 'b'), captions('b', 'a'))).toEqual({
			...{ agreed: 4, otherwise: 0, missed: 0, extra: 0 },
		}));

	it('are another answer where one is left on each side', () =>
		expect(counts(captions('a', 'b'), captions('b', 'c'))).toEqual({
			...{ agreed: 2, otherwise: 2, missed: 0, extra: 0 },
		}));

	it('are missed and extra where more are left', () => {
		expect(counts(captions('a', 'b'), captions('c'))).toEqual({
			...{ agreed: 0, otherwise: 0, missed: 4, extra: 2 },
		});
		expect(counts(captions('a'), captions('b', 'c'))).toEqual({
			...{ agreed: 0, otherwise: 0, missed: 2, extra: 4 },
		});
	});
});

describe('ranges of answers', () => {
	const mood = (text: string, from: number, to: number) =>
		side(audioRow, SOUND, answer('Caption', text, { frames: [[from, to]] }));
	const class0 = (person: LabeledSide, agent: LabeledSide, minOverlap: number) => {
		const { agreed, otherwise, missed, extra } = [
			...compared(person, agent, { minOverlap }).tally.classes.values(),
		][0]!;
		return [agreed, otherwise, missed, extra];
	};
	it('are one where they overlap enough, at the bound', () => {
		// 50 of 150 in common.
		const [person, agent] = [mood('a', 0, 99), mood('a', 50, 149)];
		expect(class0(person, agent, 1 / 3)).toEqual([1, 0, 0, 0]);
		expect(class0(person, agent, 0.34)).toEqual([0, 0, 1, 1]);
		expect(class0(person, mood('b', 50, 149), 1 / 3)).toEqual([0, 1, 0, 0]);
		expect(class0(person, mood('a', 500, 599), 0)).toEqual([0, 0, 1, 1]);
	});
});

describe('what cannot be compared', () => {
	const car = side(imageRow, PICTURE, add('Car', 'PPPPPPP1', box()));

	it('an object without coordinates', () => {
		const labels = structuredClone(car.labels);
		const [unit] = Object.values(labels.data_units);
		const { objects } = unit!.labels as { objects: EncordJson[] };
		delete objects[0]!.boundingBox;
		expect(refusal(() => compared({ ...car, labels }, car))).toMatchObject({
			message: '"Car" has no coordinates on frame 0',
			advice: 'Open the file in the Label Editor and look at this object.',
		});
	});

	it('pictures of other sizes, with the frame', () => {
		const group = { number_of_frames: 2, data_type: 'IMG_GROUP' };
		const person = side(imageGroupRow, group, add('Car', 'PPPPPPP1', box(), { frames: [[0, 1]] }));
		const labels = structuredClone(person.labels);
		Object.assign(labels.data_units['img-1']!, { height: 10 });
		expect(refusal(() => compared(person, { ...person, labels })).message).toBe(
			'The picture has 11 × 9 pixels for one side and 11 × 10 for the other, on frame 1',
		);
	});

	it('rows of other kinds', () => {
		const text = side(textRow, { number_of_frames: 9, data_type: 'PLAIN_TEXT' });
		expect(refusal(() => compared(car, side(audioRow, SOUND)))).toMatchObject({
			message:
				'The two label rows are not of the same kind of file, or their data groups have other members',
			advice: 'Only labels of the same file can be compared.',
		});
		expect(refusal(() => compared(text, car)).message).toMatch(/not of the same kind of file/);
	});

	it('more objects over each other than can be paired, with the frame', () => {
		const labels = structuredClone(car.labels);
		const [unit] = Object.values(labels.data_units);
		const { objects } = unit!.labels as { objects: EncordJson[] };
		for (let at = 0; at < 1500; at++) {
			const objectHash = `A${String(at).padStart(7, '0')}`;
			objects.push({ ...objects[0]!, objectHash });
			labels.object_answers[objectHash] = { classifications: [], objectHash };
		}
		expect(refusal(() => compared(car, { ...car, labels }))).toMatchObject({
			message: 'Too many objects lie over each other on frame 0',
			advice: 'Compare fewer classes with the option Only Items, or raise the smallest overlap.',
		});
	});

	it('more ranges over each other than can be paired', () => {
		/** Copies of the only answer entry of the row, under hashes of their own. */
		const manyOf = (
			{ labels, ...rest }: LabeledSide,
			key: 'object_answers' | 'classification_answers',
		) => {
			const row = structuredClone(labels);
			const [[hash, entry]] = Object.entries(row[key]) as [[string, EncordJson]];
			for (let at = 0; at < 1500; at++) {
				const copy = `A${String(at).padStart(7, '0')}`;
				row[key][copy] = JSON.parse(JSON.stringify(entry).replaceAll(hash, copy)) as EncordJson;
			}
			return { ...rest, labels: row };
		};
		const speech = side(
			audioRow,
			SOUND,
			add('Speech', 'PPPPPPP1', { ranges: [[0, 9]] }, { frames: undefined }),
		);
		expect(refusal(() => compared(speech, manyOf(speech, 'object_answers')))).toMatchObject({
			message: 'Too many objects lie over each other',
			advice: 'Compare fewer classes with the option Only Items, or raise the smallest overlap.',
		});
		const caption = side(audioRow, SOUND, answer('Caption', 'a', { frames: [[0, 9]] }));
		for (const [one, other] of [
			[caption, manyOf(caption, 'classification_answers')],
			[manyOf(caption, 'classification_answers'), caption],
		] as const)
			expect(refusal(() => compared(one, other))).toMatchObject({
				message: 'Too many answers to "Caption" lie over each other',
				advice: 'Compare fewer classes with the option Only Items.',
			});
	});

	it('classes that are not there', () =>
		expect(refusal(() => compared(car, car, { classes: ['Car', 'Cat'] }))).toMatchObject({
			message: 'The ontology has no object or classification "Cat"',
			advice: 'Correct the option Only Items.',
		}));
});

it('chosen frames and classes are compared alone, classes also by feature hash', () => {
	const person = side(
		videoRow,
		FILM,
		add('Car', 'PPPPPPP1', box(), { frames: [[0, 5]] }),
		answer('Tags', ['Night'], { frames: [[0, 5]] }),
	);
	const rules = { frames: [[4, 9]] as Array<[number, number]>, classes: ['obCar'] };
	const { tally } = compared(person, side(videoRow, FILM), rules);
	expect([...tally.classes.values()].map((one) => [one.class, one.missed])).toEqual([['Car', 2]]);
});
