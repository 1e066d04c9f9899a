/**
 * Where an answer entry of a row (a value of `object_answers` or `classification_answers`) applies: in which spaces, and
 * on which frames of a space (protocol §8.4, §8.8).
 */
import type { EncordJson } from '../../encord/wire/json';
import type { FrameRange } from './frames';
import { keepsPlainAnswers, type Space } from './space';

/** The ranges that an entry has for a space. For the row's own media, only entries with authorship have ranges. */
export function answerRanges(entry: EncordJson | undefined, space: Space): FrameRange[] {
	const inSpace = (entry?.spaces as EncordJson | null | undefined)?.[space.id ?? ''] as
		| EncordJson
		| undefined;
	const range = keepsPlainAnswers(space)
		? entry !== undefined && 'createdBy' in entry
			? entry.range
			: undefined
		: inSpace?.range;
	return Array.isArray(range)
		? (range as FrameRange[]).filter(
				(pair) => typeof pair?.[0] === 'number' && typeof pair[1] === 'number',
			)
		: [];
}

/** Whether an entry belongs to a space: it names the space, or names none and the space is the row's own media. */
export function isInSpace(entry: EncordJson, space: Space): boolean {
	const spaces = (entry.spaces ?? {}) as EncordJson;
	return keepsPlainAnswers(space)
		? Object.keys(spaces).length === 0
		: spaces[space.id ?? ''] !== undefined;
}

/** The entry without a space; undefined when it belongs to no other space, so that it can be deleted. */
export function withoutSpace(entry: EncordJson, space: Space): EncordJson | undefined {
	if (keepsPlainAnswers(space)) return undefined;
	const others = Object.entries((entry.spaces ?? {}) as EncordJson).filter(
		([id]) => id !== space.id,
	);
	return others.length === 0 ? undefined : { ...entry, spaces: Object.fromEntries(others) };
}
