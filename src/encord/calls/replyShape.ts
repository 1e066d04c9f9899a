/** What a reply must hold before it is trusted. Only what is relied on is checked; everything is kept as it came. */
import { z } from 'zod';
import { ProtocolError } from '../wire/errors';

/**
 * The very value that was received, after checking it: unknown fields survive.
 * @throws ProtocolError naming the fields that are missing or of the wrong type, never their values
 */
export function checked<T>(shape: z.ZodTypeAny, value: unknown, what: string): T {
	const result = shape.safeParse(value);
	if (result.success) return value as T;
	const faults = [
		...new Set(
			result.error.issues.map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`),
		),
	].slice(0, 5);
	throw new ProtocolError(
		`Encord's answer is not as expected (while ${what}): ${faults.join('; ')}.`,
		{
			advice:
				'If this stays, a newer version of this package may be needed for the current Encord.',
		},
	);
}

const text = z.string();
/** An object whose content is not looked at. */
const anyObject = z.custom<object>(
	(value) => typeof value === 'object' && value !== null && !Array.isArray(value),
	'must be an object',
);

const stage = z.object({
	uuid: text,
	title: text,
	stageType: text,
	pathways: z.array(z.object({ uuid: text, title: text })).nullish(),
});

export const projectShape = z.object({
	projectHash: text,
	title: text,
	ontologyHash: text,
	projectType: text,
	editorOntology: anyObject,
	workflow: z.object({ stages: z.array(stage) }).nullish(),
});

export const ontologyShape = z.object({ ontologyUuid: text, title: text, editor: anyObject });
export const projectDatasetShape = z.object({ datasetHash: text, title: text });

export const labelRowMetadataShape = z.object({
	label_hash: text.nullable(),
	data_hash: text,
	dataset_hash: text,
	data_title: text,
	data_type: text,
	branch_name: text,
	label_status: text,
	number_of_frames: z.number(),
});

/** Label blob: its maps are only known to be maps, there may be hundreds of megabytes below them. */
export const labelRowShape = z.object({
	label_hash: text,
	data_hash: text,
	data_type: text,
	data_units: anyObject,
	object_answers: anyObject,
	classification_answers: anyObject,
	object_actions: anyObject,
});

export const storageItemShape = z.object({ uuid: text, parent: text, itemType: text, name: text });
export const taskShape = z.object({ uuid: text, dataHash: text, dataTitle: text });
export const validationStateShape = z.object({
	labelHash: text,
	isValid: z.boolean(),
	errors: z.array(text),
});
export const issueShape = z.object({ type: text, dataUuid: text, comments: z.array(anyObject) });
export const bearerTokenShape = z.object({ token: text.min(1) });

/** `{results: [...]}`, one page of it when there is a token (protocol §4). */
export function resultsOf(item: z.ZodTypeAny) {
	return z.object({ results: z.array(item), nextPageToken: text.nullish() });
}
