/** Whose label it is, and whether an edit may change it. Labels of others stay as they are unless the edit allows it. */
import type { EncordJson } from '../../../encord/wire/json';
import { describeRanges, mergeRanges, type FrameRange } from '../../row/frames';
import { isOwn } from '../../row/identity';
import type { LabelType } from '../../row/labelType';
import type { Space } from '../../row/space';
import type { EditBase } from './editBase';
import type { EditState } from './editState';

/** Whether this agent wrote a label and nobody else has edited it since (row/identity.ts). */
export function isOwnLabel(
	state: EditState,
	hash: string,
	authorship: EncordJson | undefined,
): boolean {
	return isOwn(state.agent, hash, authorship);
}

/** The same for a label on one frame. When the frame lists it twice, both have to be this agent's own. */
export function isOwnOnFrame(
	state: EditState,
	space: Space,
	type: LabelType,
	frame: number,
	hash: string,
): boolean {
	const entries = state.draft.entries(space, type, frame, hash);
	if (entries.length === 0) return isOwnLabel(state, hash, undefined);
	return entries.every((entry) => isOwnLabel(state, hash, entry));
}

/** Whether an edit may replace and remove labels of others. */
export function mayReplaceOthers(
	state: EditState,
	edit: Pick<EditBase, 'replacePersonLabels'>,
): boolean {
	return edit.replacePersonLabels ?? state.context.replacePersonLabels ?? false;
}

/**
 * Reports frames on which an edit left a label of others as it is.
 * @param frames no problem is reported when there are none
 * @param nothingDone the edit changed nothing at all: then the problem is an error, otherwise a warning
 * @param hashes of the labels on these frames
 */
export function reportLabelOfOthers(
	state: EditState,
	title: string,
	frames: FrameRange[],
	nothingDone: boolean,
	...hashes: string[]
): void {
	if (frames.length === 0) return;
	const merged = mergeRanges(frames);
	state.problems.push({
		severity: nothingDone ? 'error' : 'warning',
		code: 'keptForeignLabel',
		edit: state.position,
		item: title,
		frames: merged,
		...(hashes.length === 1 ? { hash: hashes[0]! } : { hashes }),
		message:
			`"${title}" on frames ${describeRanges(merged)} was written or changed by somebody else and was left as it is. ` +
			'Allow replacing labels of people to change it.',
	});
}
