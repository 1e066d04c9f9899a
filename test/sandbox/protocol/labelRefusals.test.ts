/** Labels that a save must not store (protocol §7.3, §8.2, §8.4, §8.5). Each case spoils a row that is accepted without it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coveredPixels } from '../../../sandbox/labels/bitmask';
import { ConformanceSandbox } from '../conformanceSandbox';
import { holderOf, makerFor, type Maker } from '../labelMaker';

/* eslint-disable @typescript-eslint/no-explicit-any -- label blobs are plain JSON */

let sandbox: ConformanceSandbox;
let make: Maker;
const rows: Record<string, any> = {};

beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
	make = makerFor(
		(await sandbox.owner.v2('GET', `projects/${sandbox.projectHash}`)).json.editorOntology,
	);
	for (const title of ['street-01.png', 'drive.mp4', 'walk-around', 'tone.wav', 'letters.txt'])
		rows[title] = await sandbox.create(title);
});
afterAll(() => sandbox.stop());

const FEATURE = 'FEATURE_DOES_NOT_EXIST_ERROR';
const ANSWERS = 'ANSWER_DICTIONARY_ERROR';
const CORRUPTED = 'CORRUPTED_LABEL_ERROR';
const box = { boundingBox: { h: 0.1, w: 0.2, x: 0.3, y: 0.4 } };
const mask = (width: number, height: number, rleString: string) => ({
	bitmask: { top: 0, left: 0, width, height, rleString },
});
const ranged = (ranges: number[][]) => ({
	range: ranges,
	createdBy: null,
	createdAt: null,
	lastEditedBy: null,
	lastEditedAt: null,
	manualAnnotation: false,
});

/** A row with something of everything, accepted as it is. */
function good(title: string): any {
	const blob = JSON.parse(JSON.stringify(rows[title]));
	if (title === 'tone.wav' || title === 'letters.txt') {
		const name = title === 'tone.wav' ? 'Speech' : 'Entity';
		const { shape, color, featureNodeHash } = make.feature(name);
		blob.object_answers.span0001 = {
			objectHash: 'span0001',
			featureHash: featureNodeHash,
			classifications: [],
			name,
			color,
			shape,
			value: name.toLowerCase(),
			...ranged([[0, 10]]),
		};
		return blob;
	}
	make.object(blob, 'Car', 'car00001', box, 1 % (blob.data_type === 'image' ? 1 : 2));
	make.classification(blob, 'Weather', 'weather1', { option: 'Sunny' });
	if (title === 'drive.mp4') {
		const lights = make
			.feature('Car')
			.attributes.find((attribute: any) => attribute.name === 'Brake lights');
		const [on] = lights.options;
		const answers = [{ name: on.label, value: on.value, featureHash: on.featureNodeHash }];
		blob.object_actions.car00001 = {
			objectHash: 'car00001',
			actions: [
				{
					name: lights.name,
					value: 'brake_lights',
					featureHash: lights.featureNodeHash,
					manualAnnotation: false,
					answers,
					dynamic: true,
					range: [[1, 1]],
					shouldPropagate: false,
					trackHash: 'track001',
				},
			],
		};
		Object.assign(blob.classification_answers.weather1, ranged([[0, 49]]));
	}
	return blob;
}

type Case = [fault: string, title: string, code: string, spoil: (blob: any) => void];

