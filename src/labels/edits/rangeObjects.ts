/** Objects on audio, text and HTML: they live in their answer entry, as ranges (protocol §8.5, §8.8). */
import type { EncordJson } from '../../encord/wire/json';
import { answerObject } from './attributeEdits';
import type { AddObject } from './edit';
import type { Coordinates } from '../shapes/registry';
import type { FrameRange } from '../row/frames';
import {
	agentMark,
	mayReplace,
	newStamp,
	ownedBy,
	reportKept,
	resolveFrames,
	restamp,
	without,
	type Editing,
} from './editing';
import { Refusal } from '../row/problem';
import { labelHash } from '../row/identity';
import { classKeys, ordinal } from './placedObjects';
import type { ObjectItem } from '../ontology/ontology';
import { keepsPlainAnswers, type Space } from '../row/space';

/** Places an object on ranges; setting it again replaces its ranges. */
export function placeRangeObject(
	editing: Editing,
	edit: AddObject,
	item: ObjectItem,
	space: Space,
): void {
	const { draft } = editing;
	const where = rangeKeys(edit.coordinates ?? edit.placements?.[0]?.coordinates, item, space);
	const hash = edit.hash ?? hashOf(editing, edit, item, space, where);
	const existing = draft.answer('object_answers', hash);
	if (existing === undefined) {
		draft.putAnswer('object_answers', hash, {
			objectHash: hash,
			classifications: [],
			...classKeys(item),
			...newStamp(editing, edit.stamp),
			...where,
			...agentMark(editing),
		});
	} else if (existing.featureHash !== item.featureHash) {
		throw new Refusal({
			code: 'occupied',
			item: item.title,
			hash,
			message: `The hash ${hash} belongs to an object of another class.`,
		});
	} else if (!sameRanges(existing, where) || edit.stamp !== undefined) {
		if (!mayReplace(editing, edit) && !ownedBy(editing, hash, existing)) {
			reportKept(editing, item.title, [[0, 0]], true, hash);
			return;
		}
		const spaces =
			where.spaces === undefined
				? {}
				: { spaces: { ...(existing.spaces as EncordJson), ...(where.spaces as EncordJson) } };
		draft.putAnswer('object_answers', hash, {
			lastEditedBy: null,
			...restamp(editing, existing, edit.stamp),
			...where,
			...spaces,
		});
	}
	if (edit.attributes !== undefined)
		answerObject(
			editing,
			{ item, space, hash },
			{ ...edit, frames: undefined, attributes: edit.attributes },
		);
}

/** @returns false when the object is somebody else's and may not be removed */
export function deleteRangeObject(
	editing: Editing,
	hash: string,
	space: Space,
	replace: boolean,
): boolean {
	const entry = editing.draft.answer('object_answers', hash);
	if (entry === undefined) return true;
	if (!replace && !ownedBy(editing, hash, entry)) return false;
	const spaces = without((entry.spaces ?? {}) as EncordJson, space.id ?? '');
	const elsewhere = !keepsPlainAnswers(space) && Object.keys(spaces).length > 0;
	editing.draft.putAnswer('object_answers', hash, elsewhere ? { ...entry, spaces } : undefined);
	return true;
}

function hashOf(
	editing: Editing,
	edit: AddObject,
	item: ObjectItem,
	space: Space,
	where: EncordJson,
): string {
	if (edit.mode === 'add')
		return labelHash(editing.agent, item.featureHash, space.id, [
			'new',
			editing.context.newHash?.() ?? crypto.randomUUID(),
		]);
	return labelHash(
		editing.agent,
		item.featureHash,
		space.id,
		edit.key === undefined
			? ['ranges', where, ordinal(editing, item, space, where)]
			: ['key', edit.key],
	);
}

/** The keys that say where the object is, as the space wants them. */
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

function sameRanges(entry: EncordJson, where: EncordJson): boolean {
	return Object.entries(where).every(([key, value]) => {
		if (key !== 'spaces') return JSON.stringify(entry[key]) === JSON.stringify(value);
		const spaces = (entry.spaces ?? {}) as EncordJson;
		return Object.entries(value as EncordJson).every(
			([id, info]) => JSON.stringify(spaces[id]) === JSON.stringify(info),
		);
	});
}
