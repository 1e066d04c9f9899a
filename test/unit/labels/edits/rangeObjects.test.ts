/** Objects on audio, text and pages: where their ranges are kept, and what is refused. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { AddObject } from '../../../../src/labels/edits/kinds/addObject';
import { audioRow, box, groupRow, htmlRow, textRow, videoRow } from '../fixtures';
import { addCar, ann, apply, done, hashOf } from './editing';

const long = { metadata: { number_of_frames: 1000 } };
const speech = (extra: Partial<AddObject> = {}): AddObject => ({
	kind: 'addObject',
	object: 'Speech',
	hash: 'speech00',
	coordinates: { ranges: [[10, 20]] },
	...extra,
});
const at = (offset: number) => ({ xpath: '/p', offset });
const html = { rangeHtml: [{ start: at(0), end: at(4) }] };
const now = 'Tue, 05 Mar 2024 10:20:30 UTC';
const entry = {
	objectHash: 'speech00',
	classifications: [],
	name: 'Speech',
	color: '#68CCCA',
	shape: 'audio',
	value: 'speech',
	featureHash: 'obSpeech',
	createdAt: now,
	createdBy: null,
	lastEditedAt: now,
	lastEditedBy: null,
	manualAnnotation: false,
	agent: { name: 'detector', version: '1' },
};

describe('the entry of an object', () => {
	it('on audio has its ranges', () =>
		expect(done(audioRow, [speech()], long).object_answers).toStrictEqual({
			speech00: { ...entry, range: [[10, 20]] },
		}));

	it('on the audio of a data group has them in its space', () =>
		expect(done(groupRow, [speech({ space: 'sound' })]).object_answers).toStrictEqual({
			speech00: { ...entry, range: [], spaces: { sound: { range: [[10, 20]], type: 'frame' } } },
		}));

	it('in a second space keeps the first', () => {
		const spaces = {
			...(groupRow.spaces as object),
			music: { space_type: 'audio', duration_ms: 500, labels: {} },
		};
		const row = done({ ...groupRow, spaces } as LabelRowJson, [
			speech({ space: 'sound' }),
			speech({ space: 'music', coordinates: { ranges: [[0, 499]] }, replacePersonLabels: true }),
		]);
		expect(row.object_answers.speech00?.spaces).toEqual({
			sound: { range: [[10, 20]], type: 'frame' },
			music: { range: [[0, 499]], type: 'frame' },
		});
		const remove = (space?: string): Edit => ({
			kind: 'deleteObject',
			objectHash: 'speech00',
			replacePersonLabels: true,
			...(space && { space }),
		});
		expect(done(row, [remove('sound')]).object_answers.speech00?.spaces).toEqual({
			music: { range: [[0, 499]], type: 'frame' },
		});
		expect(done(row, [remove()]).object_answers).toEqual({});
	});
});

describe('an object that is there', () => {
	const own = done(audioRow, [speech({ hash: undefined, key: 'a' })], long);
	const again = (extra: Partial<AddObject> = {}) => speech({ hash: undefined, key: 'a', ...extra });

	it('with the same ranges is not written again, unless it is stamped', () => {
		const later = { ...long, now: new Date('2025-01-01T00:00:00Z') };
		expect(done(own, [again()], later)).toBe(own);
		const stamped = done(own, [again({ stamp: { lastEditedBy: 'ben@example.com' } })], later);
		expect(stamped.object_answers[hashOf(own)]).toMatchObject({
			range: [[10, 20]],
			createdAt: now,
			lastEditedAt: 'Wed, 01 Jan 2025 00:00:00 UTC',
			lastEditedBy: 'ben@example.com',
		});
	});

	it('takes other ranges in place of its own', () => {
		const row = done(
			own,
			[
				again({
					coordinates: {
						ranges: [
							[0, 5],
							[6, 7],
						],
					},
				}),
			],
			long,
		);
		expect(Object.values(row.object_answers)).toMatchObject([{ range: [[0, 7]] }]);
		const moved = done(
			own,
			[
				{
					kind: 'moveObject',
					objectHash: hashOf(own),
					frames: 'all',
					coordinates: { ranges: [[1, 2]] },
				},
			],
			long,
		);
		expect(moved.object_answers[hashOf(own)]).toMatchObject({ range: [[1, 2]], createdAt: now });
	});

	it('of somebody else stays where it is', () => {
		const theirs = done(audioRow, [speech({ stamp: ann })], long);
		expect(apply(theirs, [speech({ coordinates: { ranges: [[0, 5]] } })], long)).toMatchObject({
			labelRow: theirs,
			problems: [
				{
					severity: 'error',
					code: 'keptForeignLabel',
					item: 'Speech',
					frames: [[0, 0]],
					hash: 'speech00',
				},
			],
		});
		const remove: Edit = { kind: 'deleteObject', objectHash: 'speech00' };
		expect(apply(theirs, [remove], long)).toMatchObject({
			labelRow: theirs,
			problems: [{ severity: 'error', code: 'keptForeignLabel' }],
		});
		expect(done(theirs, [{ ...remove, replacePersonLabels: true }], long).object_answers).toEqual(
			{},
		);
	});

	it('of another class is refused', () => {
		const text = done(textRow, [speech({ object: 'Span' })], long);
		expect(apply(text, [speech()], long).problems).toEqual([
			{
				severity: 'error',
				edit: 0,
				code: 'occupied',
				item: 'Speech',
				hash: 'speech00',
				message: 'The hash speech00 belongs to an object of another class.',
			},
		]);
	});
});

describe('coordinates', () => {
	const refused = (row: LabelRowJson, edit: Edit) => apply(row, [edit], long).problems;
	const byRanges = '"Speech" is placed by ranges: [[first, last]].';
	const byHtml = '"Span" is placed by rangeHtml: [{start: {xpath, offset}, end: {xpath, offset}}].';

	it.each<[string, unknown]>([
		['none', undefined],
		['a box', box()],
		['no ranges', { ranges: [] }],
		['a text', { ranges: '0-9' }],
	])('of audio that are %s are refused', (_, coordinates) =>
		expect(refused(audioRow, speech({ coordinates: coordinates as never }))).toEqual([
			{
				severity: 'error',
				edit: 0,
				code: 'badCoordinates',
				item: 'Speech',
				field: 'coordinates',
				value: coordinates,
				accepted: 'ranges: [[first, last]]',
				message: byRanges,
			},
		]),
	);

	it.each<[string, unknown]>([
		['ranges', { ranges: [[0, 9]] }],
		['no ranges', { rangeHtml: [] }],
		['one range', { rangeHtml: html.rangeHtml[0] }],
	])('of a page that are %s are refused', (_, coordinates) => {
		const span = speech({ object: 'Span', coordinates: coordinates as never });
		expect(refused(htmlRow, span)).toMatchObject([{ code: 'badCoordinates', message: byHtml }]);
	});

	it('beyond the end are refused', () =>
		expect(refused(audioRow, speech({ coordinates: { ranges: [[0, 1000]] } }))).toMatchObject([
			{ code: 'badFrames', item: 'Speech', message: expect.stringContaining('Frame 1000') },
		]));

	it.each<[string, LabelRowJson, Edit, string]>([
		['a box on audio', audioRow, addCar(), '"Car" (bounding_box) cannot be placed in audio media.'],
		['audio on a video', videoRow, speech(), '"Speech" (audio) cannot be placed in video media.'],
	])('of another media are refused: %s', (_, row, edit, message) =>
		expect(refused(row, edit)).toMatchObject([
			{ code: 'badCoordinates', field: 'object', message },
		]),
	);

	it('of a page are kept as they are, in a data group as pairs', () => {
		const span = speech({ object: 'Span', coordinates: html as never });
		const page = done(htmlRow, [span]);
		expect(page.object_answers.speech00).toMatchObject({ range: [], range_html: html.rangeHtml });
		expect(page.object_answers.speech00).not.toHaveProperty('spaces');
		const group = done(groupRow, [{ ...span, space: 'page' }]);
		expect(group.object_answers.speech00).toMatchObject({
			range: [],
			spaces: { page: { range: [[at(0), at(4)]], type: 'html' } },
		});
		expect(group.object_answers.speech00).not.toHaveProperty('range_html');
	});
});

it('part of an object on ranges cannot be deleted', () =>
	expect(
		apply(
			done(audioRow, [speech()], long),
			[{ kind: 'deleteObject', objectHash: 'speech00', frames: [[10, 12]] }],
			long,
		).problems,
	).toEqual([
		{
			severity: 'error',
			edit: 0,
			code: 'badFrames',
			item: 'Speech',
			hash: 'speech00',
			field: 'frames',
			value: [[10, 12]],
			message:
				'"Speech" is on ranges and not on frames, so it can only be deleted as a whole. Leave the frames out.',
		},
	]));
