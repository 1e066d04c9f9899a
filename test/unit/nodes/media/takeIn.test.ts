/** The job that takes files into a folder, and the items that uploads have become. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NewFile, UploadJob } from '../../../../src/encord/calls/uploads';
import type { EncordClient } from '../../../../src/encord/client';
import { CancelledError, TimeoutError, ValidationError } from '../../../../src/encord/wire/errors';
import { StillTakenIn } from '../../../../nodes/shared/media/knownFiles';
import { onceTakenIn, takeIn } from '../../../../nodes/shared/media/takeIn';
import { foundObject, listingsOf, usedCopy } from '../../../../nodes/shared/media/takenItems';
import { fakeClient, id } from '../fakeN8n';
import { FOLDER, folderOf, stored } from './storedItems';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Lets time pass until the promise is settled. Gives its value or error, and the milliseconds. */
async function timed<T>(promise: Promise<T>): Promise<{ value: T | Error; ms: number }> {
	const start = Date.now();
	let settled: { value: T | Error } | undefined;
	promise.then(
		(value) => (settled = { value }),
		(error: Error) => (settled = { value: error }),
	);
	for (;;) {
		await jest.advanceTimersByTimeAsync(0);
		if (settled !== undefined)
			return { ...(settled as { value: T | Error }), ms: Date.now() - start };
		await jest.advanceTimersByTimeAsync(100);
	}
}

const upload = (number: number, title = `${number}.jpg`): NewFile => ({
	fileType: 'image',
	objectUrl: `key ${number}`,
	title,
	clientMetadata: {},
	placeholderItemUuid: id(number),
});
const job = (more: Partial<UploadJob> = {}): UploadJob => ({
	status: 'DONE',
	itemsWithNames: [],
	errors: [],
	...more,
});
const named = (...numbers: number[]) =>
	numbers.map((number) => ({ itemUuid: id(number), name: `${number}.jpg` }));

/** Answers with these jobs, one after the other, then with the last again. */
function encord(...jobs: UploadJob[]) {
	const left = [...jobs];
	return fakeClient({
		apiUrl: 'https://fake',
		startUploadJob: async () => id(500),
		uploadJob: async () => (left.length > 1 ? left.shift()! : left[0]!),
	} as Partial<EncordClient>);
}

async function taken(files: NewFile[], jobs: UploadJob[], waitMs = 60_000, signal?: AbortSignal) {
	const { client, calls } = encord(...jobs);
	const order: string[] = [];
	const run = takeIn(client, FOLDER, files, undefined, { waitMs, signal }, () =>
		order.push(calls.map(([name]) => name).join()),
	);
	return { ...(await timed(run)), calls, order };
}

