/** A small local Encord for the tests of the triggers: two projects, an agent stage with two pathways, an outsider's key. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { recentProjects } from '../../../nodes/shared/n8n/client';
import { tasksInWork } from '../../../nodes/shared/n8n/tasksInWork';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFileOf } from '../../../sandbox/state/keys';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import type { Seed } from '../../../sandbox/seeds/builder';

const OWNER = 'owner@example.com';
const OUTSIDER = 'outsider@example.com';

/** Titles of the data units, in the order of their tasks, with the priorities and metadata that rules read. */
const units = Array.from({ length: 25 }, (_, index) => ({
	title: `${['cat', 'dog', 'bird'][index % 3]}-${String(index + 1).padStart(2, '0')}.txt`,
	clientMetadata: { index: index + 1, site: index % 2 === 0 ? 'London' : 'Rome' },
}));

const seed: Seed = async (build) => {
	build.addUser(OWNER, { withKey: true });
	build.addUser(OUTSIDER, { withKey: true });
	const ontologyUuid = build.addOntology({
		title: 'Notes',
		spec: { objects: [], classifications: [{ name: 'Note', type: 'text' }] },
	});
	const dataset = build.addDataset({ title: 'Animals' });
	for (const unit of units)
		build.addText(dataset, {
			...unit,
			file: Buffer.from(unit.title),
			characters: unit.title.length,
		});
	const other = build.addDataset({ title: 'Plants' });
	build.addText(other, { title: 'fern.txt', file: Buffer.from('fern'), characters: 4 });
	const members = { [OWNER]: 0 as const };
	build.addProject({
		title: 'Pets',
		ontologyUuid,
		datasetHashes: [dataset],
		members,
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'Cat', to: 'Review' },
					{ title: 'Dog', to: 'Done' },
				],
			},
			{ type: 'REVIEW', title: 'Review', approved: 'Done', rejected: 'Agent 1' },
			{ type: 'DONE', title: 'Done' },
		],
	});
	build.addProject({
		title: 'Plants',
		ontologyUuid,
		datasetHashes: [other],
		members,
		stages: [{ type: 'DONE', title: 'Done' }],
	});
};

export class TriggerSandbox {
	private readonly dataDir = mkdtempSync(join(tmpdir(), 'encord-triggers-'));
	private started: Sandbox | undefined;

	get sandbox(): Sandbox {
		if (!this.started) throw new Error('The sandbox has not been started');
		return this.started;
	}

	async start(): Promise<void> {
		const own = { name: 'triggers', build: seed };
		this.started = await startSandbox({ dataDir: this.dataDir, seed: own, pageSize: 10 });
	}

	async stop(): Promise<void> {
		await this.started?.close();
		rmSync(this.dataDir, { recursive: true, force: true });
	}

	async reset(): Promise<void> {
		await this.sandbox.host.reset();
		this.sandbox.host.requests.clear();
	}

	/** Credential data as a user enters it. */
	credentials(who: 'owner' | 'outsider' = 'owner') {
		const privateKey = readFileSync(
			keyFileOf(this.dataDir, who === 'owner' ? OWNER : OUTSIDER),
			'utf8',
		);
		return {
			encordApi: {
				privateKey,
				passphrase: '',
				region: 'custom',
				apiUrl: this.sandbox.url,
				appUrl: this.sandbox.appUrl,
			},
		};
	}

	project(title: 'Pets' | 'Plants'): string {
		return this.sandbox.projects.find((project) => project.title === title)!.projectHash;
	}

	get stage() {
		return this.sandbox.projects[0]!.agentStages[0]!;
	}

	/** `<uuid>|<name>`, as in the lists of the form. */
	pathway(title: 'Cat' | 'Dog'): string {
		return `${this.stage.pathways.find((pathway) => pathway.title === title)!.uuid}|${title}`;
	}

	dataHash(title: string): string {
		return this.sandbox.host.store.dataUnits.all().find((unit) => unit.title === title)!.dataHash;
	}

	/** Titles of the data units whose tasks are in a stage. */
	titlesIn(stageTitle: string): string[] {
		const { store } = this.sandbox.host;
		const stages = store.projects
			.all()
			.flatMap((project) => project.stages)
			.filter(({ title }) => title === stageTitle);
		const here = store.tasks
			.all()
			.filter(({ stageUuid }) => stages.some(({ uuid }) => uuid === stageUuid));
		return here.map(({ dataHash }) => store.dataUnits.get(dataHash)!.title).sort();
	}

	/** Number of requests per call. */
	get counts(): Record<string, number> {
		return this.sandbox.host.requests.report().counts;
	}
}

/** A sandbox for the tests of a file. What the process remembers of earlier tests is forgotten before each of them. */
export function useTriggerSandbox(): TriggerSandbox {
	const encord = new TriggerSandbox();
	beforeAll(async () => await encord.start());
	afterAll(async () => await encord.stop());
	beforeEach(() => {
		encord.sandbox.host.requests.clear();
		encord.sandbox.host.faults.clear();
		recentProjects.clear();
		tasksInWork.clear();
	});
	return encord;
}
