/** What a client knows of itself, and when it reads a project from Encord that it has read a moment ago. */
import { describe, expect, it } from '@jest/globals';
import { accountOf, createEncordClient, type EncordClient } from '../../../src/encord/client';
import { RecentProjects } from '../../../src/encord/recentProjects';
import { project } from './calls/wireSamples';
import { API, id, KEY, PROJECT, v1Error, type Answer } from './scriptedEncord';

/** Clients of two accounts that share what they have read. Every read project is titled by its number. */
function remembering(refusal: Answer) {
	let reads = 0;
	let mayFail = false;
	const recent = new RecentProjects();
	const send: Parameters<typeof createEncordClient>[0]['send'] = async ({ url }) => {
		const isProject = url.endsWith(PROJECT) && !mayFail;
		const answer = isProject ? { json: project({ title: String(++reads) }) } : refusal;
		const { status = 200, json = {} } = answer as { status?: number; json?: unknown };
		const body = (async function* () {
			yield await Promise.resolve(Buffer.from(JSON.stringify(json)));
		})();
		return await Promise.resolve({ status, headers: {}, body });
	};
	const at = (apiUrl: string) => createEncordClient({ key: KEY, apiUrl, send }, recent);
	const title = async (of: EncordClient, fresh?: boolean) =>
		(await of.getProject(PROJECT, fresh === undefined ? {} : { fresh })).title;
	return {
		here: at(API),
		there: at('https://api.us.encord.com'),
		without: createEncordClient({ key: KEY, apiUrl: API, send }),
		title,
		fail: (does: boolean) => (mayFail = does),
	};
}

describe('a client', () => {
	it('knows its addresses and its key', () => {
		const send = () => Promise.reject(new Error('no call'));
		expect(createEncordClient({ key: KEY, apiUrl: API, send })).toMatchObject({
			apiUrl: API,
			appUrl: '',
			publicKeyHex: KEY.publicKeyHex,
		});
		expect(
			createEncordClient({ key: KEY, apiUrl: API, appUrl: 'https://app.encord.com', send }).appUrl,
		).toBe('https://app.encord.com');
		expect(accountOf(API, 'ab')).toBe(`${API} ab`);
	});
});

describe('a project that was read a moment ago', () => {
	it('is not read again, unless that is asked for or nothing is remembered', async () => {
		const { here, without, title } = remembering({ status: 403 });
		expect([await title(here), await title(here), await title(here, false)]).toEqual([
			...['1', '1', '1'],
		]);
		expect([await title(here, true), await title(here)]).toEqual(['2', '2']);
		expect([await title(without), await title(without), await title(here)]).toEqual([
			...['3', '4', '2'],
		]);
	});

	it.each<[string, Answer, (client: EncordClient) => Promise<unknown>]>([
		['v2', { status: 403 }, async (client) => await client.getOntology(id(1))],
		['v1', v1Error('AUTHORISATION_ERROR'), async (client) => await client.listLabelRows(PROJECT)],
	])('is read again after a %s call of its account was refused', async (_, refusal, call) => {
		const { here, there, title } = remembering(refusal);
		expect([await title(here), await title(there)]).toEqual(['1', '2']);
		await expect(call(here)).rejects.toMatchObject({ name: 'AuthorisationError' });
		expect([await title(there), await title(here)]).toEqual(['2', '3']);
	});

	it('is read again after it was refused itself', async () => {
		const { here, title, fail } = remembering({ status: 404 });
		expect(await title(here)).toBe('1');
		fail(true);
		await expect(title(here, true)).rejects.toMatchObject({ name: 'NotFoundError' });
		await expect(title(here)).rejects.toMatchObject({ name: 'NotFoundError' });
		fail(false);
		expect(await title(here)).toBe('2');
	});
});
