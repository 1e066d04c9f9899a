/** Many members in few requests, one outcome each. */
import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';
import { chunksOf, sendInBatches } from '../../../../src/encord/http/batch';
import type { BatchOutcome } from '../../../../src/encord/http/batch';
import {
	AuthenticationError,
	AuthorisationError,
	CancelledError,
	ConflictError,
	NetworkError,
	NotFoundError,
	ServerError,
	TooLargeError,
	ValidationError,
} from '../../../../src/encord/wire/errors';
import { id, ids, PROJECT, scriptedEncord, v1Error, v1Ok } from '../scriptedEncord';
import { item, labels, row } from '../calls/wireSamples';

/** Sends numbers; refuses every request that holds one of `bad`. */
function numbers(bad: number[], size = 1000) {
	const requests: number[][] = [];
	const outcomes = (members: number[]) =>
		sendInBatches(members, {
			size,
			send: async (chunk) => {
				requests.push(chunk);
				if (chunk.some((member) => bad.includes(member)))
					throw new ValidationError(`refused ${chunk.length}`);
				return chunk.map((member) => member * 2);
			},
		});
	return { requests, outcomes };
}

function range(count: number): number[] {
	return Array.from({ length: count }, (_, index) => index);
}

describe('sendInBatches', () => {
	it('gives every member its own outcome, in order, for any members at fault', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 60 }),
				fc.array(fc.nat(59)),
				fc.integer({ min: 1, max: 70 }),
				async (count, bad, size) => {
					const { requests, outcomes } = numbers(bad, size);
					const settled = await outcomes(range(count));
					expect(settled.map(({ ok }) => ok)).toEqual(
						range(count).map((member) => !bad.includes(member)),
					);
					settled.forEach(
						(outcome, member) => outcome.ok && expect(outcome.value).toBe(member * 2),
					);
					// A failed member was refused alone: its error is its own.
					settled.forEach(
						(outcome) => !outcome.ok && expect(outcome.error.message).toBe('refused 1'),
					);
					// Nothing that passed is sent again.
					const passed = requests
						.filter((chunk) => !chunk.some((member) => bad.includes(member)))
						.flat();
					expect(new Set(passed).size).toBe(passed.length);
					expect(Math.max(0, ...requests.map(({ length }) => length))).toBeLessThanOrEqual(size);
				},
			),
		);
	});

	it.each([
		[1000, [], 1],
		[1000, [999], 12],
		[1000, [0], 21],
		[1000, [500], 20],
		[2500, [], 3],
		[1, [0], 1],
	])('%d members with %j at fault cost at most %d requests', async (count, bad, most) => {
		const { requests, outcomes } = numbers(bad);
		await outcomes(range(count));
		expect(requests.length).toBeLessThanOrEqual(most);
	});

	it('costs less than two requests a member when all are refused', async () => {
		const { requests, outcomes } = numbers(range(100));
		expect((await outcomes(range(100))).every(({ ok }) => !ok)).toBe(true);
		expect(requests.length).toBeLessThan(200);
	});

	it.each([new NetworkError('gone'), new ServerError('broken')])(
		'does not split after %s, but goes on with the next request',
		async (failure) => {
			let requests = 0;
			const settled = await sendInBatches(range(4), {
				size: 2,
				send: async (chunk) => {
					requests += 1;
					if (requests === 1) throw failure;
					return chunk;
				},
			});
			expect(settled).toEqual([
				{ ok: false, error: failure },
				{ ok: false, error: failure },
				{ ok: true, value: 2 },
				{ ok: true, value: 3 },
			]);
			expect(requests).toBe(2);
		},
	);

	it('sends no further request when the key is refused', async () => {
		let requests = 0;
		const settled = await sendInBatches(range(6), {
			size: 2,
			send: async () => {
				requests += 1;
				throw new AuthenticationError('unknown key');
			},
		});
		expect(settled.every(({ ok }) => !ok)).toBe(true);
		expect(requests).toBe(1);
	});

	it.each([new CancelledError(), new TypeError('a mistake of ours')])(
		'lets %s through',
		async (failure) => {
			await expect(
				sendInBatches([1, 2], {
					size: 2,
					send: async () => {
						throw failure;
					},
				}),
			).rejects.toBe(failure);
		},
	);

	it('reduces the size to the maximum that Encord names', async () => {
		const sizes: number[] = [];
		await sendInBatches(range(250), {
			size: 1000,
			send: async (chunk) => {
				sizes.push(chunk.length);
				if (chunk.length > 100) throw new TooLargeError('too many', { maximum: 100 });
				return chunk;
			},
		});
		expect(sizes).toEqual([250, 100, 100, 50]);
	});

	it('halves a request that is too large when Encord names no maximum, and limits the weight of requests', async () => {
		const sizes: number[] = [];
		const settled = await sendInBatches([1, 1, 1, 9, 1], {
			size: 10,
			weight: (member) => member,
			maxWeight: 4,
			send: async (chunk) => {
				sizes.push(chunk.length);
				if (chunk.includes(9)) throw new TooLargeError('too large');
				return chunk;
			},
		});
		expect(sizes).toEqual([3, 1, 1]);
		expect(settled.map(({ ok }) => ok)).toEqual([true, true, true, false, true]);
	});
});

