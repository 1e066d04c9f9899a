/**
 * A sandbox of its own with four pet photos in an agent stage. A person has labeled two of them before. Its state is the judge
 * of every fault test: no task lost or moved twice, no label twice, none of the person's gone, no row half-written.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../../sandbox/control/faults';
import type { Thing } from '../../../sandbox/media/drawings';
import { renderPicture } from '../../../sandbox/media/pictures';
import type { SeedBuilder } from '../../../sandbox/seeds/builder';
import { handLabels } from '../../../sandbox/seeds/handLabels';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import type { CredentialData } from '../../workflow/engine/n8nRuntime';

const service = 'agent@example.com';
const person = 'anna@example.com';
const project = 'pets';
const secretOfModel = 'sk-secret-of-the-model';

/** The answer that each photo deserves, by its title. */
const album: Array<{
	title: string;
	thing: Thing;
	coat: number;
	animal: 'Cat' | 'Dog' | 'Other';
}> = [
	{ title: 'pet-01.jpg', thing: 'cat', coat: 0, animal: 'Cat' },
	{ title: 'pet-02.jpg', thing: 'dog', coat: 0, animal: 'Dog' },
	{ title: 'pet-03.jpg', thing: 'car', coat: 0, animal: 'Other' },
	{ title: 'pet-04.jpg', thing: 'dog', coat: 1, animal: 'Dog' },
];
/** Photos with labels of a person. */
const labeledByHand = ['pet-01.jpg', 'pet-04.jpg'];

const animalOf = (title: string) => album.find((photo) => photo.title === title)!.animal;
const stageFor = { Cat: 'Annotate cats', Dog: 'Annotate dogs', Other: 'Annotate others' };

let rendered: Promise<Buffer[]> | undefined;
/** The photos, drawn once for all sandboxes. */
const photos = async () =>
	await (rendered ??= Promise.all(
		album.map(
			async ({ thing, coat }) =>
				await renderPicture({
					width: 320,
					height: 240,
					scene: {
						kind: 'thing',
						thing,
						coat,
						background: 'beige',
						size: 0.6,
						position: 0.5,
						mirrored: false,
					},
				}),
		),
	));

async function seed(build: SeedBuilder): Promise<void> {
	build.addUser(service, { withKey: true });
	build.addUser(person);
	const ontologyUuid = build.addOntology({
		title: 'Animals',
		spec: {
			objects: [{ name: 'Collar', shape: 'bounding_box' }],
			classifications: [
				{ name: 'Animal', type: 'radio', options: ['Cat', 'Dog', 'Other'] },
				{ name: 'Seen', type: 'text' },
				{ name: 'Remark', type: 'text' },
			],
		},
	});
	const dataset = build.addDataset({ title: 'Photos' });
	const files = await photos();
	const hashes = album.map(({ title }, index) =>
		build.addImage(dataset, { title, width: 320, height: 240, file: files[index]! }),
	);
	const projectHash = build.addProject({
		title: project,
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'Cat', to: stageFor.Cat },
					{ title: 'Dog', to: stageFor.Dog },
					{ title: 'Other', to: stageFor.Other },
				],
			},
			...Object.values(stageFor).map(
				(title) => ({ type: 'ANNOTATION', title, to: 'Complete' }) as const,
			),
			{ type: 'DONE', title: 'Complete' },
		],
	});
	for (const [index, { title }] of album.entries()) {
		if (!labeledByHand.includes(title)) continue;
		const labels = handLabels({
			ontology: build.ontology(ontologyUuid),
			dataHash: hashes[index]!,
			still: true,
			objects: [
				{ name: 'Collar', frames: { 0: { boundingBox: { x: 0.1, y: 0.2, w: 0.3, h: 0.1 } } } },
			],
			classifications: [{ name: 'Remark', answer: 'Mind the collar', range: [[0, 0]] }],
		});
		build.saveLabels(projectHash, hashes[index]!, person, labels);
	}
}

interface TaskState {
	title: string;
	stage: string;
	moves: Array<{ to: string; by: string }>;
}

interface RowState {
	title: string;
	labels: {
		object_answers: Record<string, IDataObject>;
		classification_answers: Record<
			string,
			{ classifications: Array<{ name: string; answers: string | Array<{ name: string }> }> }
		>;
		data_units: Record<string, { labels: unknown }>;
	} | null;
	saves: Array<{ by: string }>;
}

interface ProjectState {
	tasks: TaskState[];
	labelRows: RowState[];
}

/** What the agent answered on a row, by the name of the classification. */
function answersOf({ labels }: RowState, name: string): string[] {
	return Object.values(labels?.classification_answers ?? {})
		.flatMap(({ classifications }) => classifications)
		.filter((answer) => answer.name === name)
		.map(({ answers }) =>
			typeof answers === 'string' ? answers : answers.map((option) => option.name).join(),
		);
}

/** Everything of the person's on a row. */
function ofThePerson(row: RowState): string {
	const { object_answers: objects = {}, classification_answers: answers = {} } = row.labels ?? {};
	const remarks = Object.entries(answers).filter(([, { classifications }]) =>
		classifications.some(({ name }) => name === 'Remark'),
	);
	const drawn = Object.values(row.labels?.data_units ?? {}).flatMap(
		({ labels }) => (labels as { objects?: unknown[] }).objects ?? [],
	);
	return JSON.stringify([objects, remarks, drawn]);
}

export class PetsStage {
	private byHand: string[] = [];

	private constructor(
		readonly sandbox: Sandbox,
		private readonly dataDir: string,
	) {}

