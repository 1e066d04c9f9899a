/** Each filter of the Get Many of objects, classifications and frames leaves out the labels that do not meet it, and no others. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { getManyClassifications } from '../../../nodes/Encord/operations/classification/getMany';
import { getManyObjects } from '../../../nodes/Encord/operations/object/getMany';
import { frameList } from '../../../nodes/shared/fields/frameNumber';
import type { ObjectFilter } from '../../../nodes/shared/fields/labels/objects';
import { samplingFields } from '../../../nodes/shared/fields/sampling';
import { selectObjects } from '../../../nodes/shared/labels/objectSelection';
import { labeledFrames } from '../../../nodes/shared/labels/reading';
import { defineOperation, type Operation } from '../../../nodes/shared/runtime/operation';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import { applyEdits } from '../../../src/labels/edits/apply';
import type { Edit } from '../../../src/labels/edits/edit';
import {
	audioRow,
	box,
	context,
	groupRow,
	ontology,
	ontologyJson,
	videoRow,
} from '../labels/fixtures';
import { id, runOperation } from './fakeN8n';
import { labelRow, petsProject } from './fixtures';

const listed = labelRow({
	data_title: 'road.mp4',
	data_type: 'VIDEO',
	number_of_frames: 100,
});

const written = (row: LabelRowJson, agent: string, edits: Edit[]) => {
	const result = applyEdits(row, ontology, edits, context({ agent: { name: agent } }));
	expect(result.problems).toEqual([]);
	return result.labelRow;
};
const drawn = (object: string, frames: Array<[number, number]>, x: number): Edit => ({
	kind: 'addObject',
	object,
	frames,
	coordinates: box(x),
});
const answered = (
	classification: string,
	answers: string,
	frames: Array<[number, number]>,
): Edit => ({
	kind: 'setClassification',
	classification,
	answers,
	frames,
});

/** Of the agent n8n: a car on 2–4, and the answers Rain on 2–4 and Good for the file. Of the agent `other`: a thing on 4–6, a car on 20, a caption on 20. */
let labels: LabelRowJson;
beforeAll(() => {
	const first = written(videoRow, 'n8n', [
		drawn('Car', [[2, 4]], 0.1),
		answered('Weather', 'Rain', [[2, 4]]),
		{ kind: 'setClassification', classification: 'Quality', answers: 'Good' },
	]);
	labels = written(first, 'other', [
		drawn('Thing', [[4, 6]], 0.2),
		drawn('Car', [[20, 20]], 0.3),
		answered('Caption', 'wet', [[20, 20]]),
	]);
});

const run = async (operation: Operation, parameters: Record<string, unknown>) =>
	await runOperation(operation, {
		parameters: { project: id(1), dataUnit: id(31), returnAll: true, ...parameters },
		client: {
			getProject: async () => petsProject({ editorOntology: ontologyJson }),
			listLabelRows: async () => [listed],
			readOrCreateLabels: async () => [{ ok: true, value: labels }],
		},
	});

describe('object: Get Many', () => {
	const objects = async (objectFilters: object, more: object = {}) =>
		(await run(getManyObjects, { objectFilters, ...more })).json;
	const shown = async (objectFilters: object, more: object = {}) =>
		(await objects(objectFilters, more)).map(
			({ class: title, frames }) => `${String(title)} ${JSON.stringify(frames)}`,
		);
	const car = 'Car [[2,4]]';
	const thing = 'Thing [[4,6]]';
	const late = 'Car [[20,20]]';

	it.each<[object, string[]]>([
		[{}, [car, thing, late]],
		[{ classes: 'Car' }, [car, late]],
		[{ classes: 'obThing' }, [thing]],
		[{ classes: 'Car, Thing' }, [car, thing, late]],
		// A label that is on one of the frames is listed with these frames only.
		[{ frames: '3-5' }, ['Car [[3,4]]', 'Thing [[4,5]]']],
		[{ frames: '6' }, ['Thing [[6,6]]']],
		[{ frames: '2, 20' }, ['Car [[2,2]]', late]],
		[{ frames: '7-19' }, []],
		[{ author: 'own' }, [car]],
		[{ author: 'others' }, [thing, late]],
		[{ author: 'own', authorAgent: 'other' }, [thing, late]],
		[{ author: 'others', authorAgent: 'other' }, [car]],
		// Without an author the name is the name for no condition.
		[{ authorAgent: 'other' }, [car, thing, late]],
		[{ classes: 'Car', frames: '0-10', author: 'own' }, ['Car [[2,4]]']],
		[{ classes: 'Car', frames: '0-10', author: 'others' }, []],
	])('lists for %j the objects %j', async (filters, expected) => {
		expect(await shown(filters)).toEqual(expected);
	});

	it('has a case above for each of its filters', () => {
		const filters = getManyObjects.fields.find(({ name }) => name === 'objectFilters');
		const names = filters?.options?.map(({ name }) => name).sort();
		expect(names).toEqual(['author', 'authorAgent', 'classes', 'frames']);
	});

	it('lists the objects that the item names, and says which is not there', async () => {
		const hash = String((await objects({ classes: 'Thing' }))[0]!.objectHash);
		const named = { objectsBy: 'item', objectHashes: [hash] };
		expect(await shown({}, named)).toEqual([thing]);
		await expect(run(getManyObjects, { ...named, objectHashes: `${hash}, gone` })).rejects.toThrow(
			'"road.mp4" has no object "gone"',
		);
		await expect(run(getManyObjects, { ...named, objectHashes: '' })).rejects.toThrow(
			'The item names no object',
		);
	});

	it('refuses a class that the ontology does not have', async () => {
		await expect(shown({ classes: 'Car, Boat' })).rejects.toThrow('"Boat"');
	});

	it('counts objects against the limit, after the filter', async () => {
		const some = { returnAll: false, limit: 1 };
		expect(await shown({}, some)).toEqual([car]);
		expect(await shown({ author: 'others' }, some)).toEqual([thing]);
	});

	it('adds what Encord stores on the frames of the filter, where the output is not simplified', async () => {
		const [only] = await objects({ frames: '3' }, { simplify: false });
		expect(only).toMatchObject({ class: 'Car', frame: 3, raw: { labels: [{ frame: 3 }] } });
		expect((await objects({ frames: '3' }))[0]).not.toHaveProperty('raw');
	});
});

