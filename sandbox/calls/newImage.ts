/** A new image in a dataset: its storage item, its data unit, and a label row and a task in each project with the dataset. */
import { randomUUID } from 'node:crypto';
import { keepMedia } from '../seeds/mediaFiles';
import { labelRowId, type DataUnit, type Dataset, type Project } from '../state/entities';
import type { Context } from './context';

export interface NewImage {
	title: string;
	file: Buffer;
	mimeType: string;
	/** Pixels. */
	width: number;
	height: number;
}

/** The task begins in the first stage of each project, as tasks of new data do. */
export function addImage(context: Context, dataset: Dataset, image: NewImage): DataUnit {
	const { store, user, now } = context;
	const at = now.toISOString();
	const times = { createdAt: at, lastEditedAt: at };
	const { title, file, mimeType, width, height } = image;
	const uuid = randomUUID();
	store.items.put(uuid, {
		...times,
		uuid,
		parent: dataset.backingFolderUuid,
		itemType: 'image',
		name: title,
		description: '',
		clientMetadata: {},
		owner: user,
		media: keepMedia(store.dataDir, uuid, title, file, at),
		mimeType,
		width,
		height,
		duration: null,
		fps: null,
		frameCount: null,
		audioSampleRate: null,
		audioBitDepth: null,
		audioCodec: null,
		audioNumChannels: null,
		childUuids: [],
	});
	const dataHash = randomUUID();
	const unit = store.dataUnits.put(dataHash, {
		...times,
		dataHash,
		datasetHash: dataset.datasetHash,
		title,
		dataType: 'image',
		itemUuid: uuid,
		images: [],
		numberOfFrames: 1,
		order: store.dataUnits.size,
	});
	for (const project of store.projects.all())
		if (project.datasetHashes.includes(dataset.datasetHash)) addTask(context, project, unit);
	return unit;
}

function addTask({ store, now }: Context, project: Project, { dataHash }: DataUnit): void {
	const at = now.toISOString();
	const id = labelRowId(project.projectHash, dataHash, 'main');
	const uuid = randomUUID();
	const order = store.labelRows.size;
	store.labelRows.put(id, {
		id,
		projectHash: project.projectHash,
		dataHash,
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
		priority: 0.5,
		taskUuid: uuid,
		order,
	});
	store.tasks.put(uuid, {
		uuid,
		projectHash: project.projectHash,
		stageUuid: project.stages[0]?.uuid ?? '',
		dataHash,
		labelRowId: id,
		status: 'NEW',
		assignee: null,
		lastActionedBy: null,
		createdAt: at,
		updatedAt: at,
		order,
	});
}
