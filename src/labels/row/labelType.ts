/** The two types of label a row holds, objects and classifications, and the JSON keys each type uses (protocol §8). */
import type { EncordJson } from '../../encord/wire/json';

/** A label on a frame, as the row's JSON has it (protocol §8.1, §8.3). */
export type LabelJson = EncordJson;
export type LabelType = 'object' | 'classification';

/** By label type: the key of a frame's list, the key of a label's hash, and the row's map of answer entries. */
export const LABEL_KEYS = {
	object: { list: 'objects', hash: 'objectHash', answers: 'object_answers' },
	classification: {
		list: 'classifications',
		hash: 'classificationHash',
		answers: 'classification_answers',
	},
} as const;