describe('classification: Get Many', () => {
	const classifications = async (filters: object, more: object = {}) =>
		(await run(getManyClassifications, { filters, ...more })).json;
	const shown = async (filters: object, more: object = {}) =>
		(await classifications(filters, more)).map(({ classification }) => classification);

	it.each<[object, string[]]>([
		[{}, ['Weather', 'Caption', 'Quality']],
		[{ agent: 'n8n' }, ['Weather', 'Quality']],
		[{ agent: 'other' }, ['Caption']],
		[{ agent: '' }, ['Weather', 'Caption', 'Quality']],
		[{ classifications: 'Weather, Quality' }, ['Weather', 'Quality']],
		[{ classifications: ['Caption'] }, ['Caption']],
		[{ classifications: '' }, ['Weather', 'Caption', 'Quality']],
		// The answer for the whole file holds on every frame.
		[{ frames: '4-19' }, ['Weather', 'Quality']],
		[{ frames: '20' }, ['Caption', 'Quality']],
		[{ frames: '5-19' }, ['Quality']],
		[{ agent: 'n8n', frames: '20', classifications: 'Weather, Quality' }, ['Quality']],
		[{ agent: 'other', classifications: 'Weather' }, []],
	])('lists for %j the answers of %j', async (filters, expected) => {
		expect(await shown(filters)).toEqual(expected);
	});

	it('has a case above for each of its filters', () => {
		const filters = getManyClassifications.fields.find(({ name }) => name === 'filters');
		const names = filters?.options?.map(({ name }) => name).sort();
		expect(names).toEqual(['agent', 'classifications', 'frames']);
	});

	it('refuses a classification that the ontology does not have', async () => {
		await expect(shown({ classifications: 'Weather, Mood' })).rejects.toThrow('"Mood"');
	});

	it('counts answers against the limit, after the filter', async () => {
		const some = { returnAll: false, limit: 1 };
		expect(await shown({}, some)).toEqual(['Weather']);
		expect(await shown({ agent: 'other' }, some)).toEqual(['Caption']);
	});

	it('names the first frame, answers and hash, and what Encord stores on request', async () => {
		const [weather, quality] = await classifications({ agent: 'n8n' }, { simplify: false });
		const hash = String(weather!.classificationHash);
		expect(weather).toMatchObject({
			frame: 2,
			frames: [[2, 4]],
			answers: { Weather: 'Rain' },
			raw: { answers: { classificationHash: hash } },
		});
		expect(quality).not.toHaveProperty('frame');
		expect((await classifications({ agent: 'n8n' }))[0]).not.toHaveProperty('raw');
	});
});

