/** Makes an empty label row for the media of a case. */
import type { LabelRowMetadata } from '../../src/encord/calls/labelRows';
import type { LabelRowJson } from '../../src/encord/wire/json';
import type { MediaJson } from './kind';

const TYPES: { [type: string]: string } = {
	audio: 'audio/mp3',
	image: 'image/png',
	video: 'video/mp4',
	pdf: 'application/pdf',
	plain_text: 'text/plain',
};

export function emptyRow({ type, width, height, frames, fps, title }: MediaJson): LabelRowJson {
	const unit = {
		data_hash: 'data',
		data_title: title ?? 'media',
		data_link: '',
		data_type: TYPES[type] ?? type,
		data_sequence: 0,
		width,
		height,
		...(type === 'video' ? { data_fps: fps ?? 25, data_duration: frames / (fps ?? 25) } : {}),
		labels: {},
	};
	return {
		label_hash: 'label',
		data_hash: 'data',
		dataset_hash: 'dataset',
		dataset_title: 'Dataset',
		data_title: title ?? 'media',
		data_type: type,
		label_status: 'LABEL_IN_PROGRESS',
		data_units: { data: unit },
		object_answers: {},
		classification_answers: {},
		object_actions: {},
		spaces: {},
	};
}

export function metadataOf({
	type,
	width,
	height,
	frames,
	fps,
}: MediaJson): Partial<LabelRowMetadata> {
	return {
		data_type: type.toUpperCase(),
		...(type === 'audio'
			? { duration: frames / 1000 }
			: { number_of_frames: frames, width, height }),
		...(type === 'video' ? { duration: frames / (fps ?? 25), frames_per_second: fps ?? 25 } : {}),
	};
}
