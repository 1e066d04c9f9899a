/** Label rows in wire form (protocol §8): the saved content, in which the server's own values replace those of the payload. */
import type { EncordJson } from '../../src/encord/wire/json';
import type { Context } from '../calls/context';
import type { DataUnit, LabelContent, LabelRow, StorageItem } from '../state/entities';
import { found } from '../calls/refusal';
import { labelTime } from '../state/times';
import { keepFeatures, type FeatureFilter } from './filter';
import { emptyLabels, unitHashes } from './frames';

export interface BlobOptions {
	signedUrls: boolean;
	/** Adds to each instance in a frame what reviewers said about it. */
	reviews?: boolean;
	filter?: FeatureFilter;
}

/** Keys of a blob that the server sets itself, whatever the payload contains. */
export const SERVER_KEYS = [
	'label_hash',
	'branch_name',
	'created_at',
	'last_edited_at',
	'data_hash',
	'dataset_hash',
	'dataset_title',
	'data_title',
	'data_type',
	'annotation_task_status',
	'label_status',
	'is_shadow_data',
	'is_valid',
] as const;

/** The permanent address of a file within Encord's own storage. Clients cannot download from it. */
export function dataLink(item: StorageItem): string | null {
	return item.media ? `encord-storage/${item.uuid}` : null;
}

/** The storage item behind one entry of `data_units`. */
export function itemOfUnit(context: Context, unit: DataUnit, unitHash: string): StorageItem {
	const itemUuid =
		unit.images.find((image) => image.imageHash === unitHash)?.itemUuid ?? unit.itemUuid;
	return found(context.store.items.get(itemUuid), `Storage item ${itemUuid}`);
}

function unitFacts(
	context: Context,
	unit: DataUnit,
	unitHash: string,
	position: number,
	signedUrls: boolean,
): EncordJson {
	const item = itemOfUnit(context, unit, unitHash);
	const grouped = unit.dataType === 'img_group';
	const common = {
		data_hash: unitHash,
		data_title: grouped ? item.name : unit.title,
		data_type: item.mimeType,
		data_sequence: grouped ? String(position) : 0,
		data_link: signedUrls ? context.signedUrl(item) : dataLink(item),
	};
	switch (unit.dataType) {
		case 'image':
		case 'img_group':
			return { ...common, width: item.width, height: item.height };
		case 'video':
			return {
				...common,
				width: item.width,
				height: item.height,
				data_fps: item.fps,
				data_duration: item.duration,
			};
		case 'audio':
			return {
				...common,
				audio_codec: item.audioCodec,
				audio_sample_rate: item.audioSampleRate,
				audio_bit_depth: item.audioBitDepth,
				audio_num_channels: item.audioNumChannels,
			};
		case 'pdf':
			return { ...common, width: 0, height: 0 };
		case 'plain_text':
			return common;
	}
}

/** Every classification entry has `spaces`: without it the official client breaks while reading (protocol §8.4). */
function withSpaces(
	entries: LabelContent['classification_answers'],
): LabelContent['classification_answers'] {
	return Object.fromEntries(
		Object.entries(entries).map(([hash, entry]) => [
			hash,
			{ ...entry, spaces: entry.spaces ?? {} },
		]),
	);
}

function withReviews(context: Context, row: LabelRow, instances: unknown): unknown {
	const reviews = context.store.reviewsOfTask(row.taskUuid ?? '');
	return (instances as EncordJson[]).map((instance) => {
		const hash = instance.objectHash ?? instance.classificationHash;
		return {
			...instance,
			reviews: reviews
				.filter(({ labelId }) => labelId === hash)
				.map(({ reviewUuid, status, comments }) => ({ reviewUuid, status, comments })),
		};
	});
}

function unitLabels(
	context: Context,
	row: LabelRow,
	unit: DataUnit,
	labels: EncordJson,
	options: BlobOptions,
): EncordJson {
	if (!options.reviews) return labels;
	const reviewed = (holder: EncordJson): EncordJson => ({
		...holder,
		objects: withReviews(context, row, holder.objects ?? []),
		classifications: withReviews(context, row, holder.classifications ?? []),
	});
	if ('objects' in labels) return reviewed(labels);
	return unit.dataType === 'image'
		? labels
		: Object.fromEntries(
				Object.entries(labels).map(([frame, holder]) => [frame, reviewed(holder as EncordJson)]),
			);
}

/** The content of a row without labels. */
export function emptyContent(unit: DataUnit): LabelContent {
	const data_units = Object.fromEntries(
		unitHashes(unit).map((hash) => [hash, { labels: emptyLabels(unit) }]),
	);
	return {
		data_units,
		object_answers: {},
		classification_answers: {},
		object_actions: {},
		spaces: {},
	};
}

export function labelBlob(context: Context, row: LabelRow, options: BlobOptions): EncordJson {
	const { store } = context;
	const unit = found(store.dataUnits.get(row.dataHash), `Data unit ${row.dataHash}`);
	const dataset = found(store.datasets.get(unit.datasetHash), `Dataset ${unit.datasetHash}`);
	const content = keepFeatures(unit, row.content ?? emptyContent(unit), options.filter ?? {});
	const data_units = Object.fromEntries(
		unitHashes(unit).map((hash, position) => {
			const { labels, ...rest } = content.data_units[hash] ?? {};
			const facts = unitFacts(context, unit, hash, position, options.signedUrls);
			return [
				hash,
				{
					...rest,
					...facts,
					labels: unitLabels(
						context,
						row,
						unit,
						(labels ?? emptyLabels(unit)) as EncordJson,
						options,
					),
				},
			];
		}),
	);
	return {
		...content,
		label_hash: row.labelHash,
		branch_name: row.branchName,
		created_at: labelTime(row.createdAt),
		last_edited_at: labelTime(row.lastEditedAt),
		data_hash: row.dataHash,
		dataset_hash: unit.datasetHash,
		dataset_title: dataset.title,
		data_title: unit.title,
		data_type: unit.dataType,
		annotation_task_status: row.annotationTaskStatus,
		label_status: row.labelStatus,
		is_shadow_data: row.isShadowData,
		is_valid: row.validationErrors.length === 0,
		data_units,
		classification_answers: withSpaces(content.classification_answers),
	};
}