describe('a job', () => {
	it('is started once, is told about, and names the items of uploads in order', async () => {
		const { value, calls, order } = await taken(
			[upload(1), upload(2)],
			[job({ itemsWithNames: named(2, 1) })],
		);
		expect(value).toEqual([{ itemUuid: id(1) }, { itemUuid: id(2) }]);
		expect(calls).toEqual([
			['startUploadJob', FOLDER, [upload(1), upload(2)], undefined],
			['uploadJob', FOLDER, id(500), 20],
		]);
		expect(order).toEqual(['startUploadJob']);
	});

	it('does not name the items of files in a bucket', async () => {
		const file = { ...upload(1), placeholderItemUuid: undefined } as unknown as NewFile;
		expect((await taken([file], [job()])).value).toEqual([{}]);
	});

	it('is asked about again after longer and longer pauses', async () => {
		const pending = job({ status: 'PENDING' });
		const { value, calls, ms } = await taken(
			[upload(1)],
			[...Array<UploadJob>(7).fill(pending), job({ itemsWithNames: named(1) })],
		);
		expect(value).toEqual([{ itemUuid: id(1) }]);
		expect(calls.filter(([name]) => name === 'uploadJob')).toHaveLength(8);
		expect(ms).toBe(200 + 500 + 1000 + 2000 + 5000 + 5000 + 5000);
	});

	it.each([
		[60_000, 20],
		[20_000, 20],
		[19_001, 20],
		[19_000, 19],
		[1, 1],
		[0, 0],
	])('with %i ms to wait, Encord may hold its answer for %i s', async (waitMs, seconds) => {
		const { calls } = await taken([upload(1)], [job()], waitMs);
		expect(calls[1]).toEqual(['uploadJob', FOLDER, id(500), seconds]);
	});

	it('that does not end in time is no failure of Encord', async () => {
		const { value, calls, ms } = await taken([upload(1)], [job({ status: 'PENDING' })], 700);
		expect(value).toBeInstanceOf(TimeoutError);
		expect(value).toMatchObject({
			message: expect.stringContaining('Encord has not taken the files in yet.'),
			advice: expect.stringMatching(/^Encord goes on with it\. .*Wait at Most/),
		});
		expect(calls).toHaveLength(4);
		expect(ms).toBe(700);
	});

	it('ends when the execution is stopped', async () => {
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 100);
		const { value } = await taken([upload(1)], [job({ status: 'PENDING' })], 60_000, stop.signal);
		expect(value).toBeInstanceOf(CancelledError);
	});

	it.each<[string, Partial<UploadJob>, string]>([
		[
			'the fault of the file',
			{ unitErrors: [{ objectUrls: ['key 9', 'key 1'], error: 'It is damaged.' }] },
			'Encord did not take "1.jpg": It is damaged.',
		],
		[
			'the fault of the file, when the whole job failed, too',
			{ status: 'ERROR', errors: ['x'], unitErrors: [{ objectUrls: ['key 1'], error: 'Bad' }] },
			'Encord did not take "1.jpg": Bad.',
		],
		[
			'the first error of the job',
			{ status: 'ERROR', errors: ['No room', 'second'] },
			'Encord did not take "1.jpg": No room.',
		],
		[
			'how the job ended, where it tells no error',
			{ status: 'CANCELLED', itemsWithNames: named(1) },
			'Encord did not take "1.jpg": The job ended as CANCELLED.',
		],
		[
			'that the job does not name the file',
			{ itemsWithNames: named(2), unitErrors: [{ objectUrls: ['key 2'], error: 'other' }] },
			'Encord did not take "1.jpg": The job did not name it among its files.',
		],
	])('says of a file that was not taken %s', async (_what, ended, message) => {
		const [outcome] = (await taken([upload(1)], [job(ended)])).value as Array<{ error: Error }>;
		expect(outcome!.error).toBeInstanceOf(ValidationError);
		expect(outcome!.error).toMatchObject({
			message,
			advice: 'Check that the file is whole and of the type that it is announced as.',
		});
	});
});

describe('a file that may be on its way', () => {
	it('is looked for until it is there', async () => {
		let looks = 0;
		const look = async () => {
			looks += 1;
			if (looks < 3) throw new StillTakenIn('a.jpg');
			return looks;
		};
		expect(await timed(onceTakenIn(look, { waitMs: 10_000, signal: undefined }))).toEqual({
			value: 3,
			ms: 700,
		});
	});

	it('is given up after the time, and at once for another error', async () => {
		const look = jest.fn(async () => Promise.reject(new StillTakenIn('a.jpg')));
		const { value, ms } = await timed(onceTakenIn(look, { waitMs: 700, signal: undefined }));
		expect(value).toBeInstanceOf(StillTakenIn);
		expect([ms, look.mock.calls.length]).toEqual([700, 3]);
		const none = await timed(onceTakenIn(look, { waitMs: 0, signal: undefined }));
		expect([none.ms, look.mock.calls.length]).toEqual([0, 4]);
		const other = onceTakenIn(async () => Promise.reject(new Error('x')), {
			waitMs: 10_000,
			signal: undefined,
		});
		expect(await timed(other)).toEqual({ value: new Error('x'), ms: 0 });
	});
});

