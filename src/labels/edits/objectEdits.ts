/** Placing, moving, copying and deleting objects on frames (protocol §8.1, §8.5). */
import { isDeepStrictEqual } from 'node:util';

import type { EncordJson } from '../../encord/wire/json';
import { answerObject } from './attributeEdits';
import { withoutCoordinates } from '../shapes/coordinateKeys';
import { wireCoordinates } from '../shapes/coordinates';
import { frameShape, isRangeShape } from '../shapes/registry';
import { cutDynamicAnswers } from '../answers/dynamicAnswers';
import type { AddObject, CopyObject, DeleteObject, MoveObject, Stamp } from './edit';
import type { FrameRange } from '../row/frames';
import {
	lookUp,
	mayReplace,
	newStamp,
	ownedBy,
	reportKept,
	resolveFrames,
	restamp,
	spaceOfEdit,
	type Editing,
} from './editing';
import { Refusal } from '../row/problem';
import { countFrames, framesIn, intersectRanges, mergeRanges, toRanges } from '../row/frames';
import { labelHash } from '../row/identity';
import { findObject, type ObjectItem } from '../ontology/ontology';
import {
	classKeys,
	dropIfGone,
	ensureEntry,
	featureOf,
	findPlaced,
	noSuchObject,
	ordinal,
	ownsFrame,
	spacesWith,
} from './placedObjects';
import { deleteRangeObject, placeRangeObject } from './rangeObjects';
import { frameSize, type Space } from '../row/space';

/** Coordinates for frames of one space, checked; per frame where they depend on the frame's size. */
interface CheckedPlacement {
	ranges: FrameRange[];
	coordinates: EncordJson;
	confidence: number | undefined;
}

/** What stays the same while an object is put on frames. */
interface Placing {
	item: ObjectItem;
	space: Space;
	hash: string;
	stamp: Stamp | undefined;
	replace: boolean;
}

export function addObject(editing: Editing, edit: AddObject): void {
	const item = lookUp(() => findObject(editing.ontology, edit.object));
	const space = spaceOfEdit(editing, edit);
	refuseWrongMedia(item, space);
	if (space.kind !== 'frames') {
		placeRangeObject(editing, edit, item, space);
		return;
	}
	const placements = checkPlacements(editing, edit, item, space);
	const hash = edit.hash ?? hashOf(editing, edit, item, space, placements);
	const known = featureOf(editing, space, hash);
	if (known !== undefined && known !== item.featureHash) {
		throw new Refusal({
			code: 'occupied',
			item: item.title,
			hash,
			message: `The hash ${hash} belongs to an object of another class. Use Change Class to give it this one.`,
		});
	}
	const placing = { item, space, hash, stamp: edit.stamp, replace: mayReplace(editing, edit) };
	const kept = placements.flatMap((placement) => place(editing, placing, placement));
	const total = placements.reduce((sum, { ranges }) => sum + countFrames(ranges), 0);
	reportKept(editing, item.title, kept, kept.length >= total, hash);
	if (kept.length >= total) return;
	ensureEntry(editing, hash);
	const frames = mergeRanges(placements.flatMap(({ ranges }) => ranges));
	if (edit.attributes !== undefined)
		answerObject(editing, { item, space, hash }, { ...edit, frames, attributes: edit.attributes });
}

export function moveObject(editing: Editing, edit: MoveObject): void {
	const { item, space } = findPlaced(editing, edit.objectHash, edit.space);
	if (space.kind !== 'frames') {
		placeRangeObject(
			editing,
			{ ...edit, kind: 'addObject', object: item.featureHash, hash: edit.objectHash },
			item,
			space,
		);
		return;
	}
	const placing = {
		item,
		space,
		hash: edit.objectHash,
		stamp: edit.stamp,
		replace: mayReplace(editing, edit),
	};
	const [placement] = checkPlacements(
		editing,
		{ ...edit, kind: 'addObject', object: item.featureHash },
		item,
		space,
	);
	if (placement === undefined) return;
	const kept = place(editing, placing, placement);
	reportKept(
		editing,
		item.title,
		kept,
		kept.length >= countFrames(placement.ranges),
		edit.objectHash,
	);
}

export function copyObject(editing: Editing, edit: CopyObject): void {
	const { item, space } = findPlaced(editing, edit.objectHash, edit.space);
	const from = edit.fromFrame ?? editing.draft.index(space, 'object').framesOf(edit.objectHash)[0];
	const source =
		from === undefined ? undefined : editing.draft.label(space, 'object', from, edit.objectHash);
	if (source === undefined) {
		throw new Refusal({
			code: 'notFound',
			item: item.title,
			hash: edit.objectHash,
			field: 'fromFrame',
			value: from,
			message: `"${item.title}" is not on frame ${from ?? 0}.`,
		});
	}
	const kept = [...framesIn(resolveFrames(edit.toFrames, space, item.title))].filter((frame) => {
		if (frame === from) return false;
		const confidence = typeof source.confidence === 'number' ? source.confidence : undefined;
		const placing = {
			item,
			space,
			hash: edit.objectHash,
			stamp: edit.stamp,
			replace: mayReplace(editing, edit),
		};
		const coordinates = Object.fromEntries(
			Object.entries(source).filter(([key]) => !(key in withoutCoordinates(source))),
		);
		return (
			place(editing, placing, { ranges: [[frame, frame]], coordinates, confidence }).length > 0
		);
	});
	reportKept(editing, item.title, kept, false, edit.objectHash);
}

