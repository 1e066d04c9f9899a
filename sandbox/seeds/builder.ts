/**
 * What a seed builds with. A seed is a function that adds users, ontologies, datasets with media and projects; every id follows
 * from the seed's name and the titles alone, so that it is the same in every run. Add things in this order:
 * users, ontologies, datasets, data units, projects (a project gets a label row and a task for each data unit of its datasets).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EncordJson } from '../../src/encord/wire/json';
import type { OntologyJson } from '../../src/encord/wire/ontologyJson';
import {
	labelRowId,
	type DataType,
	type DataUnit,
	type ProjectRole,
	type StorageItem,
	type StorageItemType,
} from '../state/entities';
import { stableHash, stableUuid } from '../state/ids';
import { keyPairOnDisk } from '../state/keys';
import { createLabels } from '../labels/create';
import { saveLabels } from '../labels/save';
import type { Store } from '../state/store';
import { keepMedia } from './mediaFiles';
import { buildOntology, type OntologySpec } from './ontology';
import type {
	AudioSpec,
	ImageGroupSpec,
	ImageSpec,
	MediaCommon,
	MediaSource,
	PdfSpec,
	ProjectSpec,
	TextSpec,
	VideoSpec,
} from './specs';
import { buildStages } from './stages';

export type Seed = (build: SeedBuilder) => Promise<void>;

const START = Date.UTC(2026, 0, 5, 9, 0, 0);

export class SeedBuilder {
	private steps = 0;
	private readonly folderOfDataset = new Map<string, string>();

	constructor(
		private readonly store: Store,
		readonly seed: string,
	) {
		mkdirSync(this.mediaDir, { recursive: true });
	}

	/** Absolute folder for media files that are written directly (videos); other media may be given as bytes. */
	get mediaDir(): string {
		return join(this.store.dataDir, 'media');
	}

	/** The UUID this seed gives to something of that name. */
	uuid(...parts: Array<string | number>): string {
		return stableUuid(this.seed, ...parts);
	}

	/** The first user with a key owns everything of the seed, and its key file is the one announced. Returns the e-mail. */
	addUser(email: string, options: { withKey?: boolean } = {}): string {
		const publicKeyHex = options.withKey
			? keyPairOnDisk(this.store.dataDir, email).publicKeyHex
			: null;
		this.store.users.put(email, { email, publicKeyHex });
		const meta = this.store.meta.get('meta');
		if (meta && publicKeyHex && meta.ownerEmail === '')
			this.store.meta.put('meta', { ...meta, ownerEmail: email });
		return email;
	}

	/** From names and shapes, or ready-made (`editor`). */
	addOntology(
		spec: { title: string; description?: string } & (
			| { spec: OntologySpec }
			| { editor: OntologyJson }
		),
	): string {
		const ontologyUuid = this.uuid('ontology', spec.title);
		const editor =
			'editor' in spec
				? spec.editor
				: buildOntology(spec.spec, (...path) => stableHash(this.seed, spec.title, ...path));
		const at = this.tick();
		this.store.ontologies.put(ontologyUuid, {
			ontologyUuid,
			title: spec.title,
			description: spec.description ?? '',
			editor,
			createdAt: at,
			lastEditedAt: at,
			members: { [this.owner]: 0 },
		});
		return ontologyUuid;
	}

	addDataset(spec: { title: string; description?: string }): string {
		const datasetHash = this.uuid('dataset', spec.title);
		const folder = this.uuid('folder', spec.title);
		const at = this.tick();
		const common = { description: spec.description ?? '', createdAt: at, lastEditedAt: at };
		this.store.folders.put(folder, {
			...common,
			uuid: folder,
			parent: null,
			name: spec.title,
			clientMetadata: {},
			owner: this.owner,
		});
		this.store.datasets.put(datasetHash, {
			...common,
			datasetHash,
			title: spec.title,
			backingFolderUuid: folder,
			members: { [this.owner]: 0 },
		});
		this.folderOfDataset.set(datasetHash, folder);
		return datasetHash;
	}

	addImage(datasetHash: string, spec: ImageSpec): string {
		const item = this.addImageItem(datasetHash, spec, spec.title);
		return this.addDataUnit(datasetHash, spec.title, 'image', item, 1);
	}

	addVideo(datasetHash: string, spec: VideoSpec): string {
		const item = this.addItem(datasetHash, 'video', spec, spec.title, {
			mimeType: spec.mimeType ?? 'video/mp4',
			width: spec.width,
			height: spec.height,
			fps: spec.fps,
			duration: spec.duration,
			frameCount: spec.frames,
		});
		return this.addDataUnit(datasetHash, spec.title, 'video', item, spec.frames);
	}

	addImageGroup(datasetHash: string, spec: ImageGroupSpec): string {
		const children = spec.images.map((image) =>
			this.addImageItem(datasetHash, image, `${spec.title}/${image.title}`),
		);
		const item = this.addItem(datasetHash, 'imageGroup', { ...spec, file: null }, spec.title, {
			childUuids: children.map((child) => child.uuid),
			frameCount: children.length,
		});
		const images = children.map((child) => ({
			imageHash: this.uuid('image', child.uuid),
			itemUuid: child.uuid,
		}));
		return this.addDataUnit(datasetHash, spec.title, 'img_group', item, images.length, images);
	}

	addAudio(datasetHash: string, spec: AudioSpec): string {
		const item = this.addItem(datasetHash, 'audio', spec, spec.title, {
			mimeType: spec.mimeType ?? 'audio/wav',
			duration: spec.duration,
			audioSampleRate: spec.sampleRate,
			audioBitDepth: spec.bitDepth,
			audioCodec: spec.codec ?? 'pcm_s16le',
			audioNumChannels: spec.channels,
		});
		return this.addDataUnit(
			datasetHash,
			spec.title,
			'audio',
			item,
			Math.round(spec.duration * 1000),
		);
	}

	addText(datasetHash: string, spec: TextSpec): string {
		const item = this.addItem(datasetHash, 'plainText', spec, spec.title, {
			mimeType: spec.mimeType ?? 'text/plain',
		});
		return this.addDataUnit(datasetHash, spec.title, 'plain_text', item, spec.characters);
	}

	addPdf(datasetHash: string, spec: PdfSpec): string {
		const item = this.addItem(datasetHash, 'pdf', spec, spec.title, {
			mimeType: 'application/pdf',
			frameCount: spec.pages,
		});
		return this.addDataUnit(datasetHash, spec.title, 'pdf', item, spec.pages);
	}

	addProject(spec: ProjectSpec): string {
		const projectHash = this.uuid('project', spec.title);
		const at = this.tick();
		const everybody = Object.fromEntries(
			this.store.users.all().map((user): [string, ProjectRole] => [user.email, 0]),
		);
		const stages = buildStages(spec.stages, (...parts) =>
			this.uuid('project', spec.title, ...parts),
		);
		this.store.projects.put(projectHash, {
			projectHash,
			title: spec.title,
			description: spec.description ?? '',
			status: 'inProgress',
			order: this.store.projects.size,
			ontologyUuid: spec.ontologyUuid,
			datasetHashes: spec.datasetHashes,
			stages,
			members: spec.members ?? everybody,
			groups: [],
			tags: spec.tags ?? [],
			agents: [],
			workflowManagerUuid: this.uuid('workflow', spec.title),
			createdAt: at,
			lastEditedAt: at,
		});
		const units = spec.datasetHashes.flatMap((datasetHash) =>
			this.store.dataUnitsOfDataset(datasetHash),
		);
		for (const unit of units)
			this.addRow(projectHash, stages[0]?.uuid ?? '', unit, spec.priorities?.[unit.title] ?? 0.5);
		return projectHash;
	}

	/** Registers a custom agent, as a user does on a project's agents page; the Label Editor page lists it. */
	addAgent(projectHash: string, agent: { name: string; endpoint: string }): void {
		const project = this.store.projects.get(projectHash);
		if (project)
			this.store.projects.put(projectHash, { ...project, agents: [...project.agents, agent] });
	}

	/** Labels a row as this person: `labels` has the form of a label blob and is checked like one that is sent (protocol §8). */
	saveLabels(projectHash: string, dataHash: string, user: string, labels: EncordJson): void {
		const context = {
			store: this.store,
			user,
			now: new Date(this.tick()),
			pageSize: 1,
			signedUrl: () => null,
		};
		const project = this.store.projects.get(projectHash);
		const row = this.store.labelRows.get(labelRowId(projectHash, dataHash, 'main'));
		if (!project || !row)
			throw new Error(
				`Seed "${this.seed}": there is no label row of data unit ${dataHash} in project ${projectHash}`,
			);
		saveLabels(context, project, createLabels(context, row), labels);
	}

	/** The ontology as it was built, for labels that must name its features. */
	ontology(ontologyUuid: string): OntologyJson {
		const ontology = this.store.ontologies.get(ontologyUuid);
		if (!ontology) throw new Error(`Seed "${this.seed}": unknown ontology ${ontologyUuid}`);
		return ontology.editor;
	}

	private get owner(): string {
		const email = this.store.meta.get('meta')?.ownerEmail;
		if (!email) throw new Error(`Seed "${this.seed}": add a user with a key before anything else`);
		return email;
	}

	/** A minute later than the last thing added. */
	private tick(): string {
		return new Date(START + 60_000 * this.steps++).toISOString();
	}

	private addImageItem(datasetHash: string, spec: ImageSpec, name: string): StorageItem {
		const mimeType = spec.mimeType ?? (/\.jpe?g$/i.test(spec.title) ? 'image/jpeg' : 'image/png');
		return this.addItem(datasetHash, 'image', spec, name, {
			mimeType,
			width: spec.width,
			height: spec.height,
		});
	}

	private addItem(
		datasetHash: string,
		itemType: StorageItemType,
		spec: Omit<MediaCommon, 'file'> & { file: MediaSource | null },
		name: string,
		facts: Partial<StorageItem>,
	): StorageItem {
		const parent = this.folderOfDataset.get(datasetHash);
		if (parent === undefined) throw new Error(`Seed "${this.seed}": unknown dataset for "${name}"`);
		const uuid = this.uuid('item', datasetHash, name);
		if (this.store.items.get(uuid))
			throw new Error(`Seed "${this.seed}": two data units of one dataset are called "${name}"`);
		const at = this.tick();
		return this.store.items.put(uuid, {
			uuid,
			parent,
			itemType,
			name: spec.title,
			description: spec.description ?? '',
			clientMetadata: spec.clientMetadata ?? {},
			owner: this.owner,
			createdAt: at,
			lastEditedAt: at,
			media:
				spec.file === null ? null : keepMedia(this.store.dataDir, uuid, spec.title, spec.file, at),
			mimeType: null,
			duration: null,
			fps: null,
			height: null,
			width: null,
			frameCount: null,
			audioSampleRate: null,
			audioBitDepth: null,
			audioCodec: null,
			audioNumChannels: null,
			childUuids: [],
			...facts,
		});
	}

	private addDataUnit(
		datasetHash: string,
		title: string,
		dataType: DataType,
		item: StorageItem,
		numberOfFrames: number,
		images: DataUnit['images'] = [],
	): string {
		const dataHash = this.uuid('data', datasetHash, title);
		this.store.dataUnits.put(dataHash, {
			dataHash,
			datasetHash,
			title,
			dataType,
			itemUuid: item.uuid,
			images,
			numberOfFrames,
			order: this.store.dataUnits.size,
			createdAt: item.createdAt,
			lastEditedAt: item.lastEditedAt,
		});
		return dataHash;
	}

	private addRow(projectHash: string, stageUuid: string, unit: DataUnit, priority: number): void {
		const at = this.tick();
		const id = labelRowId(projectHash, unit.dataHash, 'main');
		const taskUuid = this.uuid('task', projectHash, unit.dataHash);
		const order = this.store.labelRows.size;
		this.store.labelRows.put(id, {
			id,
			projectHash,
			dataHash: unit.dataHash,
			branchName: 'main',
			labelHash: null,
			content: null,
			labelStatus: 'NOT_LABELLED',
			annotationTaskStatus: 'QUEUED',
			createdAt: null,
			lastEditedAt: null,
			version: 0,
			isShadowData: false,
			validationErrors: [],
			priority,
			taskUuid,
			order,
		});
		this.store.tasks.put(taskUuid, {
			uuid: taskUuid,
			projectHash,
			stageUuid,
			dataHash: unit.dataHash,
			labelRowId: id,
			status: 'NEW',
			assignee: null,
			lastActionedBy: null,
			createdAt: at,
			updatedAt: at,
			order,
		});
	}
}