	static async start(): Promise<PetsStage> {
		const dataDir = mkdtempSync(join(tmpdir(), 'encord-faults-'));
		const sandbox = await startSandbox({
			dataDir,
			seed: { name: 'faults', build: seed },
			// A stage of four tasks has two pages.
			pageSize: 3,
		});
		const stage = new PetsStage(sandbox, dataDir);
		stage.byHand = (await stage.state()).labelRows.map(ofThePerson);
		return stage;
	}

	async stop(): Promise<void> {
		await this.sandbox.close();
		rmSync(this.dataDir, { recursive: true, force: true });
	}

	/** Credentials of the nodes. The model of the endpoint is the sandbox's toy. */
	get credentials(): CredentialData {
		const { url, appUrl, keyFile } = this.sandbox;
		return {
			encordApi: {
				privateKey: readFileSync(keyFile, 'utf8'),
				passphrase: '',
				region: 'custom',
				apiUrl: url,
				appUrl,
			},
			openAiApi: { apiKey: secretOfModel, url: `${url}/v1` },
		};
	}

	get place(): { projectHash: string; stageUuid: string } {
		const { projectHash, agentStages } = this.sandbox.projects[0]!;
		return { projectHash, stageUuid: agentStages[0]!.uuid };
	}

	/** Makes calls fail. */
	break(match: Fault['match'], then: Fault['then'], times: number): void {
		this.sandbox.host.faults.add({ match, then, times });
	}

	repair(): void {
		this.sandbox.host.faults.clear();
	}

	/** Runs `act` when the call has been made so many times. It must be done before the next call of this name is made. */
	async when(call: string, times: number, act: () => Promise<void>): Promise<void> {
		while ((this.calls[call] ?? 0) < times) await new Promise((next) => setTimeout(next, 20));
		await act();
	}

	/** The person opens a photo in the Label Editor, draws one more collar and saves. */
	async personDraws(title: string): Promise<void> {
		const { store } = this.sandbox.host;
		const row = (await this.state()).labelRows.find((one) => one.title === title)!;
		const [dataHash] = Object.keys(row.labels!.data_units);
		const collar = handLabels({
			ontology: store.ontologies.all()[0]!.editor,
			dataHash: dataHash!,
			still: true,
			objects: [
				{ name: 'Collar', frames: { 0: { boundingBox: { x: 0.5, y: 0.5, w: 0.2, h: 0.1 } } } },
			],
		});
		// The first collar of a photo always has the same hash, and this may be the second one.
		const [hash] = Object.keys(collar.object_answers as object);
		const drawn = JSON.parse(JSON.stringify(collar).replaceAll(hash!, 'collar02')) as typeof collar;
		const objectsOf = (labels: RowState['labels'] | object) =>
			(labels as { data_units: Record<string, { labels: { objects?: unknown[] } }> }).data_units[
				dataHash!
			]!.labels;
		const labels = structuredClone(row.labels!);
		Object.assign(labels.object_answers, drawn.object_answers);
		const present = objectsOf(labels);
		present.objects = [...(present.objects ?? []), ...(objectsOf(drawn).objects ?? [])];
		const reply = await fetch(`${this.sandbox.url}/_sandbox/labels`, {
			method: 'POST',
			body: JSON.stringify({ project, title, user: person, labels }),
		});
		expect([reply.status, reply.ok ? '' : await reply.text()]).toEqual([200, '']);
		this.byHand = (await this.state()).labelRows.map(ofThePerson);
	}

	/** Texts that no output and no error may show. */
	get secrets(): string[] {
		const key = readFileSync(this.sandbox.keyFile, 'utf8');
		return [...key.split('\n').filter((line) => /^[A-Za-z0-9+/=]{20,}$/.test(line)), secretOfModel];
	}

	/** How often each call was made since the sandbox started. */
	get calls(): Record<string, number> {
		return this.sandbox.host.requests.report().counts;
	}

	get isEmpty(): boolean {
		const { store } = this.sandbox.host;
		return store.tasksOfStage(this.place.stageUuid).length === 0;
	}

	/** What must hold at any time, whatever failed: nothing wrong, nothing twice, nothing by halves, nothing of others gone. */
	async expectSound(): Promise<void> {
		const { tasks, labelRows } = await this.state();
		expect(tasks.map(({ title }) => title).sort()).toEqual(album.map(({ title }) => title));
		for (const { title, stage, moves } of tasks)
			expect([title, stage, moves.length]).toEqual(
				moves.length === 0 ? [title, 'Agent 1', 0] : [title, stageFor[animalOf(title)], 1],
			);
		for (const row of labelRows) {
			const animal = answersOf(row, 'Animal');
			expect([row.title, animal]).toEqual([
				row.title,
				animal.length === 0 ? [] : [animalOf(row.title)],
			]);
			expect([row.title, answersOf(row, 'Seen').length]).toEqual([row.title, animal.length]);
			const task = tasks.find(({ title }) => title === row.title)!;
			// A task moves only after its labels are saved.
			if (task.moves.length > 0) expect([row.title, animal.length]).toEqual([row.title, 1]);
		}
		expect(labelRows.map(ofThePerson)).toEqual(this.byHand);
	}

	/** The same, and every task was moved. */
	async expectEmptyAndSound(): Promise<void> {
		await this.expectSound();
		expect(this.isEmpty).toBe(true);
	}

	/** The same, and every row was saved once by the agent. */
	async expectDone(): Promise<void> {
		await this.expectEmptyAndSound();
		const { labelRows } = await this.state();
		for (const { title, saves } of labelRows)
			expect([title, saves.filter(({ by }) => by === service).length]).toEqual([title, 1]);
	}

	private async state(): Promise<ProjectState> {
		const reply = await fetch(`${this.sandbox.url}/_sandbox/state?project=${project}`);
		return ((await reply.json()) as { projects: ProjectState[] }).projects[0]!;
	}
}