export function deleteObject(editing: Editing, edit: DeleteObject): void {
	const spaces = spacesWith(editing, edit.objectHash, edit.space);
	const [first] = spaces;
	if (first === undefined) throw noSuchObject(edit.objectHash, edit.space);
	const feature = featureOf(editing, first, edit.objectHash) ?? '';
	const title = editing.ontology.objectByHash.get(feature)?.title ?? feature;
	const replace = mayReplace(editing, edit);
	const kept: number[] = [];
	let removed = 0;
	for (const space of spaces) {
		if (space.kind !== 'frames') {
			if (deleteRangeObject(editing, edit.objectHash, space, replace)) removed++;
			else kept.push(0);
			continue;
		}
		const all = toRanges(editing.draft.index(space, 'object').framesOf(edit.objectHash));
		const wanted =
			edit.frames === undefined
				? all
				: intersectRanges(all, resolveFrames(edit.frames, space, title));
		for (const frame of framesIn(wanted)) {
			if (!replace && !ownsFrame(editing, space, frame, edit.objectHash)) kept.push(frame);
			else {
				editing.draft.removeLabel(space, 'object', frame, edit.objectHash);
				removed++;
			}
		}
		cutDynamicAnswers(
			editing.draft,
			space,
			edit.objectHash,
			editing.draft.index(space, 'object').framesOf(edit.objectHash),
		);
	}
	reportKept(editing, title, kept, removed === 0, edit.objectHash);
	dropIfGone(editing, edit.objectHash);
}

function refuseWrongMedia(item: ObjectItem, space: Space): void {
	if (isRangeShape(item.shape) !== (space.kind !== 'frames')) {
		throw new Refusal({
			code: 'badCoordinates',
			item: item.title,
			field: 'object',
			value: item.shape,
			message: `"${item.title}" (${item.shape}) cannot be placed in ${space.type} media.`,
		});
	}
}

function checkPlacements(
	editing: Editing,
	edit: AddObject,
	item: ObjectItem,
	space: Space,
): CheckedPlacement[] {
	const single =
		edit.coordinates === undefined
			? []
			: [{ frames: edit.frames ?? 0, coordinates: edit.coordinates, confidence: edit.confidence }];
	const placements = [...single, ...(edit.placements ?? [])];
	if (placements.length === 0) {
		throw new Refusal({
			code: 'badCoordinates',
			item: item.title,
			field: 'coordinates',
			message: `Say where "${item.title}" is: frames and coordinates are missing.`,
		});
	}
	return placements.map(({ frames, coordinates, confidence }) => {
		const ranges = resolveFrames(frames, space, item.title);
		const first = ranges[0]?.[0];
		if (first === undefined)
			throw new Refusal({
				code: 'badFrames',
				item: item.title,
				field: 'frames',
				value: frames,
				message: 'No frames are given.',
			});
		const checkedOn = frameShape(item.shape)?.boundToFrameSize ? [...framesIn(ranges)] : [first];
		const checked = checkedOn.map((frame) =>
			wireCoordinates(
				item,
				coordinates,
				editing.context.outside ?? 'clip',
				frameSize(editing.draft.row, space, frame, editing.context.metadata),
			),
		);
		return { ranges, coordinates: checked[0] ?? {}, confidence: confidence ?? edit.confidence };
	});
}

function hashOf(
	editing: Editing,
	edit: AddObject,
	item: ObjectItem,
	space: Space,
	placements: CheckedPlacement[],
): string {
	if (edit.mode === 'add')
		return labelHash(editing.agent, item.featureHash, space.id, [
			'new',
			editing.context.newHash?.() ?? crypto.randomUUID(),
		]);
	const frames = placements.map(({ ranges }) => ranges);
	return labelHash(
		editing.agent,
		item.featureHash,
		space.id,
		edit.key === undefined
			? ['frames', frames, ordinal(editing, item, space, frames)]
			: ['key', edit.key],
	);
}

/** Puts an object on frames; returns the frames where somebody else's work was left as it is. */
function place(
	editing: Editing,
	placing: Placing,
	{ ranges, coordinates, confidence }: CheckedPlacement,
): number[] {
	const kept: number[] = [];
	for (const frame of framesIn(ranges))
		if (!placeOnFrame(editing, placing, frame, coordinates, confidence)) kept.push(frame);
	return kept;
}

function placeOnFrame(
	editing: Editing,
	placing: Placing,
	frame: number,
	coordinates: EncordJson,
	confidence: number | undefined,
): boolean {
	const { draft } = editing;
	const { item, space, hash, stamp } = placing;
	const label = draft.label(space, 'object', frame, hash);
	if (label === undefined) {
		const { lastEditedBy, ...made } = newStamp(editing, stamp);
		draft.putLabel(space, 'object', frame, {
			...classKeys(item),
			objectHash: hash,
			confidence: confidence ?? 1,
			...made,
			...(lastEditedBy === null ? {} : { lastEditedBy }),
			...coordinates,
		});
		return true;
	}
	const same =
		Object.entries(coordinates).every(([key, value]) => isDeepStrictEqual(label[key], value)) &&
		(confidence === undefined || label.confidence === confidence) &&
		stamp === undefined;
	if (same) return true;
	if (!placing.replace && !ownedBy(editing, hash, label)) return false;
	draft.putLabel(space, 'object', frame, {
		...restamp(editing, withoutCoordinates(label), stamp),
		...(confidence === undefined ? {} : { confidence }),
		...coordinates,
	});
	return true;
}
