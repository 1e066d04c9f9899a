/** Objects on audio, text and HTML. They are not on frames: their answer entry has their ranges (protocol §8.5, §8.8). */
import type { EncordJson } from '../../../encord/wire/json';
import type { AnswersInput } from '../../answers/answerInput';
import type { ObjectItem } from '../../ontology/ontology';
import { withoutSpace } from '../../row/answerEntry';
import type { FrameRange, FramesInput } from '../../row/frames';
import { Refusal } from '../../row/problem';
import { keepsPlainAnswers, type Space } from '../../row/space';
import type { Coordinates } from '../../shapes/registry';
import { answerObject } from './attributeAnswers';
import type { EditBase } from '../rules/editBase';
import { resolveFrames } from '../rules/editFrames';
import type { EditState } from '../rules/editState';
import { objectHash } from './objectHash';
import { classKeys } from './objectsInRow';
import { isOwnLabel, mayReplaceOthers, reportLabelOfOthers } from '../rules/ownership';
import type { Placement } from './placeObject';
import { agentKeys, newStamp, restampEntry } from '../rules/stamp';

/** The part of an edit that places an object on ranges. */
interface RangeEdit extends EditBase {
	frames?: FramesInput;
	coordinates?: Coordinates;
	placements?: Placement[];
	attributes?: AnswersInput;
	key?: string;
	mode?: 'upsert' | 'add';
	hash?: string;
}

/** Places an object on ranges. The ranges of an object that is there already are replaced. */
export function placeRangeObject(
	state: EditState,
	edit: RangeEdit,
	item: ObjectItem,
	space: Space,
): void {
	const { draft } = state;
	const where = rangeKeys(onlyPlace(edit, item), item, space);
	const hash = edit.hash ?? objectHash(state, edit, item, space, ['ranges', where]);
	const existing = draft.answer('object_answers', hash);
	if (existing === undefined) {
		draft.putAnswer('object_answers', hash, {
			objectHash: hash,
			classifications: [],
			...classKeys(item),
			...newStamp(state, edit.stamp),
			...where,
			...agentKeys(state),
		});
	} else if (existing.featureHash !== item.featureHash) {
		throw new Refusal({
			code: 'occupied',
			item: item.title,
			hash,
			message: `The hash ${hash} belongs to an object of another class.`,
		});
	} else if (!hasRanges(existing, where) || edit.stamp !== undefined) {
		if (!mayReplaceOthers(state, edit) && !isOwnLabel(state, hash, existing)) {
			reportLabelOfOthers(state, item.title, [[0, 0]], true, hash);
			return;
		}
		const spaces =
			where.spaces === undefined
				? {}
				: { spaces: { ...(existing.spaces as EncordJson), ...(where.spaces as EncordJson) } };
		draft.putAnswer('object_answers', hash, {
			...restampEntry(state, existing, edit.stamp),
			...where,
			...spaces,
		});
	}
	if (edit.attributes !== undefined) {
		const { attributes } = edit;
		answerObject(
			state,
			{ hash, item, space },
			{ ...edit, attributes, frames: undefined, placed: true },
		);
	}
}

/**
 * The coordinates of the edit. The object has no frames: the ranges are in the coordinates. Frame 0 stands for the whole, as in the
 * official client.
 * @throws Refusal for other frames, and for more than one place
 */
function onlyPlace(
	{ frames, coordinates, placements = [] }: RangeEdit,
	item: ObjectItem,
): Coordinates | undefined {
	const places = [...(coordinates ? [{ frames: frames ?? 0, coordinates }] : []), ...placements];
	const refuse = (message: string): never => {
		throw new Refusal({
			code: 'badFrames',
			item: item.title,
			field: 'frames',
			value: frames,
			message,
		});
	};
	if (places.length > 1)
		return refuse(`"${item.title}" has one list of ranges. Put all ranges into it.`);
	const [place] = places;
	const given = place === undefined ? undefined : place.frames;
	const isWhole =
		given === undefined ||
		given === 'only' ||
		given === 'all' ||
		JSON.stringify([given].flat(3)) === '[0]' ||
		JSON.stringify([given].flat(3)) === '[0,0]';
	if (!isWhole)
		return refuse(
			`"${item.title}" is on ranges and not on frames. Leave the frames out, and give the ranges in its coordinates.`,
		);
	return place?.coordinates;
}

/**
 * Removes an object from a space.
 * @returns false when it belongs to somebody else and may not be removed
 */
export function deleteRangeObject(
	state: EditState,
	hash: string,
	space: Space,
	mayReplace: boolean,
): boolean {
	const entry = state.draft.answer('object_answers', hash);
	if (entry === undefined) return true;
	if (!mayReplace && !isOwnLabel(state, hash, entry)) return false;
	state.draft.putAnswer('object_answers', hash, withoutSpace(entry, space));
	return true;
}

/** The keys of the answer entry that say where the object is. @throws Refusal when the coordinates are not ranges */
function rangeKeys(
	coordinates: Coordinates | undefined,
	item: ObjectItem,
	space: Space,
): EncordJson {
	const given = (coordinates ?? {}) as {
		ranges?: FrameRange[];
		rangeHtml?: Array<{ start: unknown; end: unknown }>;
	};
	if (space.kind === 'html') {
		const { rangeHtml } = given;
		if (!Array.isArray(rangeHtml) || rangeHtml.length === 0)
			return refuse(
				item,
				coordinates,
				'rangeHtml: [{start: {xpath, offset}, end: {xpath, offset}}]',
			);
		if (keepsPlainAnswers(space)) return { range: [], range_html: rangeHtml };
		return {
			range: [],
			spaces: {
				[space.id ?? '']: { range: rangeHtml.map(({ start, end }) => [start, end]), type: 'html' },
			},
		};
	}
	if (!Array.isArray(given.ranges) || given.ranges.length === 0)
		return refuse(item, coordinates, 'ranges: [[first, last]]');
	const ranges = resolveFrames(given.ranges, space, item.title);
	return keepsPlainAnswers(space)
		? { range: ranges }
		: { range: [], spaces: { [space.id ?? '']: { range: ranges, type: 'frame' } } };
}

function refuse(item: ObjectItem, value: unknown, accepted: string): never {
	throw new Refusal({
		code: 'badCoordinates',
		item: item.title,
		field: 'coordinates',
		value,
		accepted,
		message: `"${item.title}" is placed by ${accepted}.`,
	});
}

/** Whether an entry has these range keys; of `spaces`, only the given ones are compared. */
function hasRanges(entry: EncordJson, where: EncordJson): boolean {
	return Object.entries(where).every(([key, value]) => {
		if (key !== 'spaces') return JSON.stringify(entry[key]) === JSON.stringify(value);
		const spaces = (entry.spaces ?? {}) as EncordJson;
		return Object.entries(value as EncordJson).every(
			([id, info]) => JSON.stringify(spaces[id]) === JSON.stringify(info),
		);
	});
}
