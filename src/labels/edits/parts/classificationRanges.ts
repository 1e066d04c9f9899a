/**
 * Keeps the `range` of classification entries in agreement with the frames of their labels (protocol §8.4). Edits note which
 * labels changed their frames, and the ranges are written once, after the last edit.
 */
import type { EncordJson } from '../../../encord/wire/json';
import { answerRanges } from '../../row/answerEntry';
import { mergeRanges, toRanges, type FrameRange } from '../../row/frames';
import { keepsPlainAnswers, type Space } from '../../row/space';
import type { EditState } from '../rules/editState';

/** Notes that the frames of a label changed. */
export function noteFramesChanged(state: EditState, space: Space, hash: string): void {
	const key = `${space.id ?? ''} ${hash}`;
	if (state.unwrittenRanges.has(key)) return;
	state.unwrittenRanges.set(key, { space, hash });
	state.draft.changes.whenUndone(() => state.unwrittenRanges.delete(key));
}

/** Writes the ranges of all labels whose frames changed. */
export function writeRanges(state: EditState): void {
	for (const { space, hash } of state.unwrittenRanges.values()) {
		writeRange(
			state,
			space,
			hash,
			toRanges(state.draft.index(space, 'classification').framesOf(hash)),
		);
	}
	state.unwrittenRanges.clear();
}

/** Writes the range of one label. Entries without authorship have none (protocol §8.4). */
export function writeRange(
	state: EditState,
	space: Space,
	hash: string,
	ranges: FrameRange[],
): void {
	const { draft } = state;
	const entry = draft.answer('classification_answers', hash);
	if (entry === undefined) return;
	const existing = mergeRanges(answerRanges(entry, space));
	if (JSON.stringify(existing) === JSON.stringify(ranges)) return;
	if (keepsPlainAnswers(space)) {
		if ('createdBy' in entry)
			draft.putAnswer('classification_answers', hash, { ...entry, range: ranges });
		return;
	}
	const spaces = (entry.spaces ?? {}) as { [id: string]: EncordJson };
	const id = space.id ?? '';
	draft.putAnswer('classification_answers', hash, {
		...entry,
		spaces: { ...spaces, [id]: { ...spaces[id], range: ranges, type: 'frame' } },
	});
}
