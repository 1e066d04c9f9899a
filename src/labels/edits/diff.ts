/**
 * What a list of edits did, label by label: for people (titles, frames, before and after) and exactly (a patch that
 * makes the new row out of the old one).
 */
import { isDeepStrictEqual } from 'node:util';

import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { answerEntries, readableAnswer, readAnswer } from '../answers/answers';
import { coordinatesIn } from '../shapes/coordinateKeys';
import { answerRanges, frameIn, listIn, RowDraft, type AnswersMap, type Touch } from '../row/draft';
import type { LabelChange, LabelState } from './edit';
import type { FrameRange } from '../row/frames';
import { mergeRanges, toRanges } from '../row/frames';
import { WIRE, type LabelJson, type LabelType } from '../row/labelIndex';
import { answerName, tidyEntries } from '../reading/tidyAnswers';
import type { OntologyIndex, OntologyItem } from '../ontology/ontology';
import { allSpaces, spaceOf, type Space } from '../row/space';

/** Everything about one label that changed, as it is in the new row; `undefined` = gone. */
export interface LabelPatch {
	type: LabelType;
	hash: string;
	/** `at`: position in the frame's list, for labels that came to it. */
	frames: Array<{ space?: string; frame: number; label: LabelJson | undefined; at?: number }>;
	answers: Array<{ map: AnswersMap; entry: EncordJson | undefined }>;
}

export interface RowDiff {
	/** One entry per label that differs. */
	changes: LabelChange[];
	/** In the same order as `changes`; besides, labels that only changed their place in a list. */
	patch: LabelPatch[];
}

interface FrameChange {
	space: Space;
	frame: number;
	before: LabelJson | undefined;
	after: LabelJson | undefined;
	at: number | undefined;
}

/** Compares the labels a draft touched before and after. */
export function diffOf(draft: RowDraft, ontology: OntologyIndex): RowDiff {
	const changes: LabelChange[] = [];
	const patch: LabelPatch[] = [];
	for (const touch of draft.touched.values()) {
		const frames = changedFrames(draft, touch);
		const answers = changedAnswers(draft, touch);
		if (frames.length === 0 && answers.length === 0) continue;
		patch.push({
			type: touch.type,
			hash: touch.hash,
			answers: answers.map(({ map, after }) => ({ map, entry: after })),
			frames: frames.map(({ space, frame, after, at }) => ({
				...(space.id === undefined ? {} : { space: space.id }),
				frame,
				label: after,
				...(at === undefined ? {} : { at }),
			})),
		});
		const changed = frames.filter(({ before, after }) => !isDeepStrictEqual(before, after));
		if (changed.length > 0 || answers.length > 0)
			changes.push(describe(draft, ontology, touch, changed));
	}
	return { changes, patch };
}

/** Applies the exact part of a diff: `applyPatch(old, diff.patch)` equals the edited row. The input is not changed. */
export function applyPatch(
	row: LabelRowJson,
	patch: LabelPatch[],
	metadata?: Partial<LabelRowMetadata>,
): LabelRowJson {
	const draft = new RowDraft(row, metadata);
	const coming: Array<{
		type: LabelType;
		space: Space;
		frame: number;
		label: LabelJson;
		at: number;
	}> = [];
	for (const { type, hash, frames, answers } of patch) {
		for (const { space: id, frame, label, at } of frames) {
			const space = spaceOf(row, metadata, id);
			if (space === undefined) throw new RangeError(`The row has no space ${id ?? ''}`);
			if (label === undefined || at !== undefined) draft.removeLabel(space, type, frame, hash);
			else draft.putLabel(space, type, frame, label);
			if (label !== undefined && at !== undefined) coming.push({ type, space, frame, label, at });
		}
		for (const { map, entry } of answers) draft.putAnswer(map, hash, entry);
	}
	for (const { space, type, frame, label, at } of coming.sort((a, b) => a.at - b.at))
		draft.insertLabel(space, type, frame, label, at);
	return draft.row;
}

function changedFrames(draft: RowDraft, { type, hash, places }: Touch): FrameChange[] {
	const changed: FrameChange[] = [];
	for (const [space, touched] of places) {
		for (const [frame, how] of [...touched].sort(([a], [b]) => a - b)) {
			const before = labelIn(draft.base, space, type, frame, hash);
			const after = labelIn(draft.row, space, type, frame, hash);
			const at =
				after !== undefined && how === 'inserted'
					? listIn(frameIn(draft.row, space, frame), type).indexOf(after)
					: undefined;
			const same = before === after || isDeepStrictEqual(before, after);
			const moved =
				at !== undefined &&
				before !== undefined &&
				at !== listIn(frameIn(draft.base, space, frame), type).indexOf(before);
			if (!same || moved) changed.push({ space, frame, before, after, at });
		}
	}
	return changed;
}

function changedAnswers(
	draft: RowDraft,
	{ type, hash }: Touch,
): Array<{ map: AnswersMap; before?: EncordJson; after?: EncordJson }> {
	const maps: AnswersMap[] =
		type === 'object' ? ['object_answers', 'object_actions'] : ['classification_answers'];
	return maps.flatMap((map) => {
		const before = draft.base[map]?.[hash];
		const after = draft.row[map]?.[hash];
		return before === after || isDeepStrictEqual(before, after) ? [] : [{ map, before, after }];
	});
}

function labelIn(
	row: LabelRowJson,
	space: Space,
	type: LabelType,
	frame: number,
	hash: string,
): LabelJson | undefined {
	return listIn(frameIn(row, space, frame), type).find((label) => label[WIRE[type].hash] === hash);
}

