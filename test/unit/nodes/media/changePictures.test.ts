/** Pictures of what a writing operation changed. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import { ImageMedia } from '../../../../src/media/image/imageMedia';
import { ContactSheet } from '../../../../src/media/picture/contactSheet';
import { changePictures } from '../../../../nodes/shared/media/changePictures';
import { box, context, imageGroupRow, imageRow, ontology } from '../../labels/fixtures';
import { operationOf } from '../fakeN8n';
import { labelRow } from '../fixtures';
import { groupRow, labeledGroup, pictureIn, pictureWorld } from './pictureWorld';
import { stored } from './storedItems';

afterEach(() => void jest.restoreAllMocks());

const green = stored(34, { signedUrl: 'https://files.example/green' });
const picture = labelRow({ data_title: 'a.png', width: 40, height: 30 });

/** What the edits changed, and how it is drawn. `labels` are those before. */
async function drawn(
	edits: unknown[],
	{ labels = imageRow, row = picture, items = [green], times = 1, lost = false, children } = {} as {
		labels?: typeof imageRow;
		row?: LabelRowMetadata;
		items?: Array<typeof green>;
		times?: number;
		lost?: boolean;
		children?: Array<typeof green>;
	},
) {
	const add = jest.spyOn(ContactSheet.prototype, 'add');
	const encode = jest.spyOn(ContactSheet.prototype, 'encode');
	const { labelRow: after, diff } = applyEdits(
		labels,
		ontology,
		edits as Edit[],
		context({ metadata: row, replacePersonLabels: true }),
	);
	const change = {
		...{ row, ontology, diff },
		...(lost ? {} : { before: labels, after }),
	};
	let pictures: Awaited<ReturnType<typeof changePictures>> = new Map();
	const { run, requests } = pictureWorld({
		items,
		methods: children === undefined ? {} : { getChildItems: async () => children },
	});
	const operation = operationOf(async (batch) => {
		const changes = Array.from({ length: times }, (_, index) => ({ index, change }));
		pictures = await changePictures(batch, changes);
		batch.ok(0, {});
	});
	const { calls } = await run(operation, {});
	return {
		pictures,
		picture: pictures.get(0),
		requests,
		calls,
		cells: add.mock.calls.map(([{ caption, labels: shown }]) => [
			caption,
			...shown.map(({ name }) => name),
		]),
		legend: encode.mock.calls[0]?.[0],
	};
}

const car = (hash: string, frames: unknown = 0, x = 0) => ({
	...{ kind: 'addObject', mode: 'add', object: 'Car', hash, frames },
	coordinates: box(x, 0, 0.25, 0.25),
});
const removed = (objectHash: string) => ({ kind: 'deleteObject', objectHash });

