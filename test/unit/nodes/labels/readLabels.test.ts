/** The labels of rows, of exports and of pictures. */
import { describe, expect, it } from '@jest/globals';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { EncordClient } from '../../../../src/encord/client';
import { NotFoundError } from '../../../../src/encord/wire/errors';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import { drawnObjects } from '../../../../nodes/shared/labels/drawnObjects';
import { exportRows } from '../../../../nodes/shared/labels/exportRows';
import { rawLabels } from '../../../../nodes/shared/labels/rawLabels';
import { labeledFrames, labeledUnit, readLabels } from '../../../../nodes/shared/labels/reading';
import { audioRow, box, context, ontology, ontologyJson, videoRow } from '../../labels/fixtures';
import { fakeClient, id } from '../fakeN8n';
import { labelRow, petsProject } from '../fixtures';

const film = {
	...labelRow(),
	...{ data_type: 'VIDEO', number_of_frames: 100, width: 640, height: 480 },
};

/** A video with a car on frames 3 to 5, a lane on frame 5 and an answer on frame 9. */
function labeledFilm(): LabelRowJson {
	const edits = [
		{
			kind: 'addObject',
			object: 'Car',
			frames: [[3, 5]],
			coordinates: box(),
			confidence: 0.5,
			hash: 'CarCar01',
			mode: 'add',
		},
		{
			kind: 'addObject',
			object: 'Thing',
			frames: 5,
			coordinates: box(0, 0, 0.5, 0.5),
			hash: 'Thing001',
			mode: 'add',
		},
		{ kind: 'setClassification', classification: 'Weather', answers: 'Rain', frames: 9 },
	] as unknown as Edit[];
	const { labelRow: labels, problems } = applyEdits(videoRow, ontology, edits, context());
	expect(problems).toEqual([]);
	return labels;
}
const unit = () => ({ labels: labeledFilm(), row: film, ontology });

const reads = (methods: Partial<EncordClient> = {}) =>
	fakeClient({
		readOrCreateLabels: async (_project, rows) =>
			rows.map((row) => ({ ok: true, value: { ...videoRow, data_hash: row.data_hash } })),
		getProject: async () => petsProject({ editorOntology: ontologyJson }),
		...methods,
	});
const rowOf = (number: number, more: Partial<LabelRowMetadata> = {}) =>
	labelRow({ data_hash: id(number), label_hash: id(1000 + number), ...more });

describe('the labels of rows', () => {
	it('are read by data hash; rows without labels are empty, and none are created for them', async () => {
		const { client, calls } = reads();
		const bare = rowOf(2, { label_hash: null });
		const labels = await readLabels(client, id(1), [bare, rowOf(3)]);
		expect([...labels.keys()].sort()).toEqual([id(2), id(3)]);
		expect(labels.get(id(2))).toMatchObject({
			ok: true,
			value: { data_hash: id(2), object_answers: {}, classification_answers: {} },
		});
		expect(labels.get(id(3))).toEqual({ ok: true, value: { ...videoRow, data_hash: id(3) } });
		expect(calls).toEqual([['readOrCreateLabels', id(1), [rowOf(3)], undefined]]);
	});

	it('take no request where no row has labels', async () => {
		const { client, calls } = reads();
		expect((await readLabels(client, id(1), [rowOf(2, { label_hash: null })])).size).toBe(1);
		expect(calls).toEqual([]);
	});

	it('of one data unit come with its ontology', async () => {
		const row = rowOf(3);
		const read = await labeledUnit(reads().client, id(1), row);
		expect(read).toMatchObject({ projectHash: id(1), row, labels: { data_hash: id(3) } });
		expect(read.ontology.json).toBe(ontologyJson);
	});

	it('that cannot be read are an error', async () => {
		const { client } = reads({
			readOrCreateLabels: async () => [{ ok: false, error: new NotFoundError('gone') }],
		});
		await expect(labeledUnit(client, id(1), rowOf(3))).rejects.toThrow('gone');
	});
});