describe('the members of a request', () => {
	/** Sends weights; notes what is in each request. */
	async function requestsOf(weights: number[], size: number, maxWeight?: number) {
		const requests: number[][] = [];
		await sendInBatches(weights, {
			size,
			weight: (member) => member,
			...(maxWeight !== undefined && { maxWeight }),
			send: async (chunk) => {
				requests.push(chunk);
				return chunk;
			},
		});
		return requests;
	}

	it('are as many as fit by number and by weight', async () => {
		expect(await requestsOf([2, 2, 1, 3, 5, 4], 10, 5)).toEqual([[2, 2, 1], [3], [5], [4]]);
		expect(await requestsOf([1, 1, 1], 2, 5)).toEqual([[1, 1], [1]]);
		expect(await requestsOf([1, 1], 2, 5)).toEqual([[1, 1]]);
		expect(await requestsOf([9, 9, 9], 10)).toEqual([[9, 9, 9]]);
	});

	it('stand alone when one is too heavy for any', async () =>
		expect(await requestsOf([1, 9, 1, 9], 10, 5)).toEqual([[1], [9], [1], [9]]));

	it('are sent in no request when there are none', async () =>
		expect(await requestsOf([], 10, 5)).toEqual([]));
});

describe('the member at fault', () => {
	/** Refuses requests that hold 2. @returns the sizes of the requests and which members passed */
	async function refusing(error: Error, hidesMembers?: boolean) {
		const sizes: number[] = [];
		const outcomes = await sendInBatches([1, 2, 3, 4], {
			size: 10,
			...(hidesMembers !== undefined && { hidesMembers }),
			send: async (chunk) => {
				sizes.push(chunk.length);
				if (chunk.includes(2)) throw error;
				return chunk;
			},
		});
		return { sizes, ok: outcomes.map(({ ok }) => ok) };
	}

	it.each([
		[new ValidationError('x'), undefined],
		[new NotFoundError('x'), undefined],
		[new ConflictError('x'), undefined],
		[new AuthorisationError('x'), true],
	])('is found after %s', async (error, hidesMembers) =>
		expect((await refusing(error, hidesMembers)).ok).toEqual([true, false, true, true]),
	);

	it.each([
		[new AuthorisationError('x'), undefined],
		[new AuthorisationError('x'), false],
		[new ServerError('x'), true],
		[new AuthenticationError('x'), true],
	])('is not looked for after %s', async (error, hidesMembers) =>
		expect(await refusing(error, hidesMembers)).toEqual({
			sizes: [4],
			ok: [false, false, false, false],
		}),
	);

	it('that is too large is found by halves, also when the maximum that Encord names does not help', async () => {
		expect(await refusing(new TooLargeError('x', { maximum: 100 }))).toEqual({
			sizes: [4, 2, 1, 1, 2],
			ok: [true, false, true, true],
		});
		expect(await refusing(new TooLargeError('x', { maximum: 1 }))).toEqual({
			sizes: [4, 1, 1, 1, 1],
			ok: [true, false, true, true],
		});
	});
});

