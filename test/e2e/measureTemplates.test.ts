/** The templates that measure and report, run in a real n8n: judged by their numbers, the page, and the chat of the team. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DemoAccess } from '../../scripts/demo/demo';
import { importTemplate } from '../../scripts/demo/demo';
import { templateNamed } from '../../scripts/demo/templateBinding';
import type { Execution, JsonObject, WorkflowNode } from '../../scripts/n8n/api';
import { chatMessages, projectState, stageIsEmpty } from '../../scripts/sandbox/state';
import { describeInBrowser, keepScreenshot, openBrowser } from './browser/browser';
import { objectsOn } from './demo/rowLabels';
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
			/^Not good enough to go live: .* in 7 files; 1 not compared, 0 failed\. Wanted: 90 % in at least 5 files, and none failed\./,
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

	it('does not take files without labels on either side for files that agree', async () => {
		for (const project of ['damage', 'acceptance']) {
			const { projectHash, labelRows } = await projectState(demo.sandbox, project);
			const { dataHash, labels } = labelRows.find(({ title }) => title === 'car-1.jpg')!;
			const none = structuredClone(labels)!;
			Object.assign(none, { object_answers: {} });
			for (const unit of Object.values(none.data_units)) Object.assign(unit as object, empty);
			const body = { project: projectHash, dataHash, user: 'anna@example.com', labels: none };
			await demo.sandbox.control('POST', 'labels', body);
		}
		const change = thresholds(0.1, 7);
		const execution = await runTemplate(file, (node) => change(withoutAnswers(node)));
		expect(execution.error?.message).toMatch(/ in 6 files; 2 not compared, 0 failed\. Wanted/);
		expect(first(execution, 'Passed')).toBeUndefined();
	});

	const empty = { labels: { objects: [], classifications: [] } };

	it('does not pass without any files', async () => {
		const none = withParameters('Get the reviewed files', {
			filters: { titleContains: 'nothing' },
		});
		const execution = await runTemplate(file, none);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toBe(
			'The agent could not be measured: there are no reviewed files',
		);
	});

	it('does not pass when one of the files cannot be read', async () => {
		// The second car is not one of the project any more.
		const change = thresholds(0, 0);
		const execution = await runTemplate(file, (node) => {
			if (node.name !== 'Compare') return change(node);
			const dataUnit = {
				...{ __rl: true, mode: 'id' },
				value:
					"={{ $json.dataTitle === 'car-2.jpg' ? '00000000-0000-4000-8000-00000000dead' : $json.dataHash }}",
			};
			return withParameters('Compare', { dataUnit })(node);
		});
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/^The agent could not be measured: ./);
		expect(first(execution, 'Compare')?.json).toMatchObject({ files: 6, failedCount: 1 });
		expect(first(execution, 'Passed')).toBeUndefined();
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

describe('Weekly: what did people correct', () => {
	const file = 'weekly-what-did-people-correct';
	const anna = 'anna@example.com';
	const mails = async () => {
		await chatMessages(demo.sandbox, ({ length }) => length > 0, 30_000);
		type Mail = { text: string; html?: string };
		return (await demo.sandbox.control<{ messages: Mail[] }>('GET', 'chat')).messages;
	};

	/** The agent labels the videos, and a person moves one of its boxes. */
	async function labelAndCorrect(): Promise<void> {
		await goLive(demo, 'pre-label-videos-with-a-detector');
		expect(await stageIsEmpty(demo.sandbox, 'pre-labeling', 'Pre-Labeling Agent', 90_000)).toBe(
			true,
		);
		const { projectHash: project, labelRows } = await projectState(demo.sandbox, 'pre-labeling');
		const [row] = labelRows as [(typeof labelRows)[number]];
		const labels = structuredClone(row.labels)!;
		const [box] = objectsOn({ ...row, labels }, 0);
		Object.assign(box!, {
			boundingBox: { ...box!.boundingBox!, x: box!.boundingBox!.x / 2 },
			lastEditedBy: anna,
		});
		await demo.sandbox.control('POST', 'labels', {
			...{ project, dataHash: row.dataHash, user: anna, labels },
		});
	}

	it('mails what people kept and changed, and names the files that nobody has looked at', async () => {
		await labelAndCorrect();
		const execution = await runTemplate(file);
		expect(execution.error?.message).toBeUndefined();
		const [mail, ...more] = await mails();
		expect(more).toEqual([]);
		expect(mail!.text).toMatch(
			/^People kept \d+ and changed 1 of the agent's labels, and added 0, in 1 file; 7 not compared, 0 failed\.$/,
		);
		expect(first(execution, 'Compare')?.json).toMatchObject({ files: 1, changed: 1, added: 0 });
		expect(mail!.html).toContain('<h1>What people corrected</h1>');
		expect(mail!.html).toContain('<svg');
		expect(mail!.html).toContain(anna);
		expect(mail!.html).toContain('<b>7 files were not compared</b>');
	}, 150_000);

	it('says that nobody edited labels', async () => {
		await runTemplate(file);
		expect(await mails()).toEqual([
			expect.objectContaining({
				text: 'In the last seven days nobody edited labels of the project.',
			}),
		]);
	});

	it('says why when Encord cannot be read', async () => {
		await demo.sandbox.control('POST', 'faults', {
			match: { call: 'labelrowmetadata.GET' },
			then: { status: 403, body: { message: 'No' } },
		});
		await runTemplate(file);
		const [mail, ...more] = await mails();
		expect(more).toEqual([]);
		expect(mail!.text).toMatch(/^What people corrected is not known: ./);
	});

	it('is sent by its clock', async () => {
		await goLive(
			demo,
			file,
			withParameters('Every Monday', {
				rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] },
			}),
		);
		expect((await mails())[0]?.text).toMatch(/^In the last seven days/);
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
				new RegExp(`^${waiting} waiting, the oldest unchanged for [\\d.]+ hours$`),
			),
			Complete: 'labels of 0 files edited in 24 hours',
			Runs: expect.stringMatching(/^\d+ of \d+ failed$/),
			'Refused answers': expect.stringMatching(/^\d+$/),
			Money: expect.stringMatching(/^(no model was asked|no prices set|(at least )?\d+\.\d\d)$/),
		});
	});

	it('counts the complete files whose labels were edited, and says that', async () => {
		const { projectHash: project, labelRows } = await projectState(demo.sandbox, 'unsure');
		const [edited, untouched, unfinished] = labelRows;
		for (const { dataHash } of [edited!, unfinished!])
			await demo.sandbox.control('POST', 'labels', { project, dataHash, user: 'anna@example.com' });
		// One of them has been edited and is not complete; another is complete and nobody has edited it.
		for (const { dataHash } of [edited!, untouched!])
			await demo.sandbox.control('POST', 'tasks', { project, dataHash, stage: 'Complete' });
		await runTemplate(file);
		expect(lines(await message()).Complete).toBe('labels of 1 file edited in 24 hours');
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
		expect(said.Complete).toMatch(/^could not be read \(./);
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
