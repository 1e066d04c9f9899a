/** Fields of lists, exports and frames: what their values become for an operation. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import { exportFields } from '../../../../nodes/shared/fields/exportedLabels';
import { frameScopeFields, onlyFramesEntry } from '../../../../nodes/shared/fields/frames';
import { dataUnitIds } from '../../../../nodes/shared/fields/identifiers';
import { labelRowFilterOf } from '../../../../nodes/shared/fields/labelRowFilter';
import { detectionFormatFields } from '../../../../nodes/shared/fields/labels/detectionFormat';
import { objectChoice } from '../../../../nodes/shared/fields/labels/objects';
import { limitFields, wantsRaw } from '../../../../nodes/shared/fields/limits';
import { KnownNames } from '../../../../nodes/shared/fields/names/knownNames';
import { outputFields } from '../../../../nodes/shared/fields/pathwayOutputFields';
import { samplingFields } from '../../../../nodes/shared/fields/sampling';
import { uploadedItemField } from '../../../../nodes/shared/fields/storagePlaces';
import { taskFilterFields } from '../../../../nodes/shared/fields/taskFilter';
import { titleFilterOf } from '../../../../nodes/shared/fields/titleFilter';
import { DEFAULT_AGENT } from '../../../../src/labels/row/identity';
import { id } from '../fakeN8n';
import { readField } from './fakeForm';

describe('an export', () => {
	it('has all classes of the labeled frames, and the name of the project, without options', () =>
		expect(readField(exportFields)).toEqual({
			format: 'coco',
			classes: [],
			allFrames: false,
			isStrict: false,
			fileName: '',
		}));

	it('is what the form says', () =>
		expect(
			readField(exportFields, {
				exportFormat: 'yolo',
				options: {
					...{ allFrames: true, exportClasses: 'Car, Bus', isStrict: true },
					exportFileName: 'a.zip',
				},
			}),
		).toEqual({
			...{ format: 'yolo', classes: ['Car', 'Bus'] },
			...{ allFrames: true, isStrict: true, fileName: 'a.zip' },
		}));

	it('of whole label rows has no choice of classes', () => {
		const options = { exportClasses: 'Car' };
		expect(() => readField(exportFields, { exportFormat: 'encord', options })).toThrow(
			'Classes cannot be chosen for Encord JSON, which has whole label rows',
		);
		expect(readField(exportFields, { exportFormat: 'encord' }).classes).toEqual([]);
	});
});

describe('filters', () => {
	it('of tasks are those that were added', () => {
		const read = (filters: IDataObject) => readField(taskFilterFields, { project: id(1), filters });
		expect(read({})).toEqual({});
		expect(
			read({
				...{ assignees: 'a@b.c d@e.f', dataHashes: id(3), datasets: [id(4)] },
				...{ statuses: 'new, Reopened', titleContains: 'x' },
			}),
		).toEqual({
			...{ userEmails: ['a@b.c', 'd@e.f'], dataHashes: [id(3)], datasetHashes: [id(4)] },
			...{ statuses: ['NEW', 'REOPENED'], dataTitleContains: 'x' },
		});
	});

	it('of tasks name datasets of the project', () => {
		const names = new KnownNames();
		const named = { kind: 'projectDataset', name: 'Spring', label: 'Dataset' } as const;
		names.note({ ...named, projectHash: id(1) }, id(4));
		const values = { project: id(1), filters: { datasets: ['Spring'] } };
		expect(readField(taskFilterFields, values, { names })).toEqual({ datasetHashes: [id(4)] });
	});

	it('of label rows are those that were added', () => {
		expect(labelRowFilterOf({})).toEqual({});
		expect(labelRowFilterOf({ dataHashes: [], labelStatuses: [], stageTitle: '' })).toEqual({});
		expect(
			labelRowFilterOf({
				...{ dataHashes: [id(3)], labelStatuses: ['QUEUED'], editedAfter: 'a' },
				...{ editedBefore: 'b', stageTitle: 'Agent 1', titleContains: 'x' },
			}),
		).toEqual({
			...{ dataHashes: [id(3)], labelStatuses: ['QUEUED'], editedAfter: 'a', editedBefore: 'b' },
			...{ workflowStageTitleEq: 'Agent 1', dataTitleLike: '%x%' },
		});
	});

	it.each([
		[{}, { includeOrgAccess: false }],
		[{ titleContains: '' }, { includeOrgAccess: false }],
		[
			{ titleContains: 'a', includeOrgAccess: true },
			{ titleLike: '%a%', includeOrgAccess: true },
		],
	])('of titles: %j', (values, filter) => expect(titleFilterOf(values)).toEqual(filter));

	it.each([
		['', []],
		[`${id(3)}, {${id(4)}}`, [id(3), id(4)]],
		[[id(3)], [id(3)]],
	])('of data units: %j', (dataHashes, expected) =>
		expect(readField(dataUnitIds('x'), { dataHashes })).toEqual(expected),
	);

	it('of data units are IDs, and an expression gives some', () => {
		expect(() => readField(dataUnitIds('x'), { dataHashes: 'a.jpg' })).toThrow(
			'Data unit "a.jpg" is not an ID',
		);
		expect(() =>
			readField(dataUnitIds('x'), { dataHashes: [] }, { expressions: ['dataHashes'] }),
		).toThrow('Data Unit IDs is empty: its expression gave nothing');
	});

	it.each<[IDataObject, object]>([
		[{ objectsBy: 'filter', objectFilters: {} }, {}],
		[
			{ objectsBy: 'filter', objectFilters: { classes: 'Car, Bus', frames: '3, 5-7' } },
			{ classes: ['Car', 'Bus'], frames: [3, [5, 7]] },
		],
		[
			{ objectsBy: 'filter', objectFilters: { author: 'own' } },
			{ author: { agent: DEFAULT_AGENT, who: 'own' } },
		],
		[
			{ objectsBy: 'filter', objectFilters: { author: 'others', authorAgent: 'me' } },
			{ author: { agent: 'me', who: 'others' } },
		],
		[{ objectsBy: 'filter', objectFilters: { authorAgent: 'me' } }, {}],
		[{ objectsBy: 'item', objectHashes: 'a, b' }, { hashes: ['a', 'b'] }],
		[{ objectHashes: ['a'] }, { hashes: ['a'] }],
	])('of objects: %j', (values, filter) =>
		expect(readField(objectChoice('item'), values)).toEqual(filter),
	);

	it('of objects may be preselected; objects of an item must be there', () => {
		expect(readField(objectChoice('filter'))).toEqual({});
		expect(() => readField(objectChoice('item'), { objectHashes: '' })).toThrow(
			'The item names no object',
		);
	});
});

describe('the number of results', () => {
	it.each([
		[{ returnAll: true }, Infinity],
		[{}, 50],
		[{ limit: 3 }, 3],
	])('of %j is %d', (values, limit) => expect(readField(limitFields, values)).toBe(limit));

	it('is at least one', () =>
		expect(() => readField(limitFields, { limit: 0 })).toThrow(
			'Limit is 0, not a whole number from 1',
		));

	it.each([
		[{}, 1, true],
		[{}, 2, false],
		[{ includeRaw: false }, 1, false],
		[{ includeRaw: true }, 2, true],
	])('with raw data: %j in version %i: %j', (values, version, expected) =>
		expect(wantsRaw(values, version)).toBe(expected),
	);
});

describe('frames', () => {
	it.each<[IDataObject, unknown]>([
		[{ frameScope: 'all' }, 'all'],
		[{ frameScope: 'frame', frame: 3 }, 3],
		[{ frameScope: 'frames', frames: '3, 5-7' }, [3, [5, 7]]],
	])('that a label is for: %j', (values, frames) =>
		expect(readField(frameScopeFields, values)).toEqual(frames),
	);

	it.each<[IDataObject, unknown]>([
		[{ pick: 'all' }, 'all'],
		[{ pick: 'labeled' }, 'labeled'],
		[{ pick: 'keyFrames' }, { keyFrames: true }],
		[{ pick: 'list', frameNumbers: '3, 5-7' }, { frames: [3, 5, 6, 7] }],
		[{ pick: 'every', every: 10 }, { every: 10 }],
		[{ pick: 'atMost', atMost: 4 }, { atMost: 4 }],
		[{ pick: 'perSecond', perSecond: 0.5 }, { perSecond: 0.5 }],
	])('to get: %j', (values, frames) =>
		expect(readField(samplingFields('x'), values)).toEqual(frames),
	);

	it('of an option are numbers and ranges', () => {
		expect(readField(onlyFramesEntry('x'), { onlyFrames: '1, 2-3' })).toEqual([1, [2, 3]]);
		expect(() => readField(onlyFramesEntry('x'), { onlyFrames: '' })).toThrow('No frames');
	});
});

describe('detections', () => {
	it.each<[IDataObject, object]>([
		[{}, { format: 'auto', numbers: 'auto' }],
		[
			{ format: 'xyxy', scale: 'percent' },
			{ format: 'xyxy', numbers: 'percent' },
		],
		[
			{ format: 'coco', scale: 'percent' },
			{ format: 'coco', numbers: 'auto' },
		],
	])('have the format of %j, and the unit where that leaves it open', (values, expected) =>
		expect(readField(detectionFormatFields, values)).toEqual(expected),
	);
});

describe('outputs', () => {
	const chosen = [`${id(12)}|Dog`, `${id(11)}|Cat`, `${id(12)}|Dog`];

	it.each<[IDataObject, string[]]>([
		[{}, []],
		[{ onePerPathway: true, pathwayOutputs: [] }, []],
		[{ onePerPathway: true, pathwayOutputs: chosen }, [id(12), id(11)]],
		[{ onePerPathway: true, pathwayOutputs: 'Cat, Dog' }, ['Cat', 'Dog']],
	])('of %j are pathways in their order', (values, outputs) =>
		expect(readField(outputFields, values)).toEqual(outputs),
	);
});

describe('the file of an item', () => {
	it('is the one that the item names', () => {
		const around = { item: { storageItemUuid: id(34) } };
		expect(readField(uploadedItemField, { storageItem: '' }, around)).toBe(id(34));
		expect(readField(uploadedItemField, { storageItem: id(35) }, around)).toBe(id(35));
		expect(() => readField(uploadedItemField, { storageItem: '' })).toThrow(
			'Storage Item is empty, and the item does not name it',
		);
	});
});
