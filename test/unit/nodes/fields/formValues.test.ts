/** Groups of fields: what their values become for an operation. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import { issueFilterFields, issuePlaceFields } from '../../../../nodes/shared/fields/issues';
import { newFileFields } from '../../../../nodes/shared/fields/newFiles';
import { pathwayUuid, pathwayValue } from '../../../../nodes/shared/fields/pathwayOutputs';
import {
	binaryField,
	formatNames,
	pictureFields,
	drawEntry,
} from '../../../../nodes/shared/fields/pictures';
import { largestLimits, readingLimitsOf } from '../../../../nodes/shared/fields/readingLimits';
import { id } from '../fakeN8n';
import { readField } from './fakeForm';

describe('pictures', () => {
	const read = (options: IDataObject, more: IDataObject = {}) =>
		readField(pictureFields({ draw: drawEntry }), { options, ...more });

	it('are as they are in storage, in the field "data", without options', () =>
		expect(read({})).toEqual({ binaryField: 'data', picture: {}, limits: {}, own: {} }));

	it('have the format, the size and the limits of the form', () =>
		expect(
			read(
				{
					...{ format: 'webp', quality: 80, maxDimension: 512, background: '#102030' },
					...{ silenceLimit: 5, timeLimit: 60, pixelLimit: 0.5, draw: true },
				},
				{ binaryField: 'photo' },
			),
		).toEqual({
			binaryField: 'photo',
			picture: { format: 'webp', quality: 80, maxDimension: 512, background: '#102030' },
			limits: { idleMs: 5_000, totalMs: 60_000, limits: { maxPixels: 500_000 } },
			own: { draw: true },
		}));

	it('go into "data" when the name of the field is empty', () =>
		expect(readField(binaryField, { binaryField: '' })).toBe('data'));

	it.each([
		['alpha', ['PNG', 'WebP']],
		['hasQuality', ['JPEG', 'WebP']],
	] as const)('of formats with %s are %j', (having, names) =>
		expect(formatNames(having)).toEqual(names),
	);
});

describe('limits of reading', () => {
	it('are in milliseconds and pixels', () => {
		expect(readingLimitsOf({})).toEqual({});
		expect(readingLimitsOf({ pixelLimit: 0.0000014 })).toEqual({ limits: { maxPixels: 1 } });
		expect(readingLimitsOf({ silenceLimit: 1.5 })).toEqual({ idleMs: 1_500 });
		expect(readingLimitsOf({ timeLimit: 2 })).toEqual({ totalMs: 2_000 });
	});

	it.each([
		[[], {}],
		[[{}, {}], {}],
		[[{ idleMs: 5 }, {}, { idleMs: 7 }, { idleMs: 6 }], { idleMs: 7 }],
		[
			[
				{ totalMs: 1, limits: { maxPixels: 10 } },
				{ totalMs: 2, limits: {} },
			],
			{ totalMs: 2, limits: { maxPixels: 10 } },
		],
	])('of several items of one file are the largest: %j', (all, largest) =>
		expect(largestLimits(all)).toEqual(largest),
	);
});

describe('a new file', () => {
	const file = (values: IDataObject) => readField(newFileFields, { folder: id(9), ...values });

	it('is in the item, of a kind that it tells itself, and waited for ten minutes', () =>
		expect(file({})).toEqual({
			source: { binaryField: 'data' },
			folderUuid: id(9),
			fileType: undefined,
			name: '',
			clientMetadata: {},
			dryRun: false,
			waitMs: 600_000,
		}));

	it('is what the form says', () =>
		expect(
			file({
				...{ fileFrom: 'cloud', integration: id(8), objectUrl: 's3://b/a', fileType: 'pdf' },
				newClientMetadata: '{"a":1}',
				options: { dryRun: true, itemName: 'n', waitMinutes: 0.5 },
			}),
		).toEqual({
			source: { integrationUuid: id(8), url: 's3://b/a' },
			folderUuid: id(9),
			fileType: 'pdf',
			name: 'n',
			clientMetadata: { a: 1 },
			dryRun: true,
			waitMs: 30_000,
		}));

	it('in a bucket has an address', () =>
		expect(() => file({ fileFrom: 'cloud', integration: id(8) })).toThrow(
			'URL is empty for this item',
		));

	it('is waited for some time', () =>
		expect(() => file({ options: { waitMinutes: 0 } })).toThrow('Wait at Most'));
});

describe('the place of an issue', () => {
	it.each([
		[{ place: 'file' }, { kind: 'file' }],
		[
			{ place: 'frame', frame: 4 },
			{ kind: 'frame', frame: 4 },
		],
		[
			{ place: 'point', frame: 4, x: 10, y: 20, pointUnit: 'pixels' },
			{ kind: 'point', frame: 4, x: 10, y: 20, unit: 'pixels' },
		],
		[
			{ place: 'point', frame: 4 },
			{ kind: 'point', frame: 4, x: 0.5, y: 0.5, unit: 'fractions' },
		],
	])('of %j is %j', (values, place) =>
		expect(readField(issuePlaceFields, values as IDataObject)).toEqual(place),
	);

	it.each([
		[{}, { state: 'all', tags: [] }],
		[
			{ state: 'open', tags: 'a, b' },
			{ state: 'open', tags: ['a', 'b'] },
		],
	])('is filtered by %j', (filters, filter) =>
		expect(readField(issueFilterFields, { filters } as IDataObject)).toEqual(filter),
	);
});

describe('a chosen pathway', () => {
	it('has its ID and its name in its value', () => {
		expect(pathwayValue({ uuid: id(11), title: 'a|b' })).toBe(`${id(11)}|a|b`);
		expect(pathwayUuid(`${id(11)}|a|b`)).toBe(id(11));
		expect(pathwayUuid('Cat')).toBe('Cat');
	});
});
