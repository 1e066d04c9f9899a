/** Makes data units of storage items. Every project with the dataset gets a label row and a task for each. */
import type {
	DataType,
	DataUnit,
	Dataset,
	Project,
	StorageItem,
	StorageItemType,
} from '../state/entities';
import { labelRowId } from '../state/entities';
import { stableUuid } from '../state/ids';
import type { Store } from '../state/store';

const DATA_TYPES: Record<StorageItemType, DataType> = {
	image: 'image',
	imageGroup: 'img_group',
	video: 'video',
	audio: 'audio',
	plainText: 'plain_text',
	pdf: 'pdf',
};

/** The data unit of the item in the dataset, if it has one. */
export function unitOfItem(store: Store, dataset: Dataset, itemUuid: string): DataUnit | undefined {
	return store
		.dataUnitsOfItem(itemUuid)
		.find(({ datasetHash }) => datasetHash === dataset.datasetHash);
}

/** @param length as `numberOfFrames` of a data unit counts */
export function linkItem(
	store: Store,
	dataset: Dataset,
	item: StorageItem,
	length: number,
	now: Date,
): DataUnit {
	const at = now.toISOString();
	// The same in every run, as in a seed.
	const nth = store.dataUnitsOfItem(item.uuid).length;
	const dataHash = stableUuid('data', dataset.datasetHash, item.uuid, nth);
	const unit = store.dataUnits.put(dataHash, {
		dataHash,
		datasetHash: dataset.datasetHash,
		title: item.name,
		dataType: DATA_TYPES[item.itemType],
		itemUuid: item.uuid,
		images: item.childUuids.map((itemUuid) => ({
			imageHash: stableUuid('image', itemUuid),
			itemUuid,
		})),
		numberOfFrames: length,
		order: store.dataUnits.size,
		createdAt: at,
		lastEditedAt: at,
	});
	const round = store.meta.get('meta')?.taskRound ?? 0;
	for (const project of store.projects.all())
		if (project.datasetHashes.includes(dataset.datasetHash))
			addRowAndTask(store, project, unit, {
				taskUuid: stableUuid('task', project.projectHash, dataHash, round),
				at,
				priority: 0.5,
			});
	return unit;
}

/** Puts the row and the task of a data unit into the project's first stage. */
export function addRowAndTask(
	store: Store,
	project: Pick<Project, 'projectHash' | 'stages'>,
	unit: DataUnit,
	{ taskUuid, at, priority }: { taskUuid: string; at: string; priority: number },
): void {
	const { projectHash } = project;
	const id = labelRowId(projectHash, unit.dataHash, 'main');
	const order = store.labelRows.size;
	store.labelRows.put(id, {
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
	store.tasks.put(taskUuid, {
		uuid: taskUuid,
		projectHash,
		stageUuid: project.stages[0]?.uuid ?? '',
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
