/** The spaces of a row: what they hold, how the row stores their frames, how many frames they have, and how large these are. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { EncordJson, LabelRowJson } from '../../../../src/encord/wire/json';
import {
	allSpaces,
	frameSize,
	keepsPlainAnswers,
	spaceIds,
	spaceInfo,
	spaceOf,
	unitKeyOf,
} from '../../../../src/labels/row/space';
import { audioRow, groupRow, htmlRow, imageGroupRow, imageRow, videoRow } from '../fixtures';

const typed = (data_type: string, unit: object = {}): LabelRowJson =>
	({ ...videoRow, data_type, data_units: { 'unit-1': unit } }) as LabelRowJson;
const withSpace = (space: unknown): LabelRowJson =>
	({ ...groupRow, spaces: { it: space } }) as LabelRowJson;

describe("a row's own media", () => {
	it.each<[string, LabelRowJson, Partial<LabelRowMetadata> | undefined, object]>([
		[
			'a video with its frames on a map',
			videoRow,
			{ number_of_frames: 100 },
			{ kind: 'frames', layout: 'map', unitKeys: ['data-1'], length: 100, type: 'video' },
		],
		[
			'a video of which the length is not known',
			videoRow,
			undefined,
			{ kind: 'frames', layout: 'map', unitKeys: ['data-1'], length: undefined, type: 'video' },
		],
		[
			'an image with one frame, whatever the listing says',
			imageRow,
			{ number_of_frames: 3 },
			{ kind: 'frames', layout: 'flat', unitKeys: ['data-1'], length: 1, type: 'image' },
		],
		[
			'an image group with a unit for each frame',
			imageGroupRow,
			undefined,
			{
				kind: 'frames',
				layout: 'units',
				unitKeys: ['img-0', 'img-1'],
				length: 2,
				type: 'img_group',
			},
		],
		[
			'an image group as long as the listing says',
			imageGroupRow,
			{ number_of_frames: 7 },
			{
				kind: 'frames',
				layout: 'units',
				unitKeys: ['img-0', 'img-1'],
				length: 7,
				type: 'img_group',
			},
		],
		[
			'audio with ranges',
			audioRow,
			{ number_of_frames: 1000 },
			{ kind: 'ranges', layout: 'none', unitKeys: ['data-1'], length: 1000, type: 'audio' },
		],
		[
			'a text with ranges',
			typed('plain_text', { data_type: 'text/plain' }),
			undefined,
			{
				kind: 'ranges',
				layout: 'none',
				unitKeys: ['unit-1'],
				length: undefined,
				type: 'plain_text',
			},
		],
		[
			'an HTML page, as its unit says',
			htmlRow,
			undefined,
			{ kind: 'html', layout: 'none', unitKeys: ['data-1'], length: undefined, type: 'html' },
		],
		[
			'an HTML page, as the listing says',
			typed('plain_text'),
			{ file_type: 'text/html' },
			{ kind: 'html', layout: 'none', unitKeys: ['unit-1'], length: undefined, type: 'html' },
		],
		[
			'a data group that holds no labels itself',
			groupRow,
			undefined,
			{ kind: 'none', layout: 'none', unitKeys: ['data-1'], length: undefined, type: 'group' },
		],
	])('is %s', (_, row, metadata, space) => expect(spaceOf(row, metadata)).toEqual(space));

	it.each(['video', 'pdf', 'dicom', 'dicom_study', 'nifti', 'scene', 'PDF'])(
		'of type %s has its frames on a map',
		(type) =>
			expect(spaceOf(typed(type), undefined)).toMatchObject({ layout: 'map', kind: 'frames' }),
	);

	it('is of the type that the listing says where the row does not', () => {
		const row = { ...videoRow, data_type: undefined } as unknown as LabelRowJson;
		expect(spaceOf(row, { data_type: 'AUDIO' })).toMatchObject({ type: 'audio', kind: 'ranges' });
		expect(spaceOf(row, undefined)).toMatchObject({ type: '', kind: 'none' });
	});

	it('of an image group goes by the sequence of its units, not by their order', () => {
		const [[first, a], [second, b]] = Object.entries(imageGroupRow.data_units) as [
			[string, object],
			[string, object],
		];
		const row = { ...imageGroupRow, data_units: { [second]: b, [first]: a } } as LabelRowJson;
		expect(spaceOf(row, undefined)?.unitKeys).toEqual(['img-0', 'img-1']);
	});
});

describe('a space of a data group', () => {
	const base = { id: 'it', unitKeys: [] };
	it.each<[object, object]>([
		[
			{ space_type: 'video', number_of_frames: 10 },
			{ kind: 'frames', layout: 'map', length: 10, type: 'video' },
		],
		[
			{ space_type: 'pdf', number_of_pages: 4 },
			{ kind: 'frames', layout: 'map', length: 4, type: 'pdf' },
		],
		[
			{ space_type: 'dicom', frames: [{}, {}, {}] },
			{ kind: 'frames', layout: 'map', length: 3, type: 'dicom' },
		],
		[{ space_type: 'image' }, { kind: 'frames', layout: 'map', length: 1, type: 'image' }],
		[
			{ space_type: 'scene_image' },
			{ kind: 'frames', layout: 'map', length: 1, type: 'scene_image' },
		],
		[
			{ space_type: 'video', number_of_frames: '10' },
			{ kind: 'frames', layout: 'map', length: undefined, type: 'video' },
		],
		[
			{ space_type: 'audio', duration_ms: 900 },
			{ kind: 'ranges', layout: 'none', length: 900, type: 'audio' },
		],
		[{ space_type: 'text' }, { kind: 'ranges', layout: 'none', length: undefined, type: 'text' }],
		[{ space_type: 'html' }, { kind: 'html', layout: 'none', length: undefined, type: 'html' }],
		[{ space_type: 'scene' }, { kind: 'none', layout: 'none', length: undefined, type: 'scene' }],
		[
			{ space_type: 'point_cloud' },
			{ kind: 'none', layout: 'none', length: undefined, type: 'point_cloud' },
		],
		[{}, { kind: 'frames', layout: 'map', length: undefined, type: '' }],
	])('of %j', (info, space) =>
		expect(spaceOf(withSpace(info), undefined, 'it')).toEqual({ ...base, ...space }),
	);

	it.each([undefined, null, 'text'])('that is %j does not exist', (info) => {
		expect(spaceOf(withSpace(info), undefined, 'it')).toBeUndefined();
		expect(spaceInfo(withSpace(info), 'it')).toBeUndefined();
	});
});

describe('all spaces', () => {
	const ids = (row: LabelRowJson) => allSpaces(row).map(({ id }) => id);

	it("begin with the row's own media, where it holds labels", () => {
		expect(ids(videoRow)).toEqual([undefined]);
		expect(ids(groupRow)).toEqual(['film', 'sound', 'page']);
		expect(ids({ ...videoRow, spaces: groupRow.spaces } as LabelRowJson)).toEqual([
			undefined,
			'film',
			'sound',
			'page',
		]);
	});

	it('are none in a row that names none', () => {
		const row = { ...videoRow, spaces: undefined } as unknown as LabelRowJson;
		expect(spaceIds(row)).toEqual([]);
		expect(ids(row)).toEqual([undefined]);
	});
});

it("only the row's own media and the space `root` keep answers in the plain form", () => {
	const space = (id?: string) => ({ ...spaceOf(videoRow, undefined)!, ...(id && { id }) });
	expect([space(), space('root'), space('film')].map(keepsPlainAnswers)).toEqual([
		true,
		true,
		false,
	]);
});

it('a frame is in the unit of its number in an image group, else in the only one', () => {
	const group = spaceOf(imageGroupRow, undefined)!;
	expect([0, 1, 2].map((frame) => unitKeyOf(group, frame))).toEqual(['img-0', 'img-1', undefined]);
	expect(unitKeyOf(spaceOf(videoRow, undefined)!, 5)).toBe('data-1');
});

describe('the size of a frame', () => {
	const sizeOf = (
		row: LabelRowJson,
		frame: number,
		metadata?: Partial<LabelRowMetadata>,
		id?: string,
	) => frameSize(row, spaceOf(row, metadata, id)!, frame, metadata);
	const pages = typed('pdf', {
		labels: { 1: { metadata: { width: 5, height: 7 } }, 2: { metadata: { width: 5 } } },
	});

	it('is that of its unit, or else what the listing says', () => {
		expect(sizeOf(videoRow, 3, { width: 1, height: 2 })).toEqual({ width: 640, height: 480 });
		expect(sizeOf(typed('video'), 3, { width: 1, height: 2 })).toEqual({ width: 1, height: 2 });
		expect(sizeOf(typed('video'), 3)).toBeUndefined();
		expect([0, 1].map((frame) => sizeOf(imageGroupRow, frame))).toEqual([
			{ width: 10, height: 8 },
			{ width: 11, height: 9 },
		]);
	});

	it('of a frame that an image group has no unit for is what the listing says', () =>
		expect(sizeOf(imageGroupRow, 2, { width: 1, height: 2 })).toEqual({ width: 1, height: 2 }));

	it('is that in the metadata of the frame, where it has both numbers', () => {
		const listed = { width: 1, height: 2 };
		expect([0, 1, 2].map((frame) => sizeOf(pages, frame, listed))).toEqual([
			listed,
			{ width: 5, height: 7 },
			listed,
		]);
	});

	it.each<[unknown, unknown]>([
		[0, 5],
		[5, 0],
		[-5, 5],
		['5', 5],
		[5, Number.NaN],
		[undefined, 5],
		[5, undefined],
	])('is not %j × %j', (width, height) =>
		expect(sizeOf(typed('image', { width, height }), 0)).toBeUndefined(),
	);

	it('in a space is that of the space, or of its frame, and never that of the row', () => {
		const listed = { width: 1, height: 2 };
		expect(sizeOf(groupRow, 0, listed, 'film')).toEqual({ width: 100, height: 50 });
		const slices = withSpace({
			space_type: 'dicom',
			width: 9,
			height: 9,
			frames: [{ width: 3, height: 4 }, {}],
		});
		expect([0, 1, 2].map((frame) => sizeOf(slices, frame, listed, 'it'))).toEqual([
			{ width: 3, height: 4 },
			undefined,
			undefined,
		]);
		expect(sizeOf(withSpace({ space_type: 'video' }), 0, listed, 'it')).toBeUndefined();
	});
});

it('the JSON of a space is the very one of the row', () => {
	expect(spaceInfo(groupRow, 'film')).toBe((groupRow.spaces as EncordJson).film);
	expect(spaceInfo({ ...groupRow, spaces: undefined } as never, 'film')).toBeUndefined();
});
