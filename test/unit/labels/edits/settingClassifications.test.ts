/** What setting a classification writes on each kind of media, and whose labels it leaves. */
import { describe, expect, it } from '@jest/globals';

import type { EncordJson, LabelRowJson } from '../../../../src/encord/wire/json';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { SetClassification } from '../../../../src/labels/edits/kinds/setClassification';
import type { EditContext } from '../../../../src/labels/edits/rules/editState';
import { labelHash } from '../../../../src/labels/row/identity';
import { audioRow, groupRow, htmlRow, videoRow } from '../fixtures';
import { ann, apply, done, setWeather, weathers } from './editing';

const audio = { metadata: { number_of_frames: 1000 } };
const now = 'Tue, 05 Mar 2024 10:20:30 UTC';
const byNobody = {
	createdAt: now,
	createdBy: null,
	lastEditedAt: now,
	lastEditedBy: null,
	manualAnnotation: false,
};
const agent = { agent: { name: 'detector', version: '1' } };
const rain = [
	{
		name: 'Weather',
		value: 'weather',
		answers: [{ name: 'Rain', value: 'rain', featureHash: 'opRain' }],
		featureHash: 'atWeather',
		manualAnnotation: false,
	},
];
const wholeHash = (item: string, space?: string) => labelHash('detector', item, space, ['whole']);

describe('the entry of a new label', () => {
	const entryAfter = (row: LabelRowJson, edit: Edit, extra?: Partial<EditContext>) => {
		const entries = Object.entries(done(row, [edit], extra).classification_answers);
		expect(entries).toHaveLength(1);
		const [[hash, { classificationHash, ...rest }]] = entries as [[string, EncordJson]];
		expect(classificationHash).toBe(hash);
		return rest;
	};
	const weather = { featureHash: 'clWeather', classifications: rain, ...agent };
	const noFrames = { frames: undefined };

	it.each<[string, LabelRowJson, Edit, object]>([
		[
			'on a video',
			videoRow,
			setWeather('Rain'),
			{ ...weather, spaces: {}, range: [[0, 3]], ...byNobody },
		],
		[
			'on a video without authorship',
			videoRow,
			setWeather('Rain', { authorship: false }),
			{ ...weather, spaces: {} },
		],
		[
			'on audio as a whole',
			audioRow,
			setWeather('Rain', noFrames),
			{ ...weather, spaces: {}, range: [[0, 0]], ...byNobody },
		],
		[
			'on some milliseconds',
			audioRow,
			setWeather('Rain', { frames: [[5, 9]] }),
			{ ...weather, spaces: {}, range: [[5, 9]], ...byNobody },
		],
		[
			'on a page',
			htmlRow,
			setWeather('Rain', noFrames),
			{ ...weather, spaces: {}, range: [[0, 0]], ...byNobody },
		],
		[
			'on the video of a data group',
			groupRow,
			setWeather('Rain', { space: 'film' }),
			{ ...weather, spaces: { film: { range: [[0, 3]], type: 'frame' } } },
		],
		[
			'on the audio of a data group',
			groupRow,
			setWeather('Rain', { space: 'sound', ...noFrames, confidence: 0.5 }),
			{
				...weather,
				spaces: { sound: { range: [], type: 'frame' } },
				range: [],
				...byNobody,
				confidence: 0.5,
			},
		],
		[
			'on the page of a data group',
			groupRow,
			setWeather('Rain', { space: 'page', ...noFrames }),
			{
				...weather,
				spaces: { page: { range: [], type: 'html' } },
				range: [],
				...byNobody,
				confidence: 1,
			},
		],
	])('%s', (_, row, edit, entry) =>
		expect(entryAfter(row, edit, row === audioRow ? audio : { metadata: {} })).toStrictEqual(entry),
	);

	it.each<[string, SetClassification['frames'], unknown]>([
		['without frames', undefined, []],
		['for the whole file', 'global', []],
		['for all frames', 'all', [[0, 0]]],
		['on a frame', 3, [[0, 0]]],
	])('of a global classification %s', (_, frames, range) =>
		expect(
			entryAfter(videoRow, setWeather('Good', { classification: 'Quality', frames })),
		).toMatchObject({
			range,
			spaces: {},
			featureHash: 'clQuality',
		}),
	);

	it('of a global classification is in the row of a data group or in a space', () => {
		const quality = (space?: string) =>
			setWeather('Good', { classification: 'Quality', ...(space && { space }), frames: undefined });
		const row = done(groupRow, [quality(), quality('film')]);
		expect(Object.keys(row.classification_answers)).toEqual([
			wholeHash('clQuality'),
			wholeHash('clQuality', 'film'),
		]);
		expect(Object.values(row.classification_answers)).toMatchObject([
			{ spaces: {}, range: [] },
			{ spaces: { film: { range: [], type: 'frame' } }, range: [], confidence: 1, createdBy: null },
		]);
	});

	it('of a global classification is refused on a frame that does not exist', () =>
		expect(
			apply(videoRow, [setWeather('Good', { classification: 'Quality', frames: 100 })]).problems,
		).toMatchObject([{ code: 'badFrames', item: 'Quality' }]));
});

