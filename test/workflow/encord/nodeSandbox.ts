/** A sandbox for tests of nodes: the conformance project, and a project of many small images. Tests check its state. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import sharp from 'sharp';
import { startSandbox, type AnnouncedProject, type Sandbox } from '../../../sandbox/sandbox';
import { conformance, conformanceUsers } from '../../../sandbox/seeds/conformance';
import {
	handLabels,
	type HandClassification,
	type HandObject,
} from '../../../sandbox/seeds/handLabels';
import type { Seed, SeedBuilder } from '../../../sandbox/seeds/builder';
import { recentProjects } from '../../../nodes/shared/n8n/client';
import type { CredentialData } from '../engine/n8nRuntime';

export interface SandboxRow {
	title: string;
	dataHash: string;
	labelHash: string | null;
	priority: number | null;
	/** Author and time of each save. */
	saves: unknown[];
	version: number;
	labels: {
		classification_answers: Record<string, IDataObject>;
		object_answers: Record<string, IDataObject>;
		data_units: IDataObject;
	} | null;
	[key: string]: unknown;
}

export interface SandboxTask {
	uuid: string;
	dataHash: string;
	stage: string;
	[key: string]: unknown;
}

/** Images in the project "Many". */
export const MANY = 200;

async function build(builder: SeedBuilder): Promise<void> {
	await conformance(builder);
	const dataset = builder.addDataset({ title: 'Many images' });
	const file = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#808080' } })
		.png()
		.toBuffer();
	for (let count = 0; count < MANY; count++) {
		builder.addImage(dataset, {
			title: `many-${String(count).padStart(3, '0')}.png`,
			width: 8,
			height: 6,
			file,
		});
	}
	const ontologyUuid = builder.addOntology({
		title: 'Pets',
		spec: {
			objects: [{ name: 'Pet', shape: 'bounding_box' }],
			classifications: [
				{
					name: 'Animal',
					type: 'radio',
					options: [
						{ label: 'Cat', attributes: [{ name: 'Breed', type: 'text' }] },
						'Dog',
						'Other',
					],
				},
				{ name: 'Remark', type: 'text' },
				{ name: 'Legs', type: 'numeric' },
				{ name: 'Colors', type: 'checklist', options: ['Black', 'White', 'Red'] },
			],
		},
	});
	builder.addProject({
		title: 'Many',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'Cat', to: 'Cats' },
					{ title: 'Dog', to: 'Dogs' },
					{ title: 'Other', to: 'Complete' },
				],
			},
			{ type: 'ANNOTATION', title: 'Cats', to: 'Complete' },
			{ type: 'ANNOTATION', title: 'Dogs', to: 'Complete' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}

export class NodeSandbox<Title extends string = 'Conformance' | 'Many'> {
	private readonly dataDir = mkdtempSync(join(tmpdir(), 'encord-node-sandbox-'));
	private started: Sandbox | undefined;

	constructor(private readonly seed: { name: string; build: Seed } = { name: 'nodes', build }) {}

	get sandbox(): Sandbox {
		if (!this.started) throw new Error('The sandbox has not been started');
		return this.started;
	}

	async start(): Promise<void> {
		this.started = await startSandbox({ dataDir: this.dataDir, seed: this.seed });
	}

	async stop(): Promise<void> {
		await this.started?.close();
		rmSync(this.dataDir, { recursive: true, force: true });
	}

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
		};
	}

	project(title: Title): AnnouncedProject {
		return this.sandbox.projects.find((project) => project.title === title)!;
	}

	async rows(project: Title): Promise<SandboxRow[]> {
		return (await this.state(project)).labelRows as SandboxRow[];
	}

	async row(project: Title, title: string): Promise<SandboxRow> {
		const row = (await this.rows(project)).find((one) => one.title === title);
		if (!row) throw new Error(`The sandbox has no row "${title}"`);
		return row;
	}

	async tasks(project: Title): Promise<SandboxTask[]> {
		return (await this.state(project)).tasks as SandboxTask[];
	}

	/** Labels a row as a person does in the Label Editor. Returns the hashes of the objects in their order. */
	async label(
		project: Title,
		title: string,
		labels: { objects?: HandObject[]; classifications?: HandClassification[] },
	): Promise<string[]> {
		const { store } = this.sandbox.host;
		const { dataHash } = await this.row(project, title);
		const definition = store.projects.all().find((one) => one.title === project)!;
		const ontology = store.ontologies.get(definition.ontologyUuid)!.editor;
		const still = store.dataUnits.get(dataHash)!.dataType === 'image';
		const blob = handLabels({ ontology, dataHash, still, ...labels });
		await this.control('POST', 'labels', {
			project,
			dataHash,
			user: conformanceUsers.colleague,
			labels: blob,
		});
		return Object.keys(blob.object_answers as object);
	}

	/** Number of requests per call since the last time this was called, without requests for media. */
	async requests(): Promise<Record<string, number>> {
		const { counts } = (await this.control('GET', 'requests')) as {
			counts: Record<string, number>;
		};
		await this.control('DELETE', 'requests');
		// What is counted next begins without what was read before.
		recentProjects.clear();
		return counts;
	}

	async control(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.sandbox.url}/_sandbox/${path}`, {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(text);
		return text === '' ? undefined : JSON.parse(text);
	}

	private async state(project: string): Promise<IDataObject> {
		const { projects } = (await this.control('GET', `state?project=${project}`)) as {
			projects: IDataObject[];
		};
		return projects[0]!;
	}
}
