/**
 * A label row as Encord's official client would read it and write it again (protocol §8). It answers two questions about a row:
 * whether that client can read it, and what the client would write after that. The package does not save with it, because it
 * edits rows and does not re-model them.
 */
import type { EncordJson, LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { formatLabelTime, parseLabelTime } from '../../../src/labels/row/time';
import type { OntologyIndex } from '../../../src/labels/ontology/ontology';
import { isKnownShape } from '../../../src/labels/shapes/registry';
import { readLabels, type ClientLabels } from './labels';
import { required, UnreadableRow, type Reading } from './reading';
import { readSpaces } from './spaces';

export { UnreadableRow } from './reading';

const STATUSES = [
	'NOT_LABELLED',
	'LABEL_IN_PROGRESS',
	'LABELLED',
	'REVIEW_IN_PROGRESS',
	'REVIEWED',
	'REVIEWED_TWICE',
];

/** Keys at the top of a row that the client reads without a default. */
const REQUIRED = [
	'label_hash',
	'branch_name',
	'created_at',
	'last_edited_at',
	'data_hash',
	'dataset_hash',
	'dataset_title',
	'data_title',
	'data_type',
	'label_status',
	'data_units',
	'object_answers',
	'classification_answers',
	'object_actions',
];

/** Data types: which keys a unit must have, and which are written back besides the common ones. */
const UNITS: {
	[type: string]: {
		needs: string[];
		sized?: boolean;
		linked?: boolean;
		zero?: string[];
		timed?: boolean;
		rated?: boolean;
	};
} = {
	video: { needs: ['data_link'], sized: true, linked: true, timed: true, rated: true },
	image: { needs: ['data_link'], sized: true, linked: true, timed: true, rated: true },
	img_group: { needs: [], sized: true, linked: true, timed: true, rated: true },
	dicom: { needs: ['width', 'height'], sized: true, timed: true, rated: true },
	nifti: { needs: ['width', 'height'], sized: true, timed: true, rated: true },
	audio: {
		needs: [
			'data_link',
			'audio_codec',
			'audio_sample_rate',
			'audio_bit_depth',
			'audio_num_channels',
		],
		linked: true,
		timed: true,
	},
	plain_text: { needs: ['data_link'], linked: true },
	pdf: {
		needs: ['data_link'],
		linked: true,
		zero: ['width', 'height', 'data_fps'],
		timed: true,
		rated: true,
	},
	group: { needs: [] },
	scene: { needs: [], zero: ['width', 'height', 'data_fps'], timed: true, rated: true },
};

/** What the official client would write after reading the row. @throws UnreadableRow when it cannot read it */
export function clientForm(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	now: Date,
): LabelRowJson {
	for (const { shape, title } of ontology.objects) {
		if (!isKnownShape(shape))
			throw new UnreadableRow(`The ontology's object "${title}" has the unknown shape "${shape}".`);
	}
	for (const key of REQUIRED) required(row, key, 'the label row');
	const reading: Reading = { row, ontology, metadata, now: formatLabelTime(now) };
	const unitForm = UNITS[row.data_type];
	if (unitForm === undefined)
		throw new UnreadableRow(`"${row.data_type}" is not a data type the client knows.`, {
			field: 'data_type',
		});
	const labels = readLabels(reading);
	const inSpaces = readSpaces(reading);
	return {
		label_hash: row.label_hash,
		branch_name: row.branch_name,
		created_at: rowTime(row.created_at),
		last_edited_at: rowTime(row.last_edited_at),
		data_hash: row.data_hash,
		dataset_hash: row.dataset_hash,
		dataset_title: row.dataset_title,
		data_title: row.data_title,
		data_type: row.data_type,
		annotation_task_status: row.annotation_task_status ?? null,
		is_shadow_data: metadata?.is_shadow_data ?? false,
		label_status: STATUSES.includes(row.label_status) ? row.label_status : '_MISSING_LABEL_STATUS_',
		data_units: Object.fromEntries(
			Object.entries(row.data_units).map(([key, unit]) => [
				key,
				writeUnit(reading, unitForm, unit, labels),
			]),
		),
		object_answers: { ...labels.objectAnswers, ...inSpaces.objectAnswers },
		classification_answers: { ...labels.classificationAnswers, ...inSpaces.classificationAnswers },
		object_actions: { ...labels.objectActions, ...inSpaces.objectActions },
		spaces: inSpaces.spaces,
	};
}

/** Why the official client could not read the row; undefined when it can. */
export function whyUnreadable(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
): UnreadableRow | undefined {
	try {
		clientForm(row, ontology, metadata, new Date(0));
		return undefined;
	} catch (error) {
		if (error instanceof UnreadableRow) return error;
		throw error;
	}
}

function writeUnit(
	reading: Reading,
	form: NonNullable<(typeof UNITS)[string]>,
	unit: EncordJson,
	labels: ClientLabels,
): EncordJson {
	const { row, metadata } = reading;
	const where = `data unit ${String(unit.data_hash)}`;
	for (const key of ['data_hash', 'data_title', 'data_type', 'data_sequence', ...form.needs])
		required(unit, key, where);
	const sequence = Number(unit.data_sequence);
	const audio = form.needs.filter((key) => key.startsWith('audio_'));
	return {
		data_hash: unit.data_hash,
		data_title: unit.data_title,
		data_type: unit.data_type,
		data_sequence: row.data_type === 'img_group' ? String(sequence) : sequence,
		...(form.linked === true ? { data_link: unit.data_link ?? null } : {}),
		...(row.data_type === 'scene' ? { data_link: '' } : {}),
		...(form.sized === true ? { width: unit.width ?? 0, height: unit.height ?? 0 } : {}),
		...Object.fromEntries((form.zero ?? []).map((key) => [key, 0])),
		...Object.fromEntries(audio.map((key) => [key, unit[key]])),
		labels: writeUnitLabels(row.data_type, sequence, labels),
		...(form.timed === true && typeof metadata?.duration === 'number'
			? { data_duration: metadata.duration }
			: {}),
		...(form.rated === true && typeof metadata?.frames_per_second === 'number'
			? { data_fps: metadata.frames_per_second }
			: {}),
	};
}

function writeUnitLabels(type: string, sequence: number, { frames }: ClientLabels): EncordJson {
	if (type === 'audio' || type === 'plain_text') return {};
	if (type === 'image' || type === 'img_group' || type === 'group')
		return { ...(frames.get(sequence) ?? { objects: [], classifications: [] }) };
	return Object.fromEntries([...frames].map(([frame, lists]) => [String(frame), lists]));
}

/** A value that is not text is lost. */
function rowTime(time: unknown): string | null {
	if (typeof time !== 'string') return null;
	const date = parseLabelTime(time);
	if (date === undefined)
		throw new UnreadableRow(`"${time}" is not a date.`, { field: 'created_at' });
	return formatLabelTime(date);
}