describe('frames', () => {
	it('are all of them, unless the edit says which', () =>
		expect(weathers(done(videoRow, [setWeather('Rain', { frames: undefined })]))).toEqual([
			['Rain', [[0, 99]]],
		]));

	it('that are none are refused', () =>
		expect(apply(videoRow, [setWeather('Rain', { frames: [] })]).problems).toEqual([
			{
				severity: 'error',
				edit: 0,
				code: 'badFrames',
				item: 'Weather',
				field: 'frames',
				value: [],
				message: 'No frames are given.',
			},
		]));
});

describe('answers on audio', () => {
	const on = (answers: string, start: number, end: number, extra: object = {}) =>
		setWeather(answers, { frames: [[start, end]], ...extra });

	it('take milliseconds over, and the same answer joins', () => {
		const row = done(audioRow, [on('Rain', 0, 9), on('Sunny', 5, 7), on('Rain', 20, 29)], audio);
		expect(weathers(row)).toEqual([
			[
				'Rain',
				[
					[0, 4],
					[8, 9],
					[20, 29],
				],
			],
			['Sunny', [[5, 7]]],
		]);
		expect(weathers(done(row, [on('Rain', 5, 7)], audio))).toEqual([
			[
				'Rain',
				[
					[0, 9],
					[20, 29],
				],
			],
		]);
	});

	it('of others are left where they are', () => {
		const theirs = done(audioRow, [on('Sunny', 5, 7, { stamp: ann })], audio);
		const { labelRow, problems } = apply(theirs, [on('Rain', 0, 9)], audio);
		expect(problems).toMatchObject([{ severity: 'warning', frames: [[5, 7]] }]);
		expect(weathers(labelRow)).toEqual([
			['Sunny', [[5, 7]]],
			[
				'Rain',
				[
					[0, 4],
					[8, 9],
				],
			],
		]);
	});

	it('without a range are about the whole file', () => {
		const row = structuredClone(done(audioRow, [on('Rain', 0, 0)], audio));
		Object.values(row.classification_answers)[0]!.range = [];
		expect(weathers(done(row, [on('Sunny', 0, 0)], audio))).toEqual([['Sunny', [[0, 0]]]]);
	});
});

describe('a classification of a sound in a data group', () => {
	const inSound = (frames: SetClassification['frames']) =>
		apply(groupRow, [setWeather('Rain', { space: 'sound', frames })]);

	it.each([[undefined], ['all' as const], ['only' as const], [0], [[0]], [[[0, 0]]]])(
		'for frames %j is about the whole file',
		(frames) => {
			const { labelRow, problems } = inSound(frames as SetClassification['frames']);
			expect(problems).toEqual([]);
			expect(Object.values(labelRow.classification_answers)).toMatchObject([
				{ spaces: { sound: { range: [], type: 'frame' } } },
			]);
		},
	);

	it.each([[5], [[0, 1]], [[[0, 9]]], [[0, 5]], [[]]])(
		'for a part of it (%j) is refused',
		(frames) => {
			const { labelRow, problems } = inSound(frames as SetClassification['frames']);
			expect(labelRow).toBe(groupRow);
			expect(problems).toMatchObject([
				{
					severity: 'error',
					code: 'badFrames',
					field: 'frames',
					value: frames,
					message:
						'In a data group, "Weather" applies to the whole audio file. Leave the frames out, or give "all".',
				},
			]);
		},
	);
});
