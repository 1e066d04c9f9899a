/** Writes the entry of a classification label in `classification_answers` (protocol §8.4, §8.8). */
import type { EncordJson } from '../../../encord/wire/json';
import { answerEntries, mergeAnswers, type AnswerValues } from '../../answers/answers';
import type { ClassificationItem } from '../../ontology/ontology';
import { isInSpace } from '../../row/answerEntry';
import type { FrameRange } from '../../row/frames';
import { keepsPlainAnswers, type Space } from '../../row/space';
import type { EditState } from '../rules/editState';
import { agentKeys, newStamp, restampEntry, type Stamp } from '../rules/stamp';

/** The part of an edit that the entry depends on. */
interface EntryEdit {
	stamp?: Stamp;
	authorship?: boolean;
	confidence?: number;
}

interface EntryTarget {
	item: ClassificationItem;
	space: Space;
	globalRange: FrameRange[];
}

/** Creates the entry of a label, or gives an existing one these answers and no others. */
export function writeClassificationEntry(
	state: EditState,
	edit: EntryEdit,
	target: EntryTarget,
	hash: string,
	answers: AnswerValues,
): void {
	const { draft } = state;
	const { item, space } = target;
	const existing = draft.answer('classification_answers', hash);
	const author = { manual: edit.stamp?.manualAnnotation ?? false };
	if (existing === undefined) {
		draft.putAnswer('classification_answers', hash, {
			classificationHash: hash,
			featureHash: item.featureHash,
			classifications: mergeAnswers([], answers, author, item),
			...placeAndAuthorship(state, edit, target),
			...agentKeys(state),
		});
		return;
	}
	const allAnswers: AnswerValues = new Map(
		item.allAttributes.map((attribute) => [attribute, answers.get(attribute) ?? null]),
	);
	const classifications = mergeAnswers(answerEntries(existing), allAnswers, author, item);
	const spaces =
		keepsPlainAnswers(space) || isInSpace(existing, space)
			? {}
			: { spaces: { ...(existing.spaces as EncordJson), ...spaceKeys(space) } };
	const changed = classifications !== answerEntries(existing) || Object.keys(spaces).length > 0;
	if (!changed && edit.stamp === undefined) return;
	const stamped = 'createdBy' in existing ? restampEntry(state, existing, edit.stamp) : existing;
	draft.putAnswer('classification_answers', hash, { ...stamped, classifications, ...spaces });
}

/** The keys of a new entry that say where the label is and who made it. */
function placeAndAuthorship(
	state: EditState,
	edit: EntryEdit,
	{ item, space, globalRange }: EntryTarget,
): EncordJson {
	const stamp = newStamp(state, edit.stamp);
	if (keepsPlainAnswers(space))
		return { spaces: {}, ...(edit.authorship === false ? {} : { range: globalRange, ...stamp }) };
	if (space.kind === 'frames' && !item.global) return { spaces: spaceKeys(space) };
	return { spaces: spaceKeys(space), range: [], ...stamp, confidence: edit.confidence ?? 1 };
}

/** The value of `spaces` for a label in one space; its range is written separately. */
function spaceKeys(space: Space): EncordJson {
	return { [space.id ?? '']: { range: [], type: space.kind === 'html' ? 'html' : 'frame' } };
}
