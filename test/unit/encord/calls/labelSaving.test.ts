/** Saving label rows: what is sent, what counts as saved, and when a save is repeated. */
import { describe, expect, it } from '@jest/globals';
import { ProtocolError, ServerError } from '../../../../src/encord/wire/errors';
import { id, PROJECT, scriptedEncord, v1Ok, type Answer } from '../scriptedEncord';
import { labels } from './wireSamples';

const rows = [labels(1), labels(2)];
const hashes = rows.map(({ label_hash: hash }) => hash);

describe('a save', () => {
	it('has the rows as they are, in order, and is not validated unless that is asked for', async () => {
		const { client, requests } = scriptedEncord([v1Ok(true)]);
		expect(await client.saveLabels(PROJECT, rows)).toEqual([
			{ ok: true, value: undefined },
			{ ok: true, value: undefined },
		]);
		expect(requests.map(({ v1, values }) => [v1, values])).toEqual([
			[
				'POST labelrow',
				{
					uid: hashes,
					payload: { multi_request: true, labels: rows, validate_before_saving: false },
				},
			],
		]);
	});

	it('is signed for the project', async () => {
		const { client, requests } = scriptedEncord([v1Ok(true)]);
		await client.saveLabels(PROJECT, rows);
		expect(requests[0]!.headers).toMatchObject({ ResourceType: 'project', ResourceID: PROJECT });
	});

	it('is no save when Encord does not confirm it', async () => {
		const { client } = scriptedEncord([v1Ok(null)]);
		const outcomes = await client.saveLabels(PROJECT, rows);
		expect(outcomes).toEqual([
			{ ok: false, error: expect.any(ProtocolError) },
			{ ok: false, error: expect.any(ProtocolError) },
		]);
		expect(outcomes[0]).toMatchObject({
			error: { message: 'Encord did not confirm (while saving labels).' },
		});
	});

	it('of nothing asks nothing', async () => {
		const { client, requests } = scriptedEncord([v1Ok(true)]);
		expect(await client.saveLabels(PROJECT, [])).toEqual([]);
		expect(requests).toEqual([]);
	});

	it('of a row that is given twice is refused with its hash, before anything is sent', async () => {
		const { client, requests } = scriptedEncord([v1Ok(true)]);
		await expect(client.saveLabels(PROJECT, [...rows, labels(2)])).rejects.toThrow(
			`Label row ${id(2, 2)} is to be saved twice in one call; merge its changes first.`,
		);
		expect(requests).toEqual([]);
	});
});

describe('a save whose answer was lost', () => {
	const lost: Answer = { status: 503 };

	it('is repeated when the rows are still as they were', async () => {
		const asked: string[][] = [];
		const { client, requests } = scriptedEncord([lost, v1Ok(true)]);
		const mayRepeat = async (labelHashes: string[]) => {
			asked.push(labelHashes);
			return true;
		};
		const outcomes = await client.saveLabels(PROJECT, rows, { mayRepeat });
		expect(outcomes.every(({ ok }) => ok)).toBe(true);
		expect(requests).toHaveLength(2);
		expect(asked).toEqual([hashes]);
	});

	it('is not repeated when somebody else saved meanwhile, and fails with that failure', async () => {
		const { client, requests } = scriptedEncord([lost, v1Ok(true)]);
		const outcomes = await client.saveLabels(PROJECT, rows, { mayRepeat: async () => false });
		expect(outcomes).toEqual([
			{ ok: false, error: expect.any(ServerError) },
			{ ok: false, error: expect.any(ServerError) },
		]);
		expect(requests).toHaveLength(1);
	});

	it('is repeated when nobody can tell', async () => {
		const { client, requests } = scriptedEncord([lost, v1Ok(true)]);
		expect((await client.saveLabels(PROJECT, rows)).every(({ ok }) => ok)).toBe(true);
		expect(requests).toHaveLength(2);
	});
});
