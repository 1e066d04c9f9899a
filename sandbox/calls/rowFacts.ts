/** A label row as v2 replies show it: the facts of the listing under other names (protocol §7.1, §16.3). */
import { dataLink } from '../labels/blob';
import { labelRowId, type Project } from '../state/entities';
import type { Context } from './context';
import { found } from './refusal';

/** The row of a data unit on the main branch. */
export function labelRowFacts({ store }: Context, project: Project, dataHash: string) {
	const row = found(
		store.labelRows.get(labelRowId(project.projectHash, dataHash, 'main')),
		`Data unit ${dataHash} of the project`,
	);
	const unit = found(store.dataUnits.get(dataHash), `Data unit ${dataHash}`);
	const item = found(store.items.get(unit.itemUuid), `Storage item ${unit.itemUuid}`);
	const dataset = found(store.datasets.get(unit.datasetHash), `Dataset ${unit.datasetHash}`);
	const task = store.tasks.get(row.taskUuid ?? '');
	const stage = project.stages.find(({ uuid }) => uuid === task?.stageUuid);
	return {
		// These three names are not in camel case.
		label_uuid: row.labelHash,
		data_uuid: dataHash,
		dataset_uuid: unit.datasetHash,
		createdAt: row.createdAt,
		lastEditedAt: row.lastEditedAt,
		branchName: row.branchName,
		datasetTitle: dataset.title,
		dataTitle: unit.title,
		dataType: unit.dataType.toUpperCase(),
		dataLink: dataLink(item),
		labelStatus: row.labelStatus,
		annotationTaskStatus: row.annotationTaskStatus,
		workflowGraphNode: stage ? { uuid: stage.uuid, title: stage.title } : null,
		isShadowData: row.isShadowData,
		framesPerSecond: unit.dataType === 'audio' ? 1000 : item.fps,
		numberOfFrames: unit.numberOfFrames,
		duration: item.duration,
		height: item.height,
		width: item.width,
		audioSampleRate: item.audioSampleRate,
		audioCodec: item.audioCodec,
		audioBitDepth: item.audioBitDepth,
		audioNumChannels: item.audioNumChannels,
		priority: row.priority,
		clientMetadata: null,
		imagesData: null,
		fileType: item.mimeType,
		isValid: row.validationErrors.length === 0,
		backingItemUuid: unit.itemUuid,
	};
}