describe('a key that is refused', () => {
	it('fails what is left, and nothing that passed before', async () => {
		const failure = new AuthenticationError('unknown key');
		let requests = 0;
		const outcomes = await sendInBatches([1, 2, 3, 4], {
			size: 1,
			send: async (chunk) => {
				requests += 1;
				if (requests === 2) throw failure;
				return chunk;
			},
		});
		expect(outcomes).toEqual([
			{ ok: true, value: 1 },
			{ ok: false, error: failure },
			{ ok: false, error: failure },
			{ ok: false, error: failure },
		]);
		expect(requests).toBe(2);
	});
});

describe('chunksOf', () => {
	it.each([
		[[], 2, []],
		[[1], 2, [[1]]],
		[[1, 2, 3], 2, [[1, 2], [3]]],
	])('%j by %d', (members, size, chunks) => {
		expect(chunksOf(members as number[], size)).toEqual(chunks);
	});
});

describe('requests of large batches', () => {
	it('read and create 1000 rows each', async () => {
		const { client, requests, calls } = scriptedEncord(({ v1, values }) =>
			v1Ok(
				(values!.uid as string[]).map((hash) => {
					const number = Number(hash.slice(-12));
					return v1 === 'GET labelrow'
						? labels(number)
						: labels(number, { data_hash: id(number, 1), label_hash: `new-${number}` });
				}),
			),
		);
		const rows = [
			...range(1500).map((number) => row(number)),
			...range(1001).map((number) => row(number + 1500, false)),
		];
		const read = await client.initialiseLabels(PROJECT, rows);
		expect(calls()).toEqual([
			'v1 GET labelrow',
			'v1 GET labelrow',
			'v1 PUT labelrow',
			'v1 PUT labelrow',
		]);
		expect(requests.map(({ values }) => (values!.uid as string[]).length)).toEqual([
			1000, 500, 1000, 1,
		]);
		expect(read.map(({ data_hash }) => data_hash)).toEqual(rows.map(({ data_hash }) => data_hash));
	});

	it('save 1000 rows each, and less when rows are large', async () => {
		const small = scriptedEncord([v1Ok(true)]);
		await small.client.saveLabels(
			PROJECT,
			range(1001).map((number) => labels(number)),
		);
		expect(small.requests.map(({ values }) => (values!.uid as string[]).length)).toEqual([1000, 1]);
		const large = scriptedEncord([v1Ok(true)]);
		await large.client.saveLabels(
			PROJECT,
			range(5).map((number) => labels(number, { data_title: 'x'.repeat(25 * 1024 * 1024) })),
		);
		expect(large.requests.map(({ values }) => (values!.uid as string[]).length)).toEqual([2, 2, 1]);
	});

	it('list 1000 data units each, data and label hashes combined with AND', async () => {
		const { client, requests } = scriptedEncord([v1Ok([])]);
		await client.listLabelRows(PROJECT, { dataHashes: ids(2001), labelHashes: ids(3) });
		expect(
			requests.map(({ values }) =>
				[values!.payload.data_hashes, values!.payload.label_hashes].map(
					(hashes) => (hashes as string[]).length,
				),
			),
		).toEqual([
			[1000, 3],
			[1000, 3],
			[1, 3],
		]);
	});

	it('set 1000 priorities each, leaving out invalid values', async () => {
		const { client, requests } = scriptedEncord([{ status: 204 }]);
		const outcomes = await client.setPriorities(
			PROJECT,
			range(1002).map((number) => ({
				dataHash: id(number),
				priority: number === 1 ? NaN : number === 2 ? 1.5 : 0.5,
			})),
		);
		expect(
			requests.map(({ json }) => (json as { priorities: unknown[] }).priorities.length),
		).toEqual([1000]);
		expect(outcomes.filter(({ ok }) => !ok)).toHaveLength(2);
		expect(outcomes.slice(0, 4).map(({ ok }) => ok)).toEqual([true, false, false, true]);
	});

	it('fetch 1000 storage items each, patch 1000 each', async () => {
		const { client, requests } = scriptedEncord(({ json }) => {
			const { itemUuids, itemPatches } = json as { itemUuids?: string[]; itemPatches?: object };
			return { json: { results: (itemUuids ?? Object.keys(itemPatches!)).map(item) } };
		});
		expect(await client.getStorageItems(ids(1001))).toHaveLength(1001);
		expect(
			await client.updateStorageItems(
				ids(1001).map((itemUuid) => ({ itemUuid, patch: { name: 'x' } })),
			),
		).toHaveLength(1001);
		expect(requests).toHaveLength(4);
	});
});