describe('an export', () => {
	const rows = (count: number) => Array.from({ length: count }, (_, at) => rowOf(at + 1));

	it.each([
		[0, []],
		[50, [50]],
		[51, [50, 1]],
	])('of %i rows reads the labels of 50 at a time', async (count, requests) => {
		const { client, calls } = reads();
		const titles: string[] = [];
		for await (const { metadata, labels } of exportRows(client, id(1), rows(count), ontology)) {
			expect(labels.data_hash).toBe(metadata.data_hash);
			titles.push(metadata.data_hash);
		}
		expect(titles).toEqual(rows(count).map(({ data_hash: hash }) => hash));
		expect(calls.map(([, , some]) => (some as unknown[]).length)).toEqual(requests);
	});

	it('ends at a row that cannot be read', async () => {
		const { client } = reads({
			readOrCreateLabels: async (_project, some) =>
				some.map((row) =>
					row.data_hash === id(2)
						? { ok: false, error: new NotFoundError('gone') }
						: { ok: true, value: videoRow },
				),
		});
		const read: string[] = [];
		await expect(
			(async () => {
				for await (const { metadata } of exportRows(client, id(1), rows(3), ontology))
					read.push(metadata.data_hash);
			})(),
		).rejects.toThrow('gone');
		expect(read).toEqual([id(1)]);
	});
});

describe('the objects to draw', () => {
	it('are those on the frame, with the color and confidence of each', () => {
		const [car, thing, ...others] = drawnObjects(unit(), 5);
		expect(others).toEqual([]);
		expect(car).toMatchObject({
			objectHash: 'CarCar01',
			class: 'Car',
			label: { name: 'Car', color: '#D33115', confidence: 0.5 },
		});
		expect(car!.label.geometry).toBeDefined();
		expect(thing).toMatchObject({ objectHash: 'Thing001', label: { color: '#000000' } });
		expect(drawnObjects(unit(), 4).map(({ class: title }) => title)).toEqual(['Car']);
		expect(drawnObjects(unit(), 6)).toEqual([]);
	});

	it('can be some of them', () => {
		expect(
			drawnObjects(unit(), 5, new Set(['Thing001', 'none'])).map(({ objectHash }) => objectHash),
		).toEqual(['Thing001']);
		expect(drawnObjects(unit(), 5, new Set())).toEqual([]);
	});

	it('have the name that the label has where the ontology does not know the class, and no color', () => {
		const [car] = drawnObjects(
			{ ...unit(), ontology: { ...ontology, objectByHash: new Map() } },
			3,
		);
		expect(car).toMatchObject({ class: 'Car', label: { name: 'Car' } });
		expect(car!.label).not.toHaveProperty('color');
	});

	it('are none for media without pictures', () =>
		expect(
			drawnObjects({ labels: audioRow, row: labelRow({ data_type: 'AUDIO' }), ontology }, 0),
		).toEqual([]));
});

describe('the frames with labels', () => {
	it('are those of objects and of classifications, each once', () =>
		expect(labeledFrames(unit())).toEqual([3, 4, 5, 9]));

	it.each<[string, LabelRowJson, LabelRowMetadata]>([
		['a file without labels', videoRow, film],
		['audio', audioRow, labelRow({ data_type: 'AUDIO' })],
	])('are none for %s', (_what, labels, row) => expect(labeledFrames({ labels, row })).toEqual([]));
});

describe('labels as Encord stores them', () => {
	it('are each on its frames, with its answers', () => {
		const objects = rawLabels(unit(), 'object');
		expect([...objects.keys()]).toEqual(['CarCar01', 'Thing001']);
		const car = objects.get('CarCar01')!;
		expect((car.labels as Array<{ frame: number }>).map(({ frame }) => frame)).toEqual([3, 4, 5]);
		expect(car.answers).toEqual(labeledFilm().object_answers.CarCar01);
		expect(car).not.toHaveProperty('actions');
		expect([...rawLabels(unit(), 'object', [[0, 4]]).keys()]).toEqual(['CarCar01']);
		expect(rawLabels(unit(), 'classification').size).toBe(1);
	});

	it('of objects have the answers that change over frames', () => {
		const actions = { CarCar01: { actions: [] } };
		const labels = { ...labeledFilm(), object_actions: actions } as unknown as LabelRowJson;
		expect(rawLabels({ labels, row: film }, 'object').get('CarCar01')!.actions).toEqual({
			actions: [],
		});
		expect(rawLabels({ labels, row: film }, 'object').get('Thing001')).not.toHaveProperty(
			'actions',
		);
	});
});
