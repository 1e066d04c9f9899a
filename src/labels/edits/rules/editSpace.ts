/** Finds the space that an edit names. */
import { Refusal } from '../../row/problem';
import { spaceIds, spaceOf, type Space } from '../../row/space';
import type { EditBase } from './editBase';
import type { EditState } from './editState';

/**
 * The space of an edit.
 * @param wholeRow accepts the row of a data group itself, which holds global classifications but no other labels
 * @throws Refusal when the row has no such space, or the space holds no labels
 */
export function spaceOfEdit(state: EditState, edit: EditBase, wholeRow = false): Space {
	const space = spaceOf(state.draft.row, state.context.metadata, edit.space);
	if (space !== undefined && (space.kind !== 'none' || (wholeRow && space.id === undefined)))
		return space;
	const ids = spaceIds(state.draft.row);
	const known = ids.length > 0 ? `There are: ${ids.join(', ')}` : 'It has no spaces.';
	throw new Refusal({
		code: 'notFound',
		field: 'space',
		value: edit.space,
		accepted: ids,
		message:
			edit.space !== undefined
				? `This label row has no space "${edit.space}" that can hold labels. ${known}`
				: `Labels of a "${space?.type ?? ''}" row are kept per space. Name the space: ${ids.join(', ')}`,
	});
}
