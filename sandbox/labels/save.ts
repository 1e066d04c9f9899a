/** Storing label rows (protocol §7.3). */
import { z } from 'zod';
import type { EncordJson } from '../../src/encord/wire/json';
import type { Context } from '../calls/context';
import { labelRowId, type LabelContent, type LabelRow, type Project } from '../state/entities';
import { Refusal, found, labelRefusal } from '../calls/refusal';
import { laterThan } from '../state/times';
import { withAuthors } from './authorship';
import { SERVER_KEYS, itemOfUnit } from './blob';
import { labelChanges } from './changes';
import { checkLabels } from './checks';

const entries = z.record(z.record(z.unknown()));
const contentSchema = z
	.object({
		data_units: entries,
		object_answers: entries,
		classification_answers: entries,
		object_actions: entries.default({}),
		spaces: z
			.record(z.unknown())
			.nullish()
			.transform((spaces) => spaces ?? {}),
	})
	.passthrough();

/** Keys of a data unit that the server sets itself. All other keys are kept, known or not. */
const SERVER_UNIT_KEYS = [
	'data_hash',
	'data_title',
	'data_type',
	'data_sequence',
	'data_link',
	'width',
	'height',
	'data_fps',
	'data_duration',
	'audio_codec',
	'audio_sample_rate',
	'audio_bit_depth',
	'audio_num_channels',
];

function without(entry: EncordJson, keys: readonly string[]): EncordJson {
	return Object.fromEntries(Object.entries(entry).filter(([key]) => !keys.includes(key)));
}

/** The deprecated form of a save has `validate_before_saving` within the label row. It is not part of the labels. */
function readContent(payload: unknown, labelHash: string): LabelContent {
	const parsed = contentSchema.safeParse(payload);
	if (!parsed.success)
		throw labelRefusal.corrupted(
			`The label row is incomplete: ${parsed.error.issues[0]?.path.join('.') ?? ''}`,
		);
	if ((parsed.data.label_hash ?? labelHash) !== labelHash)
		throw labelRefusal.corrupted(`The labels of another row were sent for ${labelHash}`);
	const data_units = Object.fromEntries(
		Object.entries(parsed.data.data_units).map(([hash, unit]) => [
			hash,
			without(unit, SERVER_UNIT_KEYS),
		]),
	);
	return {
		...(without(parsed.data, [...SERVER_KEYS, 'validate_before_saving']) as typeof parsed.data),
		data_units,
	};
}

/** Replaces all labels of a row after checking them. @throws Refusal with a v1 code; nothing is stored then. */
export function saveLabels(
	context: Context,
	project: Project,
	row: LabelRow,
	payload: unknown,
): void {
	const { store, user, now } = context;
	const unit = found(store.dataUnits.get(row.dataHash), `Data unit ${row.dataHash}`);
	const ontology = found(
		store.ontologies.get(project.ontologyUuid),
		`Ontology ${project.ontologyUuid}`,
	);
	if (row.labelHash === null)
		throw new Refusal(404, `The labels of data unit ${row.dataHash} have not been created`);
	const content = readContent(payload, row.labelHash);
	checkLabels({
		unit,
		content,
		ontology: ontology.editor,
		sizeOf: (unitHash) => {
			const { width, height } = itemOfUnit(context, unit, unitHash);
			return width === null || height === null ? null : { width, height };
		},
	});
	const at = laterThan(row.lastEditedAt, now);
	const version = row.version + 1;
	const signed = withAuthors(unit, content, { email: user, at });
	store.labelRows.put(row.id, { ...row, content: signed, lastEditedAt: at, version });
	const id = `${row.labelHash}/${version}`;
	// Branches share the task of the main branch.
	const main = store.labelRows.get(labelRowId(row.projectHash, row.dataHash, 'main'));
	const task = store.tasks.get(row.taskUuid ?? main?.taskUuid ?? '');
	store.saves.put(id, {
		id,
		projectHash: row.projectHash,
		labelHash: row.labelHash,
		version,
		by: user,
		at,
		savedAt: now.toISOString(),
		...(task ? { place: { taskUuid: task.uuid, stageUuid: task.stageUuid } } : {}),
		changes: labelChanges(unit, row.content, signed),
	});
}
