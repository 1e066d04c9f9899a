/** Describes for people what changed about a label: titles, frames, and the state before and after. */
import { sameJson } from '../../encord/wire/sameJson';

import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import { answerEntries } from '../answers/answers';
import { actionByTitle, answersByTitle } from '../answers/answersByTitle';
import type { OntologyIndex, OntologyItem } from '../ontology/ontology';
import { answerRanges } from '../row/answerEntry';
import type { RowDraft, TouchedLabel } from '../row/draft';
import { mergeRanges, toRanges, type FrameRange } from '../row/frames';
import { LABEL_KEYS, type LabelJson, type LabelType } from '../row/labelType';
import { allSpaces, type Space } from '../row/space';
import { coordinatesIn } from '../shapes/coordinateKeys';

/** What changed about one label. */
export interface LabelChange {
	change: 'added' | 'changed' | 'removed';
	type: 'object' | 'classification';
	hash: string;
	featureHash: string;
	title: string;
	space?: string;
	/** Frames on which the label changed. Empty for a global classification, and when only answers changed. */
	frames: FrameRange[];
	/** What the label was. Of a label that is `changed`, only what differs. */
	before?: LabelState;
	/** What the label is now. Of a label that is `changed`, only what differs. */
	after?: LabelState;
}

/** A label as people read it; answers by title, coordinates as in the row. */
export interface LabelState {
	class?: string;
	frames?: FrameRange[];
	answers?: { [title: string]: unknown };
	/** Answers to dynamic attributes, with the frames they apply to. */
	dynamicAnswers?: Array<{ attribute: string; answer: unknown; frames: FrameRange[] }>;
	/** Coordinates, one entry for consecutive frames with the same coordinates and confidence. */
	coordinates?: Array<{ frames: FrameRange; coordinates: unknown; confidence?: number }>;
}

/** A label on a frame before and after the edits; undefined: it is not on the frame. */
export interface ChangedFrame {
	space: Space;
	frame: number;
	before: LabelJson | undefined;
	after: LabelJson | undefined;
}

interface LabelOnFrame {
	frame: number;
	label: LabelJson;
}

/** @param changed the frames on which the label differs */
export function describeChange(
	draft: RowDraft,
	ontology: OntologyIndex,
	{ type, hash, frames }: TouchedLabel,
	changed: ChangedFrame[],
): LabelChange {
	const stateIn = (row: LabelRowJson, when: 'before' | 'after') => {
		const labels = changed.flatMap(({ frame, [when]: label }) =>
			label === undefined ? [] : [{ frame, label }],
		);
		const onFrames = changed.length > 0;
		return stateOf(draft, row, ontology, type, hash, labels, onFrames);
	};
	const before = stateIn(draft.base, 'before');
	const after = stateIn(draft.row, 'after');
	if (before !== undefined && after !== undefined) deleteEqual(before.state, after.state);
	const featureHash = after?.featureHash ?? before?.featureHash ?? '';
	const [space] = frames.keys();
	return {
		change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
		type,
		hash,
		featureHash,
		title: itemOf(ontology, type, featureHash)?.title ?? featureHash,
		...(space?.id === undefined ? {} : { space: space.id }),
		frames: toRanges(changed.map(({ frame }) => frame)),
		...(before === undefined ? {} : { before: before.state }),
		...(after === undefined ? {} : { after: after.state }),
	};
}

/**
 * The state of a label in a row; undefined when the row does not have it.
 * @param onFrames whether the label changed on frames: then its frames are those in `labels`, and not the ranges of its entry
 */
function stateOf(
	draft: RowDraft,
	row: LabelRowJson,
	ontology: OntologyIndex,
	type: LabelType,
	hash: string,
	labels: LabelOnFrame[],
	onFrames: boolean,
): { featureHash: string; state: LabelState } | undefined {
	const entry = row[LABEL_KEYS[type].answers]?.[hash];
	if (entry === undefined && labels.length === 0) return undefined;
	const featureHash = String(
		labels[0]?.label.featureHash ?? entry?.featureHash ?? classOnAnyFrame(draft, hash) ?? '',
	);
	const item = itemOf(ontology, type, featureHash);
	const actions = type === 'object' ? row.object_actions?.[hash]?.actions : undefined;
	const state: LabelState = {
		frames: onFrames ? toRanges(labels.map(({ frame }) => frame)) : rangesInAnySpace(entry),
	};
	if (item !== undefined) state.class = item.title;
	state.answers = answersByTitle(item, answerEntries(entry));
	if (Array.isArray(actions))
		state.dynamicAnswers = (actions as EncordJson[]).map((action) => ({
			...actionByTitle(item, action),
			frames: Array.isArray(action.range) ? (action.range as FrameRange[]) : [],
		}));
	if (type === 'object' && labels.length > 0) state.coordinates = coordinateRuns(labels);
	return { featureHash, state };
}

/** Feature hash of an object of which only answers changed: its answer entry does not have it, its frames do. */
function classOnAnyFrame(draft: RowDraft, hash: string): string | undefined {
	for (const space of allSpaces(draft.row, draft.metadata)) {
		const featureHash =
			space.kind === 'frames' ? draft.index(space, 'object').featureOf(hash) : undefined;
		if (featureHash !== undefined) return featureHash;
	}
	return undefined;
}

/** The ranges of an answer entry in all its spaces. */
function rangesInAnySpace(entry: EncordJson | undefined): FrameRange[] {
	const ownMedia: Space = {
		kind: 'ranges',
		layout: 'none',
		unitKeys: [],
		length: undefined,
		type: '',
	};
	const spaces = Object.keys((entry?.spaces ?? {}) as EncordJson).map(
		(id): Space => ({ ...ownMedia, id }),
	);
	const own =
		entry !== undefined && Array.isArray(entry.range)
			? answerRanges({ createdBy: null, ...entry }, ownMedia)
			: [];
	return mergeRanges([...own, ...spaces.flatMap((space) => answerRanges(entry, space))]);
}

/** One entry for consecutive frames with the same coordinates and confidence. */
function coordinateRuns(labels: LabelOnFrame[]): NonNullable<LabelState['coordinates']> {
	const runs: NonNullable<LabelState['coordinates']> = [];
	for (const { frame, label } of labels) {
		const coordinates = coordinatesIn(label);
		const last = runs[runs.length - 1];
		const continuesLast =
			last !== undefined &&
			last.frames[1] === frame - 1 &&
			last.confidence === label.confidence &&
			sameJson(last.coordinates, coordinates);
		if (continuesLast) last.frames[1] = frame;
		else
			runs.push({
				frames: [frame, frame],
				coordinates,
				...(typeof label.confidence === 'number' ? { confidence: label.confidence } : {}),
			});
	}
	return runs;
}

/** Deletes from both states what is equal in them. */
function deleteEqual(before: LabelState, after: LabelState): void {
	for (const key of ['class', 'frames', 'answers', 'dynamicAnswers', 'coordinates'] as const) {
		if (!sameJson(before[key], after[key])) continue;
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
