/** The templates that measure and report, run in a real n8n: judged by their numbers, the page, and the chat of the team. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DemoAccess } from '../../scripts/demo/demo';
import { importTemplate } from '../../scripts/demo/demo';
import { templateNamed } from '../../scripts/demo/templateBinding';
import type { Execution, JsonObject, WorkflowNode } from '../../scripts/n8n/api';
import { chatMessages, projectState } from '../../scripts/sandbox/state';
import { describeInBrowser, keepScreenshot, openBrowser } from './browser/browser';
import { freshDemo, goLive, resetDemo } from './demo/running';

let demo: DemoAccess;
beforeAll(async () => {
	demo = await freshDemo();
});
beforeEach(async () => {
	await resetDemo(demo);
});

/** Imports a template, changes its nodes as a person does, and runs it by hand. */
async function runTemplate(
	file: string,
	change: (node: WorkflowNode) => WorkflowNode = (node) => node,
): Promise<Execution> {
	const binding = templateNamed(file);
	const imported = await importTemplate(demo, binding);
	const { id } = await demo.api.saveWorkflow(
		{ ...imported, nodes: imported.nodes.map(change), meta: {} },
		imported.id,
	);
	return await demo.api.finished(await demo.api.run(id, binding.startedBy!));
}

const withParameters =
	(name: string, parameters: JsonObject) =>
	(node: WorkflowNode): WorkflowNode =>
		node.name === name ? { ...node, parameters: { ...node.parameters, ...parameters } } : node;

const first = ({ nodes }: Execution, name: string) =>
	nodes[name]
		?.at(-1)
		?.data?.main?.flat()
		.find((item) => item !== undefined && item !== null);

describe('Measure the agent on reviewed items before going live', () => {
	const file = 'measure-the-agent-before-going-live';
	const thresholds = (leastAgreement: number, leastFiles: number) =>
		withParameters('Thresholds', {
			assignments: {
				assignments: [
					{ id: 'a', name: 'leastAgreement', value: leastAgreement, type: 'number' },
					{ id: 'b', name: 'leastFiles', value: leastFiles, type: 'number' },
				],
			},
		});

	it('stops with the numbers when the agent is not good enough, and changes nothing', async () => {
		const before = await projectState(demo.sandbox, 'damage');
		const execution = await runTemplate(file);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(
			/^Not good enough to go live: .* in 7 files; 1 not compared\. Wanted: 90 % in at least 5 files\./,
		);
		// Seven cars of the person. Cars 1 to 4 and one of the two on car 6 are right; car 5 is a speck, car 7 has none.
		expect(first(execution, 'Compare')?.json).toMatchObject({
			files: 7,
			notComparedCount: 1,
			agreed: 5,
			missed: 2,
			extra: 2,
			confused: 0,
			objectAgreement: 10 / 14,
		});
		expect(first(execution, 'Passed')).toBeUndefined();
		expect(await projectState(demo.sandbox, 'damage')).toEqual(before);
	});

	it.each([
		[0.71, 7, 'success'],
		[0.72, 7, 'error'],
		[0.71, 8, 'error'],
	])('with %d in at least %d files ends with %s', async (agreement, files, status) => {
		const change = thresholds(agreement, files);
		const execution = await runTemplate(file, (node) => change(withoutAnswers(node)));
		expect(execution.status).toBe(status);
		expect(first(execution, 'Passed') !== undefined).toBe(status === 'success');
	});

	/** The agent of the demo answered no attributes: only the objects are measured. */
	function withoutAnswers(node: WorkflowNode): WorkflowNode {
		if (node.name !== 'Good enough?') return node;
		const text = JSON.stringify(node).replaceAll('$json.agreement', '$json.objectAgreement');
		return JSON.parse(text) as WorkflowNode;
	}

	it('never passes when there is nothing to compare', async () => {
		const change = thresholds(0, 0);
		const execution = await runTemplate(file, (node) =>
			change(
				node.name === 'Compare'
					? withParameters('Compare', { options: { onlyFrames: '5' } })(node)
					: node,
			),
		);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/Nothing to compare/);
	});

	it('says why when Encord cannot be read', async () => {
		await demo.sandbox.control('POST', 'faults', {
			match: { call: 'labelrow.GET' },
			then: { status: 403, body: { message: 'No' } },
		});
		const execution = await runTemplate(file);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/^The agent could not be measured: ./);
		expect(first(execution, 'Passed')).toBeUndefined();
	});

	describeInBrowser('its page', () => {
		it('shows the chart, the classes and the files, and loads nothing', async () => {
			const execution = await runTemplate(file);
			const binary = (
				first(execution, 'Compare') as unknown as { binary: { data: { id: string } } }
			).binary.data;
			const html = String(await demo.api.binary(binary.id));
			const browser = await openBrowser();
			try {
				const page = await browser.newPage({ viewport: { width: 1060, height: 1400 } });
				const requests: string[] = [];
				page.on('request', (request) => requests.push(request.url()));
				const problems: string[] = [];
				page.on('console', (message) => problems.push(message.text()));
				await page.setContent(html);
				expect(await page.locator('h1').innerText()).toBe('Is the agent good enough?');
				expect(await page.locator('svg rect').count()).toBeGreaterThan(4);
				expect(await page.locator('.warning').innerText()).toContain('car-8.jpg');
				for (const title of ['car-1.jpg', 'car-7.jpg'])
					expect(await page.getByText(title).count()).toBeGreaterThan(0);
				expect(requests).toEqual([]);
				expect(problems).toEqual([]);
				await keepScreenshot(page, 'comparison-report');
			} finally {
				await browser.close();
			}
		});
	});
});