describe('rows that Encord refuses', () => {
	const refuseRow = (bad: string) =>
		scriptedEncord(({ values }) =>
			(values!.uid as string[]).includes(bad)
				? v1Error('CORRUPTED_LABEL_ERROR', 'frame 9 of 3')
				: v1Ok(true),
		);

	it('are found while the others are saved', async () => {
		const { client, requests } = refuseRow(id(3, 2));
		const outcomes = await client.saveLabels(
			PROJECT,
			range(8).map((number) => labels(number)),
		);
		expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, false, true, true, true, true]);
		expect(messageOf(outcomes[3])).toMatch(
			/frame beyond the end\) \(while saving labels\): frame 9 of 3$/,
		);
		expect(requests.length).toBeLessThanOrEqual(7);
	});

	it('are never saved twice in one call, which would lose one of them', async () => {
		const { client, requests } = refuseRow('none');
		await expect(client.saveLabels(PROJECT, [labels(1), labels(2), labels(1)])).rejects.toThrow(
			/twice in one call/,
		);
		expect(requests).toEqual([]);
	});

	it('do not hide the others when reading', async () => {
		const { client } = scriptedEncord(({ values }) => {
			const hashes = values!.uid as string[];
			return hashes.includes(id(1, 2))
				? v1Error('RESOURCE_NOT_FOUND_ERROR')
				: v1Ok(hashes.map((hash) => labels(Number(hash.slice(-12)))));
		});
		const outcomes = await client.readOrCreateLabels(PROJECT, [row(0), row(1), row(2)]);
		expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
		await expect(client.initialiseLabels(PROJECT, [row(0), row(1)])).rejects.toThrow(
			'Encord found nothing under this ID (while reading labels).',
		);
	});

	it('are named when Encord leaves them out', async () => {
		const { client } = scriptedEncord([v1Ok([labels(2)])]);
		const outcomes = await client.readOrCreateLabels(PROJECT, [row(1), row(2)]);
		expect(messageOf(outcomes[0])).toBe('Encord returned no labels for "picture 1".');
		expect(outcomes[1]?.ok).toBe(true);
	});

	it.each([403, 404])(
		'and storage items that are missing (status %d) fail alone',
		async (status) => {
			const { client } = scriptedEncord(({ json }) => {
				const { itemUuids } = json as { itemUuids: string[] };
				return itemUuids.includes(id(1)) ? { status } : { json: { results: itemUuids.map(item) } };
			});
			expect(
				(await client.findStorageItems([id(0), id(1), id(2), id(1), 'x'])).map(({ ok }) => ok),
			).toEqual([true, false, true, false, false]);
			await expect(client.getStorageItems([id(0), id(1)])).rejects.toThrow(
				/Encord found nothing under this ID|does not exist, or the key may not see/,
			);
		},
	);
});

function messageOf(outcome: BatchOutcome<unknown> | undefined): string {
	return outcome && !outcome.ok ? outcome.error.message : '';
}
