/** A project with small pictures in storage, for tests of operations that read pictures. */
import { Readable } from 'node:stream';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import type { EncordClient } from '../../../../src/encord/client';
import { NotFoundError } from '../../../../src/encord/wire/errors';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import { loadSharp } from '../../../../src/media/picture/sharp';
import type { Operation } from '../../../../nodes/shared/runtime/operation';
import { box, context, imageGroupRow, ontology, ontologyJson } from '../../labels/fixtures';
import { id, runOperation, type FakeRun } from '../fakeN8n';
import { labelRow, petsProject } from '../fixtures';
import { stored } from './storedItems';

export const UNIT = id(31);
export const GROUP = id(34);

/** An image group of two pictures, with labels that can be added to. */
export const groupRow: LabelRowMetadata = labelRow({
	data_title: 'street.zip',
	data_type: 'IMG_GROUP',
	number_of_frames: 2,
	width: 40,
	height: 30,
});

/** Two cars on frame 0 (one of them on frame 1, too) and a thing on frame 1. */
export function labeledGroup(): LabelRowJson {
	const add = (
		object: string,
		hash: string,
		frames: unknown,
		place: object,
		more: object = {},
	) => ({
		...{ kind: 'addObject', mode: 'add', object, hash, frames, coordinates: place },
		...more,
	});
	const edits = [
		add('Car', 'CarCar01', [[0, 1]], box(0.25, 0.5, 0.5, 0.25)),
		add('Car', 'CarCar02', 0, box(0, 0, 0.25, 0.25), { confidence: 0.5 }),
		add('Thing', 'Thing001', 1, box(0, 0, 1, 1)),
	] as unknown as Edit[];
	return applyEdits(imageGroupRow, ontology, edits, context({ metadata: groupRow })).labelRow;
}

async function png(background: string, width: number, height: number): Promise<Buffer> {
	const sharp = await loadSharp();
	return await sharp({ create: { width, height, channels: 3, background } })
		.png()
		.toBuffer();
}

interface World {
	labels?: LabelRowJson;
	row?: LabelRowMetadata;
	item?: Partial<StorageItem>;
	/** Storage items by ID instead of the image group. */
	items?: StorageItem[];
	methods?: Partial<EncordClient>;
}

/** Runs operations on the data unit. `requests` has the files that were read, `calls` those to Encord of the last run. */
export function pictureWorld({ labels, row = groupRow, item = {}, items, methods }: World = {}) {
	const requests: string[] = [];
	const group = stored(34, { itemType: 'imageGroup', name: 'street.zip', ...item });
	const all = items ?? [group];
	const client: Partial<EncordClient> = {
		listLabelRows: async (_project, { dataHashes = [] } = {}) =>
			[row].filter(({ data_hash: hash }) => dataHashes.includes(hash)),
		findStorageItems: async (uuids) =>
			uuids.map((uuid) => {
				const found = all.find((one) => one.uuid === uuid);
				return found
					? { ok: true, value: found }
					: { ok: false, error: new NotFoundError('There is no such file.') };
			}),
		getChildItems: async () => [
			stored(1, { name: '0.png', signedUrl: 'https://files.example/red' }),
			stored(2, { name: '1.png', signedUrl: 'https://files.example/blue' }),
		],
		getProject: async () => petsProject({ editorOntology: ontologyJson }),
		readOrCreateLabels: async () => [{ ok: true, value: labels ?? labeledGroup() }],
		...methods,
	};
	const run = async (operation: Operation, parameters: object, more: Partial<FakeRun> = {}) =>
		await runOperation(operation, {
			parameters: { project: id(1), dataUnit: UNIT, ...parameters },
			client,
			send: async ({ url }) => {
				const name = new URL(url).pathname.slice(1);
				requests.push(name);
				const body = await png(name, 40, 30);
				return {
					status: 200,
					headers: { 'content-length': String(body.length), 'content-type': 'image/png' },
					body: Readable.from([body]),
				};
			},
			...more,
		});
	return { run, requests };
}

/** Size and format of a picture in the output, and the color at a place. */
export async function pictureIn(binary: { data: string } | undefined) {
	const sharp = await loadSharp();
	const image = sharp(Buffer.from(binary!.data, 'base64'));
	const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
	const { format } = await sharp(Buffer.from(binary!.data, 'base64')).metadata();
	const colorAt = (x: number, y: number) => [
		...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
	];
	return { width: info.width, height: info.height, format, colorAt };
}