describe('Morning digest', () => {
	const file = 'morning-digest';
	const message = async () =>
		(await chatMessages(demo.sandbox, ({ length }) => length > 0, 30_000))[0] ?? '';
	const lines = (text: string) =>
		Object.fromEntries(
			text
				.split('\n')
				.slice(1)
				.map((line) => line.split(/: (.*)/).slice(0, 2)),
		);

	it('counts what waits, what was done, what failed, what was refused and what it cost', async () => {
		const { tasks } = await projectState(demo.sandbox, 'unsure');
		const waiting = tasks.filter(({ stage }) => stage === 'Agent 1').length;
		expect(waiting).toBeGreaterThan(0);
		const execution = await runTemplate(file);
		expect(execution.error?.message).toBeUndefined();
		const said = await message();
		expect(said).toMatch(/^Encord this morning\n/);
		expect(lines(said)).toEqual({
			Queue: expect.stringMatching(
				new RegExp(`^${waiting} waiting, the oldest for [\\d.]+ hours$`),
			),
			Done: '0 files in 24 hours',
			Runs: expect.stringMatching(/^\d+ of \d+ failed$/),
			'Refused answers': expect.stringMatching(/^\d+$/),
			Money: expect.stringMatching(/^(no prices set|\d+\.\d\d)$/),
		});
	});

	it('counts a run that fails', async () => {
		const failures = async () => {
			await demo.sandbox.control('POST', 'reset');
			await runTemplate(file);
			return Number(/Runs: (\d+)/.exec(await message())?.[1]);
		};
		const failing = 'measure-the-agent-before-going-live';
		// An import takes the place of the earlier one, whose runs go with it.
		await importTemplate(demo, templateNamed(failing));
		const before = await failures();
		await runTemplate(failing);
		expect(await failures()).toBe(before + 1);
	});

	it('names what could not be read, and says the rest', async () => {
		await demo.sandbox.control('POST', 'faults', {
			match: { call: 'labelrowmetadata.GET' },
			then: { status: 403, body: { message: 'No' } },
		});
		await runTemplate(file);
		const said = lines(await message());
		expect(said.Done).toMatch(/^could not be read \(./);
		expect(said.Queue).toMatch(/waiting/);
	});

	it('is sent by its clock', async () => {
		await goLive(
			demo,
			file,
			withParameters('Every morning', {
				rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] },
			}),
		);
		expect(await message()).toMatch(/^Encord this morning\n/);
	});
});
