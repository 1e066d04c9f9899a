/** Makes a label row without labels from its listing entry. It is what Encord would return if the row were created now. */
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';

/**
 * The label row of a data unit nobody has labeled yet, for reading and for dry runs, which must not create it. The entry of an
 * image group must have `images_data` (protocol §8).
 */
export function emptyLabelRow(metadata: LabelRowMetadata): LabelRowJson {
	const { data_hash, data_title } = metadata;
	const spaces = Object.entries(metadata.spaces ?? {}).map(([id, info]) => [
		id,
		{ ...(info as EncordJson), labels: {} },
	]);
	return {
		label_hash: metadata.label_hash ?? '',
		branch_name: metadata.branch_name,
		created_at: null,
		last_edited_at: null,
		data_hash,
		dataset_hash: metadata.dataset_hash,
		dataset_title: metadata.dataset_title,
		data_title,
		data_type: metadata.data_type.toLowerCase(),
		label_status: metadata.label_status,
		object_answers: {},
		classification_answers: {},
		object_actions: {},
		spaces: Object.fromEntries(spaces) as EncordJson,
		data_units: unitsOf(metadata),
	};
}

function unitsOf(metadata: LabelRowMetadata): LabelRowJson['data_units'] {
	const { data_hash, data_title, data_link, width, height, images_data } = metadata;
	if (metadata.data_type === 'IMG_GROUP' && images_data) {
		return Object.fromEntries(
			images_data.map((image): [string, EncordJson] => [
				image.image_hash,
				{
					data_hash: image.image_hash,
					data_title: image.title,
					data_link: null,
					data_type: image.file_type,
					data_sequence: String(image.index),
					width: image.width,
					height: image.height,
					labels: {},
				},
			]),
		);
	}
	return {
		[data_hash]: {
			data_hash,
			data_title,
			data_link,
			data_type: metadata.file_type ?? '',
			data_sequence: 0,
			width,
			height,
			labels: {},
		},
	};
}