const cases: Case[] = [
	[
		'an object the ontology does not have',
		'street-01.png',
		FEATURE,
		(blob) => {
			holderOf(blob).objects[0].featureHash = 'nothere0';
		},
	],
	[
		'a classification the ontology does not have',
		'street-01.png',
		FEATURE,
		(blob) => {
			holderOf(blob).classifications[0].featureHash =
				blob.classification_answers.weather1.featureHash = 'nothere0';
		},
	],
	[
		'an attribute of another feature',
		'street-01.png',
		FEATURE,
		(blob) => {
			blob.classification_answers.weather1.classifications[0].featureHash =
				make.feature('Caption').attributes[0].featureNodeHash;
		},
	],
	[
		'an option of another feature',
		'street-01.png',
		FEATURE,
		(blob) => {
			blob.classification_answers.weather1.classifications[0].answers[0].featureHash =
				make.feature('Tags').attributes[0].options[0].featureNodeHash;
		},
	],
	[
		'an unknown attribute of an object',
		'street-01.png',
		FEATURE,
		(blob) =>
			blob.object_answers.car00001.classifications.push({ featureHash: 'nothere0', answers: 'x' }),
	],
	[
		'an unknown dynamic attribute',
		'drive.mp4',
		FEATURE,
		(blob) => {
			blob.object_actions.car00001.actions[0].featureHash = 'nothere0';
		},
	],
	[
		'an unknown range object',
		'tone.wav',
		FEATURE,
		(blob) => {
			blob.object_answers.span0001.featureHash = 'nothere0';
		},
	],
	[
		'an object without answers entry',
		'street-01.png',
		ANSWERS,
		(blob) => {
			delete blob.object_answers.car00001;
		},
	],
	[
		'a classification without answers entry',
		'street-01.png',
		ANSWERS,
		(blob) => {
			delete blob.classification_answers.weather1;
		},
	],
	[
		'answers that are no list',
		'street-01.png',
		ANSWERS,
		(blob) => {
			blob.object_answers.car00001.classifications = 'x';
		},
	],
	[
		'a frame beyond the end of the video',
		'drive.mp4',
		CORRUPTED,
		(blob) => {
			make.object(blob, 'Car', 'car00002', box, 50);
		},
	],
	[
		'a classification range beyond the end',
		'drive.mp4',
		CORRUPTED,
		(blob) => {
			blob.classification_answers.weather1.range = [[0, 50]];
		},
	],
	[
		'a dynamic answer beyond the end',
		'drive.mp4',
		CORRUPTED,
		(blob) => {
			blob.object_actions.car00001.actions[0].range = [[49, 50]];
		},
	],
	[
		'an audio range beyond the last millisecond',
		'tone.wav',
		CORRUPTED,
		(blob) => {
			blob.object_answers.span0001.range = [[0, 2000]];
		},
	],
	[
		'a text range beyond the last character',
		'letters.txt',
		CORRUPTED,
		(blob) => {
			blob.object_answers.span0001.range = [[0, 100000]];
		},
	],
	[
		'a range that ends before it starts',
		'tone.wav',
		CORRUPTED,
		(blob) => {
			blob.object_answers.span0001.range = [[10, 5]];
		},
	],
	[
		'a frame that is no number',
		'drive.mp4',
		CORRUPTED,
		(blob) => {
			make.object(blob, 'Car', 'car00002', box, 'first' as never);
		},
	],
	[
		'frames in an audio file',
		'tone.wav',
		CORRUPTED,
		(blob) => {
			make.object(blob, 'Car', 'car00002', box, 0);
		},
	],
	[
		'a shape that does not fit the ontology',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			holderOf(blob).objects[0].shape = 'polygon';
		},
	],
	[
		'a frame and an entry of answers that name different classifications',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			Object.assign(blob.classification_answers.weather1, {
				featureHash: make.feature('Caption').featureNodeHash,
				classifications: [],
			});
		},
	],
	[
		'a range object of a shape that does not fit',
		'tone.wav',
		CORRUPTED,
		(blob) => {
			blob.object_answers.span0001.featureHash = make.feature('Entity').featureNodeHash;
		},
	],
	[
		'an object without coordinates',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			delete holderOf(blob).objects[0].boundingBox;
		},
	],
	[
		'one instance twice on a frame',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			holderOf(blob).objects.push(holderOf(blob).objects[0]);
		},
	],
	[
		'two instances of a classification on one frame',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			make.classification(blob, 'Weather', 'weather2', { option: 'Sunny' });
		},
	],
	[
		'two of them in one range and one frame',
		'drive.mp4',
		CORRUPTED,
		(blob) => {
			make.classification(blob, 'Weather', 'weather2', { option: 'Sunny' }, 30);
		},
	],
	[
		'two of them in overlapping ranges',
		'drive.mp4',
		CORRUPTED,
		(blob) => {
			holderOf(blob).classifications = [];
			blob.classification_answers.weather1.range = [
				[0, 9],
				[20, 29],
			];
			blob.classification_answers.weather2 = {
				...blob.classification_answers.weather1,
				classificationHash: 'weather2',
				range: [[10, 20]],
			};
		},
	],
	[
		'two of a global classification',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			const { featureNodeHash: featureHash } = make.feature('Overall quality');
			for (const classificationHash of ['global01', 'global02'])
				blob.classification_answers[classificationHash] = {
					classificationHash,
					featureHash,
					classifications: [],
					spaces: {},
					...ranged([]),
				};
		},
	],
	[
		'a bitmask of another size than the frame',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			make.object(blob, 'Sky', 'mask0001', mask(240, 320, '0'));
		},
	],
	[
		'a bitmask that overruns its frame',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			make.object(blob, 'Sky', 'mask0001', mask(320, 240, 'ooooo1'));
		},
	],
	[
		'a bitmask of another image of the group',
		'walk-around',
		CORRUPTED,
		(blob) => {
			make.object(blob, 'Sky', 'mask0001', mask(320, 240, '0'), 1);
		},
	],
	[
		'a dynamic answer without track',
		'drive.mp4',
		CORRUPTED,
		(blob) => {
			delete blob.object_actions.car00001.actions[0].trackHash;
		},
	],
	[
		'a data unit of another row',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			blob.data_units.stranger = { labels: {} };
		},
	],
	[
		'the labels of another row',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			blob.label_hash = rows['drive.mp4'].label_hash;
		},
	],
	[
		'a row without object_answers',
		'street-01.png',
		CORRUPTED,
		(blob) => {
			delete blob.object_answers;
		},
	],
];