function describe(
	draft: RowDraft,
	ontology: OntologyIndex,
	{ type, hash, places }: Touch,
	frames: FrameChange[],
): LabelChange {
	const before = stateOf(
		draft,
		draft.base,
		ontology,
		type,
		hash,
		frames.map(({ space, frame, before: label }) => ({ space, frame, label })),
	);
	const after = stateOf(
		draft,
		draft.row,
		ontology,
		type,
		hash,
		frames.map(({ space, frame, after: label }) => ({ space, frame, label })),
	);
	const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
	if (before !== undefined && after !== undefined) keepDifferences(before.state, after.state);
	const featureHash = after?.featureHash ?? before?.featureHash ?? '';
	const [space] = places.keys();
	return {
		change,
		type,
		hash,
		featureHash,
		title: itemOf(ontology, type, featureHash)?.title ?? featureHash,
		...(space?.id === undefined ? {} : { space: space.id }),
		frames: toRanges(frames.map(({ frame }) => frame)),
		...(before === undefined ? {} : { before: before.state }),
		...(after === undefined ? {} : { after: after.state }),
	};
}

function stateOf(
	draft: RowDraft,
	row: LabelRowJson,
	ontology: OntologyIndex,
	type: LabelType,
	hash: string,
	frames: Array<{ space: Space; frame: number; label: LabelJson | undefined }>,
): { featureHash: string; state: LabelState } | undefined {
	const entry = row[WIRE[type].answers]?.[hash];
	const labels = frames.flatMap(({ frame, label }) =>
		label === undefined ? [] : [{ frame, label }],
	);
	if (entry === undefined && labels.length === 0) return undefined;
	const featureHash = String(
		labels[0]?.label.featureHash ?? entry?.featureHash ?? anyFeature(draft, hash) ?? '',
	);
	const item = itemOf(ontology, type, featureHash);
	const actions = type === 'object' ? row.object_actions?.[hash]?.actions : undefined;
	const state: LabelState = {
		frames: labels.length > 0 ? toRanges(labels.map(({ frame }) => frame)) : rangesIn(entry),
	};
	if (item !== undefined) state.class = item.title;
	state.answers = tidyEntries(item, answerEntries(entry));
	if (Array.isArray(actions))
		state.dynamicAnswers = (actions as EncordJson[]).map((action) => dynamicAnswer(item, action));
	if (type === 'object' && labels.length > 0) state.coordinates = runsOfCoordinates(labels);
	return { featureHash, state };
}

/** The class of an object none of whose own frames changed. */
function anyFeature(draft: RowDraft, hash: string): unknown {
	for (const space of allSpaces(draft.row, draft.metadata)) {
		const feature =
			space.kind === 'frames' ? draft.index(space, 'object').featureOf(hash) : undefined;
		if (feature !== undefined) return feature;
	}
	return undefined;
}

function rangesIn(entry: EncordJson | undefined): FrameRange[] {
	const plain: Space = {
		kind: 'ranges',
		layout: 'none',
		unitKeys: [],
		length: undefined,
		type: '',
	};
	const spaces = Object.keys((entry?.spaces ?? {}) as EncordJson).map(
		(id): Space => ({ ...plain, id }),
	);
	const own =
		entry !== undefined && Array.isArray(entry.range)
			? answerRanges({ createdBy: null, ...entry }, plain)
			: [];
	return mergeRanges([...own, ...spaces.flatMap((space) => answerRanges(entry, space))]);
}

function dynamicAnswer(
	item: OntologyItem | undefined,
	action: EncordJson,
): NonNullable<LabelState['dynamicAnswers']>[number] {
	const attribute = item?.attributeByHash.get(String(action.featureHash));
	const value = attribute === undefined ? undefined : readAnswer(attribute, [action]);
	return {
		attribute:
			item !== undefined && attribute !== undefined
				? answerName(item, attribute)
				: String(action.name ?? action.featureHash),
		answer: value === undefined ? action.answers : readableAnswer(value),
		frames: Array.isArray(action.range) ? (action.range as FrameRange[]) : [],
	};
}

/** Consecutive frames with the same coordinates become one entry. */
function runsOfCoordinates(
	labels: Array<{ frame: number; label: LabelJson }>,
): NonNullable<LabelState['coordinates']> {
	const runs: NonNullable<LabelState['coordinates']> = [];
	for (const { frame, label } of labels) {
		const coordinates = coordinatesIn(label);
		const last = runs[runs.length - 1];
		const joins =
			last !== undefined &&
			last.frames[1] === frame - 1 &&
			last.confidence === label.confidence &&
			isDeepStrictEqual(last.coordinates, coordinates);
		if (joins) last.frames[1] = frame;
		else
			runs.push({
				frames: [frame, frame],
				coordinates,
				...(typeof label.confidence === 'number' ? { confidence: label.confidence } : {}),
			});
	}
	return runs;
}

function keepDifferences(before: LabelState, after: LabelState): void {
	for (const key of ['class', 'frames', 'answers', 'dynamicAnswers', 'coordinates'] as const) {
		if (!isDeepStrictEqual(before[key], after[key])) continue;
		delete before[key];
		delete after[key];
	}
}

function itemOf(
	ontology: OntologyIndex,
	type: LabelType,
	featureHash: string,
): OntologyItem | undefined {
	return type === 'object'
		? ontology.objectByHash.get(featureHash)
		: ontology.classificationByHash.get(featureHash);
}
