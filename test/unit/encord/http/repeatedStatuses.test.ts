import { expect, it } from '@jest/globals';
import { id, scriptedEncord } from '../scriptedEncord';

it.each([
	[413, false],
	[429, false],
	[500, true],
	[502, true],
	[503, true],
])('after a repeated %i the request may have been applied: %s', async (status, applied) => {
	const headers = { 'retry-after': '1' };
	const { client, requests } = scriptedEncord([{ status, headers }, { status: 403 }]);
	await expect(client.getStorageItems([id(1)])).rejects.toMatchObject({
		status: 403,
		mayHaveBeenApplied: applied,
	});
	expect(requests).toHaveLength(2);
});
