import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import { transcribe } from '../../../sandbox/toy/hearing';
import { perceive } from '../../../sandbox/toy/perception';

let dataDir: string;
let sandbox: Sandbox;
beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'sandbox-demo-'));
	sandbox = await startSandbox({ dataDir, seed: 'demo' });
}, 60_000);
afterAll(async () => {
	await sandbox.close();
	rmSync(dataDir, { recursive: true, force: true });
});

const projectNamed = (title: string) =>
	sandbox.host.store.projects.all().find((project) => project.title === title);
const unitsOf = (title: string) =>
	(projectNamed(title)?.datasetHashes ?? []).flatMap((hash) =>
		sandbox.host.store.dataUnitsOfDataset(hash),
	);
const rowsOf = (title: string) =>
	sandbox.host.store.labelRowsOfProject(projectNamed(title)?.projectHash ?? '');

describe('demo seed', () => {
	it('announces the agent stages', () => {
		const stages = Object.fromEntries(
			sandbox.projects.map(({ title, agentStages }) => [
				title,
				agentStages.map((stage) => [stage.title, stage.pathways.map((pathway) => pathway.title)]),
			]),
		);
		expect(stages).toEqual({
			'new files': [],
			pets: [['Agent 1', ['Cat', 'Dog', 'Other']]],
			captions: [['Agent 1', ['Labeled', 'Incomplete']]],
			'two opinions': [['Agent 1', ['Agreed', 'A person decides']]],
			unsure: [
				['Agent 1', ['Sure', 'A person decides']],
				['Decided', ['Answered', 'Not answered']],
			],
			acceptance: [['Check by rule', ['Accept', 'Reject']]],
			scenes: [],
			'scenes (twin)': [],
			prioritisation: [['pre-label', ['annotate']]],
			general: [['Agent 1', ['continue to Review']]],
			'pre-labeling': [['Pre-Labeling Agent', ['Annotate 1']]],
			damage: [['Route', ['Expert', 'Second look', 'Done']]],
			'big stage': [['Agent 1', ['checked']]],
			rephrasings: [['Agent 1', ['Rephrased', 'A person writes']]],
			judgments: [['Agent 1', ['Right', 'Wrong', 'A person judges']]],
			summaries: [['Agent 1', ['Summarized', 'A person writes']]],
			voices: [['Agent 1', ['Transcribed', 'A person listens']]],
			signs: [],
			backlog: [['Waiting for labels', ['annotate']]],
			photos: [['Agent 1', ['annotate', 'review']]],
			'cut-outs': [['Agent 1', ['Segmented', 'A person draws']]],
			'look-alikes': [],
			tracking: [],
		});
	});

	it('photos has tasks in every stage, and a labeled one waits for its review', () => {
		const { store } = sandbox.host;
		const counts = projectNamed('photos')!.stages.map(({ title, uuid }) => [
			title,
			store.tasksOfStage(uuid).length,
		]);
		expect(counts).toEqual([
			['Agent 1', 2],
			['Annotate 1', 2],
			['Review 1', 1],
			['Complete', 1],
		]);
		const [review] = projectNamed('photos')!.stages.filter(
			({ stageType }) => stageType === 'REVIEW',
		);
		const [task] = store.tasksOfStage(review!.uuid);
		expect(store.reviewsOfTask(task!.uuid).map(({ labelType }) => labelType)).toEqual([
			'Object',
			'Classification',
		]);
		expect(store.movesOfTask(task!.uuid)).toEqual([]);
	});

	it.each(['pets', 'scenes', 'prioritisation', 'general', 'pre-labeling'])(
		'%s has 8 to 12 tasks in its first stage',
		(title) => {
			const stage = projectNamed(title)?.stages[0]?.uuid ?? '';
			const tasks = sandbox.host.store.tasksOfStage(stage);
			expect(tasks.length).toBeGreaterThanOrEqual(8);
			expect(tasks.length).toBeLessThanOrEqual(12);
			expect(tasks).toHaveLength(rowsOf(title).length);
		},
	);

	it('pets go three ways to three stages, at least three pictures each, and no title tells which', async () => {
		const stage = projectNamed('pets')?.stages[0];
		expect(
			new Set(
				stage?.stageType === 'AGENT'
					? stage.pathways.map(({ destinationUuid }) => destinationUuid)
					: [],
			).size,
		).toBe(3);
		const kinds: Record<string, number> = { cat: 0, dog: 0, other: 0 };
		for (const unit of unitsOf('pets')) {
			const path = sandbox.host.store.items.get(unit.itemUuid)?.media?.path ?? '';
			const thing = (await perceive(readFileSync(join(dataDir, path)))).subject?.thing ?? '';
			kinds[thing in kinds ? thing : 'other'] = (kinds[thing in kinds ? thing : 'other'] ?? 0) + 1;
			expect(unit.title).toMatch(/^pet-\d\d\.jpg$/);
		}
		expect(kinds).toEqual({ cat: 4, dog: 4, other: 4 });
	});

	it('some titles of prioritisation contain "london", some do not', () => {
		const london = unitsOf('prioritisation').filter(({ title }) => title.includes('london')).length;
		expect(london).toBeGreaterThanOrEqual(3);
		expect(unitsOf('prioritisation').length - london).toBeGreaterThanOrEqual(3);
	});

	it('scenes hold videos of five seconds and more, one of them with a variable rate', () => {
		const videos = unitsOf('scenes').flatMap((unit) =>
			unit.dataType === 'video' ? [sandbox.host.store.items.get(unit.itemUuid)] : [],
		);
		expect(videos.map((video) => video?.fps === 25)).toEqual([true, false]);
		videos.forEach((video) => expect(video?.duration).toBeGreaterThanOrEqual(5));
	});

	it("some scenes carry labels of a person, and the twin carries another's of the same data units", () => {
		const labeled = (title: string) => rowsOf(title).filter((row) => row.version > 0);
		expect(labeled('scenes').length).toBeGreaterThanOrEqual(4);
		expect(labeled('scenes').length).toBeLessThan(rowsOf('scenes').length);
		expect(labeled('scenes (twin)').length).toBeGreaterThanOrEqual(4);
		expect(unitsOf('scenes (twin)')).toEqual(unitsOf('scenes'));
		const authors = (title: string) => [
			...new Set(
				[...JSON.stringify(labeled(title)).matchAll(/"createdBy":"([^"]+)"/g)].map(
					(match) => match[1],
				),
			),
		];
		expect([authors('scenes'), authors('scenes (twin)')]).toEqual([
			['anna@example.com'],
			['ben@example.com'],
		]);
	});

	it('some captions to be judged are wrong, and one picture has none', () => {
		expect(rowsOf('judgments').filter(({ version }) => version === 0)).toHaveLength(1);
		expect(rowsOf('rephrasings').filter(({ version }) => version === 0)).toHaveLength(4);
	});

	it('signs and voices say something to whoever can read and hear', async () => {
		const bytesOf = (title: string) =>
			unitsOf(title).map((unit) =>
				readFileSync(join(dataDir, sandbox.host.store.items.get(unit.itemUuid)?.media?.path ?? '')),
			);
		const texts = await Promise.all(
			bytesOf('signs').map(async (bytes) => (await perceive(bytes)).texts),
		);
		expect(texts).toEqual([
			['HARBOR 12', 'EXIT', 'LKW 4711'],
			['NO PARKING', 'BAKERY'],
			['PLATFORM 9'],
			[],
		]);
		const said = bytesOf('voices').map((bytes) => transcribe(bytes).segments.length);
		expect(said).toEqual([2, 2, 3, 1, 1, 0]);
	});

	it('pre-labeling holds videos only', () => {
		expect(new Set(unitsOf('pre-labeling').map(({ dataType }) => dataType))).toEqual(
			new Set(['video']),
		);
	});
});
