/** How refusals look in both generations (protocol §3, §4, §15.1, §15.8). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';
import { answerOf } from '../signer';

let sandbox: ConformanceSandbox;
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
});
afterAll(() => sandbox.stop());

describe('v1 wraps everything in its envelope', () => {
	it.each([
		['an unknown query', 'teapot', 'GET', 405, 'METHOD_NOT_ALLOWED_ERROR'],
		[
			'a method a query does not have',
			'labelrowmetadata',
			'DELETE',
			405,
			'METHOD_NOT_ALLOWED_ERROR',
		],
		[
			'a user query at the wrong address',
			'projectwithuserrole',
			'GET',
			405,
			'METHOD_NOT_ALLOWED_ERROR',
		],
		[
			'a payload without the needed key',
			'labelworkflowgraphnode',
			'POST',
			400,
			'INVALID_ARGUMENTS_ERROR',
		],
		['a uid that is no hash', 'labelrow', 'GET', 400, 'INVALID_ARGUMENTS_ERROR'],
	])('%s', async (_fault, query, method, status, code) => {
		const answer = await sandbox.v1(query, method, { uid: 7, payload: {} });
		expect(answer.status).toBe(200);
		expect(answer.json).toEqual({ status, response: [code], payload: expect.any(String) });
	});

	it('a project of others', async () => {
		const resource = { type: 'project', id: sandbox.projectHash };
		expect(
			(await sandbox.outsider.v1('labelrowmetadata', 'GET', { payload: {} }, resource)).json,
		).toMatchObject({
			status: 403,
			response: ['AUTHORISATION_ERROR'],
		});
		const unknown = { type: 'project', id: '0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d' };
		expect(
			(await sandbox.owner.v1('labelrowmetadata', 'GET', { payload: {} }, unknown)).json,
		).toMatchObject({
			status: 403,
			response: ['AUTHORISATION_ERROR'],
		});
	});

	it('a body that is no envelope', async () => {
		for (const body of ['[]', 'not JSON', '{"query_type": "labelrow"}']) {
			const response = await fetch(`${sandbox.url}/public`, {
				method: 'POST',
				body,
				headers: { Authorization: sandbox.owner.v1Authorization(body) },
			});
			expect((await answerOf(response)).json).toMatchObject({
				status: 400,
				response: ['INVALID_ARGUMENTS_ERROR'],
			});
		}
	});
});

describe('v2 tells by status', () => {
	it.each([
		['an unknown path', 'GET', 'teapots', undefined, 404],
		['a longer path', 'GET', 'projects/a/b/c/d/e/f', undefined, 404],
		['a method a path does not have', 'DELETE', 'projects', undefined, 405],
		['a body without the needed field', 'POST', 'storage/items/get-bulk', {}, 400],
		['a field of another type', 'POST', 'storage/items/get-bulk', { itemUuids: 'x' }, 400],
		['a path that is not properly encoded', 'GET', 'projects/%E0%A4%A', undefined, 400],
	])('%s', async (_fault, method, path, body, status) => {
		expect(await sandbox.owner.v2(method, path, body)).toMatchObject({
			status,
			json: { message: expect.any(String) },
		});
	});

	it('names the field that was wrong', async () => {
		expect(
			(await sandbox.owner.v2('POST', 'storage/items/get-bulk', { itemUuids: ['a', 7] })).json
				.message,
		).toContain('itemUuids.1');
	});

	it('a body that is no JSON', async () => {
		const target = '/v2/public/storage/items/get-bulk';
		const response = await fetch(sandbox.url + target, {
			method: 'POST',
			body: '{',
			headers: sandbox.owner.v2Headers('POST', target, '{'),
		});
		expect(response.status).toBe(400);
	});
});

it('success is 200 with JSON or 204 without body, everywhere', async () => {
	await sandbox.control('DELETE', 'requests');
	const { owner, projectHash } = sandbox;
	await owner.v2('GET', 'projects?includeOrgAccess=False');
	const { data_hash } = await sandbox.row('cat.jpg');
	for (const answer of [
		await owner.v2('POST', `projects/${projectHash}/priorities`, {
			priorities: [[data_hash, 0.7]],
		}),
		await owner.v2('POST', `${sandbox.stage()}/actions`, []),
		await owner.v2('PUT', `projects/${projectHash}/status`, { status: 'inProgress' }),
	])
		expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([
			204,
			'',
			null,
		]);
	const { log } = await sandbox.control('GET', 'requests');
	expect(log.every(({ status }: { status: number }) => status === 200 || status === 204)).toBe(
		true,
	);
});
