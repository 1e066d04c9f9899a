/** Labels that are created while somebody else may create them, too. */
import { describe, expect, it } from '@jest/globals';
import {
	id,
	PROJECT,
	scriptedEncord,
	v1Error,
	v1Ok,
	type Answer,
	type Seen,
} from '../scriptedEncord';
import { labels, row } from './wireSamples';

/** Answers by call: the first creation, the listing, the reading, the second creation. */
function creating(first: Answer, listed: unknown[], second: Answer = v1Ok([])) {
	let creations = 0;
	const scripted = scriptedEncord(({ v1, values }: Seen) => {
		if (v1 === 'PUT labelrow') return ++creations === 1 ? first : second;
		if (v1 === 'GET labelrowmetadata') return v1Ok(listed);
		return v1Ok((values!.uid as string[]).map((hash) => labels(Number(hash.slice(-2)))));
	});
	const sent = () => scripted.requests.map(({ v1, values }) => [v1, values!.uid]);
	return { ...scripted, sent };
}
const three = [row(1, false), row(2, false), row(3, false)];
const hashes = (kind: number, ...numbers: number[]) => numbers.map((number) => id(number, kind));

describe('rows whose creation was refused, because some exist by now', () => {
	const exists = v1Error('RESOURCE_EXISTS_ERROR');

	it('are listed again; those that exist are read, and only the others created', async () => {
		const one = creating(exists, [row(1)]);
		expect(await one.client.readOrCreateLabels(PROJECT, [row(1, false)])).toEqual([
			{ ok: true, value: labels(1) },
		]);
		expect(one.sent()).toEqual([
			['PUT labelrow', hashes(1, 1)],
			['GET labelrowmetadata', null],
			['GET labelrow', hashes(2, 1)],
		]);
		expect(one.requests[1]!.values!.payload).toMatchObject({
			data_hashes: hashes(1, 1),
			branch_name: 'main',
			include_children: true,
			label_hashes: null,
		});
	});

	it('are created once more where they still do not exist', async () => {
		const one = creating(exists, [row(1, false)], v1Ok([labels(1)]));
		expect(await one.client.readOrCreateLabels(PROJECT, [row(1, false)])).toEqual([
			{ ok: true, value: labels(1) },
		]);
		expect(one.calls()).toEqual(['v1 PUT labelrow', 'v1 GET labelrowmetadata', 'v1 PUT labelrow']);
	});

	it('leave rows of other branches aside', async () => {
		const one = creating(exists, [row(1, true, { branch_name: 'model' })]);
		const [outcome] = await one.client.readOrCreateLabels(PROJECT, [row(1, false)]);
		expect(outcome).toMatchObject({ ok: false, error: { name: 'ConflictError' } });
		expect(one.calls()).toEqual(['v1 PUT labelrow', 'v1 GET labelrowmetadata']);
	});
});

it('rows whose creation may have happened are listed and read', async () => {
	const one = creating(
		{ status: 502 },
		three.map((_, at) => row(at + 1)),
	);
	expect(await one.client.readOrCreateLabels(PROJECT, three)).toEqual(
		[1, 2, 3].map((number) => ({ ok: true, value: labels(number) })),
	);
	expect(one.sent()).toEqual([
		['PUT labelrow', hashes(1, 1, 2, 3)],
		['GET labelrowmetadata', null],
		['GET labelrow', hashes(2, 1, 2, 3)],
	]);
});

it('rows whose creation was refused for another reason fail with it, and nothing else is asked', async () => {
	const one = creating(v1Error('AUTHORISATION_ERROR'), []);
	const outcomes = await one.client.readOrCreateLabels(PROJECT, three);
	expect(outcomes.map((each) => !each.ok && each.error.name)).toEqual(
		three.map(() => 'AuthorisationError'),
	);
	expect(one.calls()).toEqual(['v1 PUT labelrow']);
});

it('rows that the answer leaves out are named', async () => {
	const one = creating(v1Ok([labels(2)]), []);
	const outcomes = await one.client.readOrCreateLabels(PROJECT, [row(1, false), row(2, false)]);
	expect(outcomes).toMatchObject([
		{
			ok: false,
			error: { name: 'NotFoundError', message: 'Encord returned no labels for "picture 1".' },
		},
		{ ok: true, value: labels(2) },
	]);
	await expect(one.client.initialiseLabels(PROJECT, [row(1, false)])).rejects.toThrow(
		'Encord returned no labels for "picture 1".',
	);
});
