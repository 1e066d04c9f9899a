/** Issue: Create and Get Many: places, tags, and issues that are there already. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { operationRunner, unit, useSandbox } from './encordRun';

const sandbox = useSandbox();
const run = operationRunner(sandbox);

const create = async (parameters: INodeParameters, items: IDataObject[], more = {}) =>
	await run('issue', 'create', { comment: '={{ $json.comment }}', ...parameters }, items, more);

const list = async (parameters: INodeParameters, item: IDataObject) =>
	(await run('issue', 'getMany', { returnAll: true, ...parameters }, [item])).json('Encord');

describe('Issue: Create', () => {
	it('puts issues on files, frames and points with one request, and Get Many finds them there', async () => {
		const video = await unit(sandbox, 'drive.mp4');
		const item = (more: IDataObject) => ({ ...video, x: 0, y: 0, unit: 'fractions', ...more });
		await sandbox.requests();
		const result = await create(
			{
				place: '={{ $json.place }}',
				frame: '={{ $json.at ?? 0 }}',
				x: '={{ $json.x }}',
				y: '={{ $json.y }}',
				pointUnit: '={{ $json.unit }}',
				tags: 'box, check',
			},
			[
				item({ place: 'file', comment: 'Dark' }),
				item({ place: 'frame', comment: 'Blurred', at: 3 }),
				item({ place: 'point', comment: 'Who is this?', at: 4, x: 0.25, y: 0.5 }),
				item({ place: 'point', comment: 'In pixels', at: 4, x: 64, y: 120, unit: 'pixels' }),
			],
		);
		expect(result.error()).toBeUndefined();
		expect(await sandbox.requests()).toEqual({
			'labelrowmetadata.GET': 1,
			'issues.list': 1,
			'issues.create': 1,
		});
		expect(result.json('Encord')).toMatchObject([
			{ ...video, place: 'file', frame: null, created: true, tags: ['box', 'check'] },
			{ place: 'frame', frame: 3, created: true },
			{ place: 'point', frame: 4, x: 0.25, y: 0.5 },
			{ place: 'point', frame: 4, created: true },
		]);
		const issues = await list({}, video);
		expect(issues.map(({ place, frame, comment, tags }) => [place, frame, comment, tags])).toEqual([
			['file', null, 'Dark', ['box', 'check']],
			['frame', 3, 'Blurred', ['box', 'check']],
			['point', 4, 'Who is this?', ['box', 'check']],
			['point', 4, 'In pixels', ['box', 'check']],
		]);
		expect(issues[2]).toMatchObject({
			x: 0.25,
			y: 0.5,
			resolved: false,
			author: 'owner@example.com',
		});
	});

	it('says of equal items under Dry Run what the real run would do', async () => {
		const video = { ...(await unit(sandbox, 'drive.mp4')), comment: 'Dark' };
		const made = async (...dryRuns: boolean[]) =>
			(
				await create(
					{ options: { dryRun: '={{ $json.dryRun }}' } },
					dryRuns.map((dryRun) => ({ ...video, dryRun })),
				)
			)
				.json('Encord')
				.map(({ summary, created }) => [String(summary).split(' ', 2).join(' '), created]);
		expect(await made(true, true)).toEqual([
			['Would create', false],
			['Already so:', false],
		]);
		expect(await made(true, false, true)).toEqual([
			['Would create', false],
			['Created an', true],
			['Already so:', false],
		]);
		expect(await list({}, video)).toHaveLength(1);
	});

	it('creates an open issue once, and again when it was resolved or on request', async () => {
		const video = { ...(await unit(sandbox, 'drive.mp4')), comment: 'Dark' };
		const made = async (parameters: INodeParameters, items: IDataObject[]) =>
			(await create(parameters, items)).json('Encord').map(({ created }) => created);
		await sandbox.control('POST', 'issues', {
			project: 'Conformance',
			title: 'drive.mp4',
			comment: 'Dark',
			resolved: true,
		});
		expect(await made({}, [video, video])).toEqual([true, false]);
		expect(await made({}, [video])).toEqual([false]);
		expect(await made({ options: { repeat: true } }, [video])).toEqual([true]);
		expect(await list({}, video)).toHaveLength(3);
		expect(await list({ filters: { state: 'open' } }, video)).toHaveLength(2);
		expect(await list({ filters: { state: 'resolved' } }, video)).toHaveLength(1);
	});

	it('does not call an issue there already that could not be created for an equal item', async () => {
		const video = { ...(await unit(sandbox, 'drive.mp4')), comment: 'Dark' };
		await sandbox.control('POST', 'faults', {
			match: { call: 'issues.create' },
			then: { status: 403, body: { message: 'No' } },
		});
		const result = await create({}, [video, video], { onError: 'continueRegularOutput' });
		expect(result.json('Encord').map(({ error }) => typeof error)).toEqual(['string', 'string']);
		expect(await list({}, video)).toEqual([]);
	});

	it.each<[string, IDataObject, string]>([
		['a frame beyond the end', { place: 'frame', at: 10_000 }, 'beyond the end'],
		['pixels as fractions', { place: 'point', x: 64, y: 32 }, 'outside the picture'],
		['a pixel outside', { place: 'point', x: 99_999, unit: 'pixels' }, 'outside the picture'],
		['no comment', { comment: ' ' }, 'Comment is empty'],
	])('refuses %s, and the other items are created', async (_what, bad, message) => {
		const video = await unit(sandbox, 'drive.mp4');
		const good = { ...video, comment: 'x', place: 'file', at: 0, x: 0, y: 0, unit: 'fractions' };
		const result = await create(
			{
				place: '={{ $json.place }}',
				frame: '={{ $json.at }}',
				x: '={{ $json.x }}',
				y: '={{ $json.y }}',
				pointUnit: '={{ $json.unit }}',
			},
			[{ ...good, ...bad }, good],
			{ onError: 'continueRegularOutput' },
		);
		expect(result.json('Encord')[0]!.error).toContain(message);
		expect(result.json('Encord')[1]).toMatchObject({ created: true });
	});

	it.each(['wav', 'txt'])('says that a %s file has no frames', async (ending) => {
		const titles = (await sandbox.rows('Conformance')).map(({ title }) => title);
		const title = titles.find((one) => one.endsWith(ending))!;
		const result = await create({ place: 'frame', comment: 'x' }, [await unit(sandbox, title)]);
		expect(result.error()!.message).toContain('has no frames');
	});

	it('keeps the others when Encord refuses one', async () => {
		const items = ['drive.mp4', 'street-22.jpg', 'street-23.jpg'];
		const units = await Promise.all(items.map(async (title) => await unit(sandbox, title)));
		await sandbox.control('POST', 'faults', {
			match: { call: 'issues.create' },
			then: { status: 400, body: { message: 'No' } },
			// Refused are the request of all, that of the first two, and that of the first.
			times: 3,
		});
		const result = await create({ comment: 'x' }, units, { onError: 'continueRegularOutput' });
		expect(result.json('Encord').map(({ created, error }) => created ?? typeof error)).toEqual([
			'string',
			true,
			true,
		]);
	});
});

describe('Issue: Get Many', () => {
	it('lists a project, with tags, kinds of places and replies as they are', async () => {
		const raise = async (more: IDataObject) =>
			await sandbox.control('POST', 'issues', {
				project: 'Conformance',
				title: 'drive.mp4',
				comment: 'x',
				...more,
			});
		await raise({
			anchor: { type: 'frameRange', frameRanges: [{ start: 2, end: 5 }] },
			tags: ['a'],
		});
		await raise({ anchor: { type: 'annotation', annotationId: 'Ab3dE6gH' }, tags: ['b'] });
		await raise({ anchor: { type: 'fromTheFuture' } });
		const { projectHash } = sandbox.project('Conformance');
		const all = await list({ issuesOf: 'project' }, { projectHash });
		expect(all).toMatchObject([
			{ place: 'frameRange', frameRanges: [[2, 5]] },
			{ place: 'annotation', annotationId: 'Ab3dE6gH' },
			{ place: 'fromTheFuture' },
		]);
		const tagged = await list({ issuesOf: 'project', filters: { tags: 'a, c' } }, { projectHash });
		expect(tagged).toHaveLength(1);
		const limited = await list(
			{ issuesOf: 'project', returnAll: false, limit: 2 },
			{ projectHash },
		);
		expect(limited).toHaveLength(2);
	});
});
