/** A conformance sandbox for one test, in a temporary folder that is deleted afterwards. */
import { afterAll, jest } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectRole } from '../../sandbox/state/entities';
import { keyFileOf } from '../../sandbox/state/keys';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox';
import { LISTING, Signer, type Answer } from './signer';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

// Drawing the pictures takes long on a busy machine.
jest.setTimeout(30_000);

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'encord-sandbox-'));
	folders.push(folder);
	return folder;
}

let seeded: Promise<string> | undefined;

async function seedOnce(): Promise<string> {
	const dataDir = newFolder();
	await (await startSandbox({ seed: 'conformance', dataDir })).close();
	return dataDir;
}

export class ConformanceSandbox {
	readonly owner: Signer;
	readonly colleague: Signer;
	readonly outsider: Signer;
	readonly projectHash: string;
	readonly agentStage: { uuid: string; pathways: Array<{ uuid: string; title: string }> };

	private constructor(
		readonly sandbox: Sandbox,
		readonly dataDir: string,
	) {
		const signer = (email: string) => new Signer(sandbox.url, keyFileOf(dataDir, email));
		this.owner = signer('owner@example.com');
		this.colleague = signer('colleague@example.com');
		this.outsider = signer('outsider@example.com');
		const project = sandbox.projects[0];
		const stage = project?.agentStages[0];
		if (!project || !stage) throw new Error('The conformance seed has no agent stage');
		this.projectHash = project.projectHash;
		this.agentStage = stage;
	}

	/** Seeding draws pictures and is slow. So it is done once per test file, and every sandbox starts with a copy of the data. */
	static async start(options: Partial<SandboxOptions> = {}): Promise<ConformanceSandbox> {
		const dataDir = newFolder();
		cpSync(await (seeded ??= seedOnce()), dataDir, { recursive: true });
		return new ConformanceSandbox(
			await startSandbox({ seed: 'conformance', ...options, dataDir }),
			dataDir,
		);
	}

	get url(): string {
		return this.sandbox.url;
	}

	async stop(): Promise<void> {
		await this.sandbox.close();
	}

	/** Gives a user another role in the project. */
	setRole(email: string, role: ProjectRole): void {
		const { projects } = this.sandbox.host.store;
		const project = projects.get(this.projectHash)!;
		projects.put(this.projectHash, {
			...project,
			members: { ...project.members, [email]: role },
		});
	}

	/** A call about the project, as the owner. */
	v1(query: string, method: string, values: { uid?: unknown; payload?: unknown }): Promise<Answer> {
		return this.owner.v1(query, method, values, { type: 'project', id: this.projectHash });
	}

	async list(filter: Partial<typeof LISTING> | Record<string, unknown> = {}): Promise<any[]> {
		const answer = await this.v1('labelrowmetadata', 'GET', { payload: { ...LISTING, ...filter } });
		if (!Array.isArray(answer.json?.response) || answer.json.status !== 200)
			throw new Error(answer.text);
		return answer.json.response;
	}

	async row(title: string, filter: Record<string, unknown> = {}): Promise<any> {
		return (await this.list({ ...filter, data_title_eq: title }))[0];
	}

	/** Creates the labels of a data unit, or reads those that exist. */
	async create(title: string): Promise<any> {
		const { data_hash } = await this.row(title);
		const answer = await this.v1('labelrow', 'PUT', {
			uid: [data_hash],
			payload: { multi_request: true, get_signed_url: false, branch_name: null },
		});
		return answer.json.response[0];
	}

	async read(labelHash: string, payload: Record<string, unknown> = {}): Promise<any> {
		const answer = await this.v1('labelrow', 'GET', {
			uid: [labelHash],
			payload: {
				get_signed_url: false,
				multi_request: true,
				include_object_feature_hashes: null,
				include_classification_feature_hashes: null,
				include_reviews: false,
				include_export_history: false,
				include_archived: false,
				...payload,
			},
		});
		return answer.json.response[0];
	}

	save(...blobs: any[]): Promise<Answer> {
		const payload = { multi_request: true, labels: blobs, validate_before_saving: false };
		return this.v1('labelrow', 'POST', { uid: blobs.map((blob) => blob.label_hash), payload });
	}

	/** Path of a stage below `/v2/public/`. */
	stage(uuid = this.agentStage.uuid): string {
		return `projects/${this.projectHash}/workflow/stages/${uuid}`;
	}

	async control(method: string, path: string, body?: unknown): Promise<any> {
		const response = await fetch(`${this.url}/_sandbox/${path}`, {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(text);
		return text === '' ? undefined : JSON.parse(text);
	}
}