const save = (title: string, blob: any) =>
	sandbox.v1('labelrow', 'POST', {
		uid: [rows[title].label_hash],
		payload: { multi_request: true, labels: [blob], validate_before_saving: false },
	});

describe('a save', () => {
	it.each(
		Object.keys({
			'street-01.png': 1,
			'drive.mp4': 1,
			'walk-around': 1,
			'tone.wav': 1,
			'letters.txt': 1,
		}),
	)('of a good row is accepted: %s', async (title) => {
		expect((await save(title, good(title))).json).toEqual({ status: 200, response: true });
	});

	it.each(cases)('is refused for %s (%s)', async (_fault, title, code, spoil) => {
		const blob = good(title);
		spoil(blob);
		const before = await sandbox.read(rows[title].label_hash);
		const answer = await save(title, blob);
		expect(answer.json).toEqual({ status: 400, response: [code], payload: expect.any(String) });
		expect(await sandbox.read(rows[title].label_hash)).toEqual(before);
	});

	it('with ranges that only touch is accepted', async () => {
		const blob = good('drive.mp4');
		holderOf(blob).classifications = [];
		blob.classification_answers.weather1.range = [[0, 9]];
		blob.classification_answers.weather2 = {
			...blob.classification_answers.weather1,
			classificationHash: 'weather2',
			range: [[10, 20]],
		};
		expect((await save('drive.mp4', blob)).json.status).toBe(200);
	});

	it('with a bitmask as large as its frame is accepted', async () => {
		const blob = good('walk-around');
		make.object(blob, 'Sky', 'mask0001', mask(200, 260, '0'), 1);
		expect((await save('walk-around', blob)).json.status).toBe(200);
	});
});

describe('run lengths', () => {
	// Expected counts: runs of zeros and ones, from index 3 on as difference to the count two before.
	it.each([
		['', 0],
		['4', 4],
		['04', 4],
		['0T4', 132],
		['221', 5],
		['2210', 7],
		['nope!', null],
		['o', null],
	])('"%s" cover %s pixels', (text, pixels) => {
		expect(coveredPixels(text)).toBe(pixels);
	});
});