describe('the item of an upload', () => {
	const digest = { size: 3, sha256: 'a'.repeat(64) };
	const noted = { clientMetadata: JSON.stringify({ fileSha256: digest.sha256 }) };
	const file = { name: 'a.jpg', digest };
	const takingFrom = (client: EncordClient, waitMs = 1_000) => ({
		client,
		folderUuid: FOLDER,
		waiting: { waitMs, signal: undefined },
	});

	it('is our own, in any spelling of its ID, where nobody else uploaded the file', async () => {
		const { client, calls } = folderOf([]);
		const own = stored(2, { uuid: 'ABCDEF00-0000-4000-8000-000000000002' });
		const used = await usedCopy(takingFrom(client), own.uuid.toLowerCase(), file, { items: [own] });
		expect(used).toEqual({ item: own });
		expect(calls).toEqual([]);
	});

	it('is read where the listing does not have it yet', async () => {
		const { client } = folderOf([], { getStorageItem: async (uuid) => stored(2, { uuid }) });
		expect(await usedCopy(takingFrom(client), id(2), file, { items: [] })).toEqual({
			item: stored(2),
		});
	});

	it('is the older one that another process has made; ours is named', async () => {
		const { client } = folderOf([]);
		const items = [stored(1, noted), stored(2, noted)];
		expect(await usedCopy(takingFrom(client), id(2), file, { items })).toEqual({
			item: items[0],
			unused: id(2),
		});
	});

	it('is known when the other upload has ended', async () => {
		const items = [stored(1, noted), stored(2, noted)];
		const { client, calls } = folderOf(items);
		const first = { items: [items[1]!], unfinished: stored(1, { isPlaceholder: true }) };
		const { value } = await timed(usedCopy(takingFrom(client), id(2), file, first));
		expect(value).toEqual({ item: items[0], unused: id(2) });
		expect(calls).toEqual([['listFolderItems', FOLDER, 'a.jpg']]);
	});

	it('is not said to be the only one while the other upload goes on', async () => {
		const unfinished = stored(1, { isPlaceholder: true });
		const { client } = folderOf([unfinished, stored(2, noted)]);
		const first = { items: [stored(2, noted)], unfinished };
		const { value } = await timed(usedCopy(takingFrom(client), id(2), file, first));
		expect(value).toMatchObject({
			message:
				'"a.jpg" was uploaded, but another upload of a file with this name has not ended, which may be the same file',
			advice: expect.stringContaining('it takes the older one if they are the same'),
		});
	});

	it('that cannot be listed is an error of its own', async () => {
		const { client } = folderOf([], {
			listFolderItems: () => {
				throw new Error('no access');
			},
		});
		const first = { items: [stored(2)], unfinished: stored(1, { isPlaceholder: true }) };
		const { value } = await timed(usedCopy(takingFrom(client), id(2), file, first));
		expect(value).toEqual(new Error('no access'));
	});

	it('is looked up anew after the first time', async () => {
		const { client } = folderOf([stored(2)]);
		const first = { items: [stored(1)] };
		const listings = listingsOf(client, FOLDER, 'a.jpg', first);
		expect(await listings()).toBe(first);
		expect(await listings()).toEqual({ items: [stored(2)] });
		expect(await listingsOf(client, FOLDER, 'a.jpg')()).toEqual({ items: [stored(2)] });
	});
});

describe('the item of a file in a bucket', () => {
	const file: NewFile = { ...upload(1, 'a.jpg'), objectUrl: 's3://b/a.jpg' };

	it('is found by its address, under its name or another one', async () => {
		const there = stored(1, { url: 's3://b/a.jpg' });
		const { client, calls } = folderOf([{ ...there, name: 'other' }]);
		expect(await foundObject(client, FOLDER, file, { items: [stored(2), there] })).toEqual(there);
		expect(calls).toEqual([]);
		expect(await foundObject(client, FOLDER, file, { items: [] })).toEqual({
			...there,
			name: 'other',
		});
	});

	it('that the folder does not list is an error', async () =>
		await expect(
			foundObject(folderOf([]).client, FOLDER, file, { items: [] }),
		).rejects.toMatchObject({
			message: 'Encord took "a.jpg" in, but the folder does not list it',
			advice: 'Look into the folder in Encord, and run the node again.',
		}));
});