describe('the picture of a change', () => {
	it('has the frame before and after, and says what happened by class', async () => {
		const {
			picture: one,
			cells,
			legend,
			requests,
		} = await drawn([
			car('CarCar01'),
			car('CarCar02', 0, 0.5),
			{ ...car('Thing001'), object: 'Thing' },
		]);
		expect(cells).toEqual([['Before'], ['After', 'Car', 'Car', 'Thing']]);
		expect(legend).toEqual([
			{ color: '#D33115', text: 'Added Car × 2' },
			{ color: '#000000', text: 'Added Thing' },
		]);
		expect(requests).toEqual(['green']);
		expect(one).toEqual({
			binary: {
				data: expect.objectContaining({
					fileName: 'changes_frame_0.jpg',
					mimeType: 'image/jpeg',
				}),
			},
		});
		// Two pictures beside each other.
		const { width, height } = await pictureIn(one!.binary!.data);
		expect(width).toBeGreaterThan(height);
	});

	it('names the frames of files that have several, and only those that changed', async () => {
		const {
			picture: one,
			cells,
			legend,
		} = await drawn([removed('CarCar01'), removed('Thing001')], {
			labels: labeledGroup(),
			row: groupRow,
			items: [stored(34, { itemType: 'imageGroup' })],
		});
		expect(cells).toEqual([
			['Before · frame 0', 'Car', 'Car'],
			['After · frame 0', 'Car'],
			['Before · frame 1', 'Car', 'Thing'],
			['After · frame 1'],
		]);
		expect(legend).toEqual([
			{ color: '#D33115', text: 'Removed Car' },
			{ color: '#000000', text: 'Removed Thing' },
		]);
		expect(one!.binary!.data!.fileName).toBe('changes_frame_0_1.jpg');
	});

	it('puts the two states of a wide picture one above the other', async () => {
		const heights = [];
		for (const width of [60, 61]) {
			const { picture: one } = await drawn([car('CarCar01')], { row: { ...picture, width } });
			heights.push((await pictureIn(one!.binary!.data)).height);
		}
		expect(heights[1]).toBeGreaterThan(heights[0]! * 1.4);
	});

	it.each<[string, unknown[], object]>([
		[
			'no object changed',
			[{ kind: 'setClassification', classification: 'Weather', answers: 'Rain', frames: 0 }],
			{},
		],
		['nothing changed', [], {}],
		['the labels are not known', [car('CarCar01')], { lost: true }],
	])('is not made where %s', async (_what, edits, more) => {
		const { picture: one, requests } = await drawn(edits, more);
		expect(one).toEqual({ note: 'No picture: no object changed' });
		expect(requests).toEqual([]);
	});

	it('that cannot be read is told, and fails nothing', async () => {
		const { picture: one } = await drawn([car('CarCar01')], { items: [] });
		expect(one).toEqual({ note: 'No picture: There is no such file.', failed: true });
	});

	it('of a frame that the file does not give is told, too', async () => {
		jest.spyOn(ImageMedia.prototype, 'pixels').mockImplementation(async function* () {});
		const { picture: one } = await drawn([car('CarCar01')]);
		expect(one).toEqual({ note: 'No picture: frame 0 could not be read', failed: true });
	});

	it('has the warnings of the frames in a note, each once', async () => {
		const { pixels } = ImageMedia.prototype;
		jest.spyOn(ImageMedia.prototype, 'pixels').mockImplementation(async function* (
			this: ImageMedia,
			selection,
		) {
			for await (const one of pixels.call(this, selection))
				yield { ...one, warnings: ['It may be another one.', 'It may be another one.'] };
		});
		const { picture: one } = await drawn([car('CarCar01')]);
		expect(one).toMatchObject({ note: 'About the picture: It may be another one.' });
		expect(one).toHaveProperty('binary');
		expect(one).not.toHaveProperty('failed');
	});

	it('of several items takes one request for all storage items', async () => {
		const { pictures, calls } = await drawn([car('CarCar01')], { times: 2 });
		expect([...pictures.keys()]).toEqual([0, 1]);
		expect(calls).toEqual([['findStorageItems', [green.uuid], { signUrls: true }]]);
	});

	it('takes no request where there is nothing to draw', async () => {
		const { pictures, calls } = await drawn([], { times: 0 });
		expect([pictures.size, calls]).toEqual([0, []]);
	});

	it('ends when the execution is stopped', async () => {
		const stop = new AbortController();
		const { run } = pictureWorld({
			items: [green],
			methods: {
				findStorageItems: async () => {
					stop.abort(new Error('stopped'));
					return [{ ok: true, value: green }];
				},
			},
		});
		const { labelRow: after, diff } = applyEdits(
			imageRow,
			ontology,
			[car('CarCar01')] as unknown as Edit[],
			context({ metadata: picture }),
		);
		const change = { row: picture, ontology, diff, before: imageRow, after };
		const operation = operationOf(
			async (batch) => void (await changePictures(batch, [{ index: 0, change }])),
		);
		await expect(run(operation, {}, { signal: stop.signal })).rejects.toThrow('stopped');
	});

	it('shows at most four frames of many, spread over all', async () => {
		const pages = Array.from({ length: 6 }, (_, at) => ({
			...Object.values(imageGroupRow.data_units)[0]!,
			data_hash: `img-${at}`,
			data_sequence: String(at),
		}));
		const { picture: one, cells } = await drawn([car('CarCar01', [[0, 5]])], {
			labels: {
				...imageGroupRow,
				data_units: Object.fromEntries(pages.map((page) => [page.data_hash, page])),
			},
			row: { ...groupRow, number_of_frames: 6 },
			items: [stored(34, { itemType: 'imageGroup' })],
			children: pages.map((_page, at) =>
				stored(at, { signedUrl: `https://files.example/${at % 2 ? 'red' : 'blue'}` }),
			),
		});
		expect(cells.map(([caption]) => caption)).toEqual([
			...['Before · frame 0', 'After · frame 0', 'Before · frame 2', 'After · frame 2'],
			...['Before · frame 3', 'After · frame 3', 'Before · frame 5', 'After · frame 5'],
		]);
		expect(one!.binary!.data!.fileName).toBe('changes_frame_0_2_3_5.jpg');
	});
});
