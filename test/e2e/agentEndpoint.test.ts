import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DemoAccess } from '../../scripts/demo/demo';
import { projectState } from '../../scripts/sandbox/state';
import { freshDemo, goLive, type LiveTemplate } from './demo/running';

let demo: DemoAccess;
let live: LiveTemplate;
let known: { projectHash: string; dataHash: string };
let appOrigin: string;
const frame = 0;

beforeAll(async () => {
	demo = await freshDemo();
	live = await goLive(demo, 'hello-agent');
	const { projectHash, labelRows } = await projectState(demo.sandbox, 'scenes');
	known = { projectHash, dataHash: labelRows[0]?.dataHash ?? '' };
	appOrigin = new URL(demo.sandbox.appUrl).origin;
});

async function post(
	body: unknown,
	headers: Record<string, string> = {},
): Promise<{ status: number; text: string; origin: string | null }> {
	const response = await fetch(live.endpoint, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: appOrigin, ...headers },
		body: JSON.stringify(body),
	});
	return {
		status: response.status,
		text: await response.text(),
		origin: response.headers.get('access-control-allow-origin'),
	};
}

/** Executions the workflow has started; n8n stores them a moment after the answer. */
const executions = async (): Promise<number> =>
	(await demo.api.executions(live.workflow.id)).length;

describe('the address that Encord calls, in a real n8n', () => {
	it('answers a good call', async () => {
		expect(await post({ ...known, frame })).toMatchObject({ status: 200, origin: appOrigin });
	});

	it.each(['X-Encord-Editor-Agent', 'X-Encord-Agent'])(
		'answers the test call with %s and starts nothing',
		async (header) => {
			const before = await executions();
			const zero = '00000000-0000-0000-0000-000000000000';
			expect(
				await post(
					{ projectHash: zero, dataHash: 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa', frame: 10 },
					{ [header]: 'test' },
				),
			).toMatchObject({
				status: 200,
				origin: appOrigin,
			});
			expect(await executions()).toBe(before);
		},
	);

	it('refuses a page of a foreign origin', async () => {
		const before = await executions();
		const answer = await post({ ...known, frame }, { origin: 'https://evil.example' });
		expect(answer.status).toBe(403);
		expect(answer.origin).not.toBe('https://evil.example');
		expect(await executions()).toBe(before);
	});

	it('refuses a payload with a message that names the field', async () => {
		expect(
			await post({ projectHash: known.projectHash, dataHash: 'no uuid', frame }),
		).toMatchObject({
			status: 400,
			text: expect.stringContaining('dataHash'),
		});
	});

	it('refuses a project that is not on the list, and a data unit of another project', async () => {
		const { projectHash, labelRows } = await projectState(demo.sandbox, 'pets');
		expect((await post({ projectHash, dataHash: labelRows[0]?.dataHash, frame })).status).toBe(403);
		expect((await post({ ...known, dataHash: labelRows[0]?.dataHash, frame })).status).toBe(403);
	});
});