describe('frame: Get Many', () => {
	const selection = samplingFields('');
	const operation = defineOperation({
		resource: 'frame',
		name: 'selection',
		displayName: 'Selection',
		action: 'Selection',
		description: 'Gives the frames that were chosen',
		inputs: { frames: selection },
		readOnly: true,
		example: {},
		run: async (batch, items) => {
			for (const { index, frames } of items) batch.ok(index, { frames: frames as never });
		},
	});
	const chosen = async (parameters: Record<string, unknown>) =>
		(await runOperation(operation, { parameters })).json[0]!.frames;

	it.each<[Record<string, unknown>, unknown]>([
		[{ pick: 'all' }, 'all'],
		[{ pick: 'labeled' }, 'labeled'],
		[{ pick: 'keyFrames' }, { keyFrames: true }],
		[{ pick: 'every', every: 7 }, { every: 7 }],
		[{ pick: 'atMost', atMost: 3 }, { atMost: 3 }],
		[{ pick: 'perSecond', perSecond: 0.5 }, { perSecond: 0.5 }],
		[{ pick: 'list', frameNumbers: '5, 2-4, 3, 9' }, { frames: [5, 2, 3, 4, 9] }],
		[{ pick: 'list', frameNumbers: [[7, 7], 0] }, { frames: [7, 0] }],
	])('takes %j for %j', async (parameters, expected) => {
		expect(await chosen(parameters)).toEqual(expected);
	});

	it('takes 100,000 listed frames and no more', async () => {
		const list = async (frameNumbers: string) =>
			(await chosen({ pick: 'list', frameNumbers })) as unknown as { frames: number[] };
		expect((await list('0-99999')).frames).toHaveLength(100_000);
		await expect(list('0-100000')).rejects.toThrow('More than 100000 frames');
		await expect(list('0-99999, 7')).rejects.toThrow('More than 100000 frames');
	});

	it('finds the frames with an object or a classification, each once, ascending', () => {
		const unit = { labels, row: listed };
		expect(labeledFrames(unit)).toEqual([2, 3, 4, 5, 6, 20]);
		const captioned = written(videoRow, 'n8n', [answered('Caption', 'wet', [[8, 8]])]);
		const both = written(captioned, 'n8n', [drawn('Car', [[3, 3]], 0.1)]);
		expect(labeledFrames({ labels: both, row: listed })).toEqual([3, 8]);
		expect(labeledFrames({ labels: videoRow, row: listed })).toEqual([]);
	});
});

describe('objects of a data group', () => {
	it('are listed once, in the space that they are in', () => {
		const speech = (key: string, space: string): Edit => ({
			kind: 'addObject',
			object: 'Speech',
			key,
			space,
			coordinates: { ranges: [[10, 20]] },
		});
		const row = written(
			{ ...groupRow, spaces: { ...groupRow.spaces, echo: groupRow.spaces!.sound! } },
			'n8n',
			[speech('a', 'sound'), speech('b', 'echo')],
		);
		const selected = selectObjects(row, labelRow({ data_type: 'GROUP' }), ontology, {});
		expect(selected.map(({ space }) => space)).toEqual(['sound', 'echo']);
		expect(new Set(selected.map(({ objectHash }) => objectHash)).size).toBe(2);
	});
});

describe('the objects that an edit is about', () => {
	const video = (filter: ObjectFilter) =>
		selectObjects(labels, listed, ontology, filter).map(({ featureHash, frames }) => [
			featureHash,
			frames,
		]);

	it('have the frames of the filter alone, and are none without one', () => {
		expect(video({ frames: [[3, 5]] })).toEqual([
			['obCar', [3, 4]],
			['obThing', [4, 5]],
		]);
		expect(video({ frames: [2, 20] })).toEqual([
			['obCar', [2]],
			['obCar', [20]],
		]);
		expect(video({ frames: [[7, 19]] })).toEqual([]);
	});

	it('on audio are those of the author, and none when frames are named', () => {
		const speech = (key: string): Edit => ({
			kind: 'addObject',
			object: 'Speech',
			key,
			coordinates: { ranges: [[10, 20]] },
		});
		const metadata = labelRow({ data_type: 'AUDIO', number_of_frames: 1000 });
		const row = written(written(audioRow, 'n8n', [speech('a')]), 'other', [speech('b')]);
		const [own, others] = Object.keys(row.object_answers);
		const hashes = (filter: ObjectFilter) =>
			selectObjects(row, metadata, ontology, filter).map(({ objectHash }) => objectHash);
		expect(hashes({})).toEqual([own, others]);
		expect(hashes({ author: { agent: 'n8n', who: 'own' } })).toEqual([own]);
		expect(hashes({ author: { agent: 'n8n', who: 'others' } })).toEqual([others]);
		expect(hashes({ frames: [10] })).toEqual([]);
		expect(selectObjects(row, metadata, ontology, {})[0]).toEqual({
			objectHash: own,
			featureHash: 'obSpeech',
			frames: [],
		});
	});
});

describe('numbers of frames', () => {
	it.each<[unknown, unknown]>([
		[7, [7]],
		['7', [7]],
		[' 0, 5 ,10 - 20', [0, 5, [10, 20]]],
		[
			[0, '5', '10-20', [3, 4]],
			[0, 5, [10, 20], [3, 4]],
		],
		['3-3', [[3, 3]]],
	])('%j is read as %j', (given, expected) => {
		expect(frameList(given)).toEqual(expected);
	});

	it.each<[unknown, string]>([
		['', 'No frames are given'],
		[[], 'No frames are given'],
		[-1, '-1 is not a frame number'],
		[1.5, '1.5 is not a frame number'],
		[null, 'is not a frame number'],
		[true, 'is not a frame number'],
		[[' '], 'is not a frame number'],
		['x', 'is not a frame number'],
		['x1-2', 'is not a frame number'],
		['1-2x', 'is not a frame number'],
		['20-10', 'is not a range of frames'],
		[[[20, 10]], 'is not a range of frames'],
		[[[1, 2, 3]], 'is not a range of frames'],
		[[[1]], 'is not a range of frames'],
		[[[1, -2]], 'is not a frame number'],
	])('%j is refused', (given, message) => {
		expect(() => frameList(given)).toThrow(message);
	});
});
