/** Setting and clearing classifications (protocol §8.3, §8.4): at most one label of a classification per frame. */
import type { EncordJson } from '../../encord/wire/json';
import {
	answerEntries,
	answersKey,
	mergeAnswers,
	readAnswers,
	type AnswerValue,
} from '../answers/answers';
import { parseAnswers } from '../answers/answerInput';
import {
	instancesOf,
	instancesOn,
	isInSpace,
	noteRange,
	ownRanges,
	ownsEntry,
	removeEntry,
	removeInstance,
	sameAnswers,
	writeRange,
} from './classificationLabels';
import { answerRanges } from '../row/draft';
import type { ClearClassification, SetClassification } from './edit';
import {
	type FrameRange,
	describeRanges,
	framesIn,
	intersectRanges,
	mergeRanges,
	subtractRanges,
} from '../row/frames';
import {
	agentMark,
	lookUp,
	mayReplace,
	newStamp,
	reportKept,
	resolveFrames,
	restamp,
	spaceOfEdit,
	type Editing,
} from './editing';
import { Refusal } from '../row/problem';
import { labelHash } from '../row/identity';
import { lowerSnake, type AttributeItem, type ClassificationItem } from '../ontology/ontology';
import { keepsPlainAnswers, type Space } from '../row/space';
import { findClassification } from '../ontology/lookup';

/** Where the answer stands: on ranges of frames, or for the space as a whole. */
interface Target {
	item: ClassificationItem;
	space: Space;
	/** Undefined: the whole space. */
	ranges: FrameRange[] | undefined;
	/** What a global entry carries as its range. */
	globalRange: FrameRange[];
}

export function setClassification(editing: Editing, edit: SetClassification): void {
	const item = lookUp(() => findClassification(editing.ontology, edit.classification));
	const target = targetOf(editing, edit, item);
	const existing =
		edit.hash === undefined ? undefined : editing.draft.answer('classification_answers', edit.hash);
	if (existing !== undefined && existing.featureHash !== item.featureHash) {
		throw new Refusal({
			code: 'occupied',
			item: item.title,
			hash: edit.hash,
			message: `The hash ${edit.hash} belongs to a label of another classification.`,
		});
	}
	const values = answersFor(editing, edit, item, existing);
	const key = answersKey(values);
	if (target.ranges === undefined) placeWhole(editing, edit, target, values);
	else
		placeOnRanges(
			editing,
			edit,
			{ ...target, ranges: target.ranges },
			edit.hash ?? hashFor(editing, edit, target, key),
			values,
		);
}

export function clearClassification(editing: Editing, edit: ClearClassification): void {
	const entry =
		edit.hash === undefined ? undefined : editing.draft.answer('classification_answers', edit.hash);
	const wanted =
		edit.classification ?? (entry === undefined ? undefined : String(entry.featureHash));
	if (wanted === undefined) {
		throw new Refusal({
			code: 'notFound',
			field: 'hash',
			value: edit.hash,
			message: `This label row has no classification label ${edit.hash ?? ''}.`,
		});
	}
	const item = lookUp(() => findClassification(editing.ontology, wanted));
	const space = spaceOfEdit(editing, edit, item.global);
	const cut =
		edit.frames === undefined || edit.frames === 'global'
			? undefined
			: resolveFrames(edit.frames, space, item.title);
	const kept: FrameRange[] = [];
	let removed = false;
	for (const { hash, ranges } of instancesOf(editing, item, space)) {
		if (edit.hash !== undefined && hash !== edit.hash) continue;
		const where = cut === undefined ? ranges : intersectRanges(ranges, cut);
		if (ranges.length > 0 && where.length === 0) continue;
		const own = mayReplace(editing, edit) ? where : ownRanges(editing, space, hash, where);
		const foreign = subtractRanges(where, own);
		kept.push(
			...(ranges.length === 0 && !mayReplace(editing, edit) && !ownsEntry(editing, hash)
				? [[0, 0] as FrameRange]
				: foreign),
		);
		if (ranges.length === 0 && (mayReplace(editing, edit) || ownsEntry(editing, hash))) {
			removeEntry(editing, space, hash);
			removed = true;
		} else if (own.length > 0) {
			removeInstance(editing, space, hash, own);
			removed = true;
		}
	}
	reportKept(editing, item.title, kept, !removed);
}

function targetOf(editing: Editing, edit: SetClassification, item: ClassificationItem): Target {
	const space = spaceOfEdit(editing, edit, item.global);
	if (item.global) {
		const given = edit.frames !== undefined && edit.frames !== 'global';
		if (given && edit.frames !== 'all') resolveFrames(edit.frames ?? 0, space, item.title);
		return {
			item,
			space,
			ranges: undefined,
			globalRange: given && keepsPlainAnswers(space) ? [[0, 0]] : [],
		};
	}
	if (space.kind !== 'frames' && !keepsPlainAnswers(space))
		return { item, space, ranges: undefined, globalRange: [] };
	const frames = edit.frames ?? 'all';
	if (space.kind !== 'frames' && frames === 'all')
		return { item, space, ranges: [[0, 0]], globalRange: [] };
	const ranges = resolveFrames(frames, space, item.title);
	if (ranges.length === 0)
		throw new Refusal({
			code: 'badFrames',
			item: item.title,
			field: 'frames',
			value: edit.frames,
			message: 'No frames are given.',
		});
	return { item, space, ranges, globalRange: [] };
}

function answersFor(
	editing: Editing,
	edit: SetClassification,
	item: ClassificationItem,
	existing: EncordJson | undefined,
): Map<AttributeItem, AnswerValue | null> {
	if (edit.answers === undefined)
		return existing === undefined ? new Map() : readAnswers(item, answerEntries(existing));
	const { values, problems } = parseAnswers(item, edit.answers);
	for (const problem of problems) editing.problems.push({ ...problem, edit: editing.at });
	if (problems.length > 0) throw new Refusal({ code: 'badAnswer', item: item.title, message: '' });
	return values;
}

/** The label that carries this answer: this agent's with the hash derived from it, or a new one. */
function hashFor(
	editing: Editing,
	edit: SetClassification,
	{ item, space, ranges }: Target,
	key: string,
): string {
	if (edit.mode === 'add')
		return labelHash(editing.agent, item.featureHash, space.id, [
			'new',
			editing.context.newHash?.() ?? crypto.randomUUID(),
		]);
	for (let salt = 0; ; salt++) {
		const hash = labelHash(
			editing.agent,
			item.featureHash,
			space.id,
			ranges === undefined ? ['whole'] : ['answer', key],
			salt,
		);
		const taken = editing.draft.answer('classification_answers', hash);
		if (taken === undefined) return hash;
		if (
			ownsEntry(editing, hash) &&
			taken.featureHash === item.featureHash &&
			(ranges === undefined || sameAnswers(editing, item, hash, key))
		)
			return hash;
	}
}

function placeOnRanges(
	editing: Editing,
	edit: SetClassification,
	target: Target & { ranges: FrameRange[] },
	hash: string,
	values: Map<AttributeItem, AnswerValue | null>,
): void {
	const { item, space } = target;
	const key = answersKey(values);
	let wanted = target.ranges;
	const kept: FrameRange[] = [];
	let confirmed = false;
	for (const { hash: other, ranges } of instancesOn(editing, item, space, wanted)) {
		if (other === hash) continue;
		if (edit.mode === 'add') refuseOccupied(item, other, ranges);
		const own = ownRanges(editing, space, other, ranges);
		if (edit.hash === undefined && sameAnswers(editing, item, other, key)) {
			// The answer stands there already, whoever gave it.
			if (space.kind === 'frames')
				for (const frame of framesIn(own)) placeOnFrame(editing, edit, item, space, frame, other);
			wanted = subtractRanges(wanted, ranges);
			confirmed = true;
			continue;
		}
		const foreign = mayReplace(editing, edit) ? [] : subtractRanges(ranges, own);
		kept.push(...foreign);
		wanted = subtractRanges(wanted, foreign);
		const gone = subtractRanges(ranges, foreign);
		if (gone.length > 0) removeInstance(editing, space, other, gone);
	}
	reportKept(editing, item.title, kept, wanted.length === 0 && !confirmed);
	if (wanted.length === 0) return;
	writeAnswers(editing, edit, target, hash, values);
	if (space.kind === 'frames') {
		for (const frame of framesIn(wanted)) placeOnFrame(editing, edit, item, space, frame, hash);
		noteRange(editing, space, hash);
	} else
		writeRange(
			editing,
			space,
			hash,
			mergeRanges([
				...answerRanges(editing.draft.answer('classification_answers', hash), space),
				...wanted,
			]),
		);
}

function placeOnFrame(
	editing: Editing,
	edit: SetClassification,
	item: ClassificationItem,
	space: Space,
	frame: number,
	hash: string,
): void {
	const { draft } = editing;
	const label = draft.label(space, 'classification', frame, hash);
	if (label === undefined) {
		const { lastEditedBy, ...stamp } = newStamp(editing, edit.stamp);
		const name = item.root?.title ?? item.title;
		draft.putLabel(space, 'classification', frame, {
			name,
			value: lowerSnake(name),
			confidence: edit.confidence ?? 1,
			featureHash: item.featureHash,
			classificationHash: hash,
			...stamp,
			...(lastEditedBy === null ? {} : { lastEditedBy }),
		});
	} else if (
		(edit.confidence !== undefined && label.confidence !== edit.confidence) ||
		edit.stamp !== undefined
	) {
		const confidence = edit.confidence === undefined ? {} : { confidence: edit.confidence };
		draft.putLabel(space, 'classification', frame, {
			...restamp(editing, label, edit.stamp),
			...confidence,
		});
	}
}

/** One label for the whole space: this agent's is answered anew, another's is kept or replaced. */
function placeWhole(
	editing: Editing,
	edit: SetClassification,
	target: Target,
	values: Map<AttributeItem, AnswerValue | null>,
): void {
	const { item, space } = target;
	const key = answersKey(values);
	const instances = instancesOf(editing, item, space);
	const own = instances.find((instance) => ownsEntry(editing, instance.hash))?.hash;
	const hash =
		edit.hash ?? (edit.mode === 'add' ? undefined : own) ?? hashFor(editing, edit, target, key);
	for (const instance of instances) {
		if (instance.hash === hash) continue;
		if (edit.mode === 'add') refuseOccupied(item, instance.hash, []);
		if (edit.hash === undefined && sameAnswers(editing, item, instance.hash, key)) return;
		if (!ownsEntry(editing, instance.hash) && !mayReplace(editing, edit)) {
			reportKept(editing, item.title, [[0, 0]], true, instance.hash);
			return;
		}
		removeEntry(editing, space, instance.hash);
	}
	writeAnswers(editing, edit, target, hash, values);
	if (keepsPlainAnswers(space) && edit.frames !== undefined)
		writeRange(editing, space, hash, target.globalRange);
}

function refuseOccupied(item: ClassificationItem, hash: string, frames: FrameRange[]): never {
	const where = frames.length > 0 ? ` on frames ${describeRanges(frames)}` : '';
	throw new Refusal({
		code: 'occupied',
		item: item.title,
		hash,
		frames,
		message: `"${item.title}" is answered already${where}; a frame carries one label of a classification.`,
	});
}

/** Creates the label's answer entry, or brings its answers up to date. */
function writeAnswers(
	editing: Editing,
	edit: SetClassification,
	target: Target,
	hash: string,
	values: Map<AttributeItem, AnswerValue | null>,
): void {
	const { draft } = editing;
	const { item, space } = target;
	const existing = draft.answer('classification_answers', hash);
	const manual = edit.stamp?.manualAnnotation ?? false;
	if (existing === undefined) {
		const classifications = mergeAnswers([], values, manual, item);
		draft.putAnswer('classification_answers', hash, {
			classificationHash: hash,
			featureHash: item.featureHash,
			classifications,
			...entryForm(editing, edit, target),
			...agentMark(editing),
		});
		return;
	}
	const complete = new Map<AttributeItem, AnswerValue | null>(
		item.allAttributes.map((attribute) => [attribute, values.get(attribute) ?? null]),
	);
	const classifications = mergeAnswers(answerEntries(existing), complete, manual, item);
	const spaces =
		keepsPlainAnswers(space) || isInSpace(existing, space)
			? {}
			: { spaces: { ...(existing.spaces as EncordJson), ...spaceEntry(space) } };
	const changed = classifications !== answerEntries(existing) || Object.keys(spaces).length > 0;
	if (!changed && edit.stamp === undefined) return;
	const stamped =
		'createdBy' in existing
			? { lastEditedBy: null, ...restamp(editing, existing, edit.stamp) }
			: existing;
	draft.putAnswer('classification_answers', hash, { ...stamped, classifications, ...spaces });
}

function entryForm(
	editing: Editing,
	edit: SetClassification,
	{ item, space, globalRange }: Target,
): EncordJson {
	const stamp = newStamp(editing, edit.stamp);
	if (keepsPlainAnswers(space))
		return { spaces: {}, ...(edit.authorship === false ? {} : { range: globalRange, ...stamp }) };
	if (space.kind === 'frames' && !item.global) return { spaces: spaceEntry(space) };
	return { spaces: spaceEntry(space), range: [], ...stamp, confidence: edit.confidence ?? 1 };
}

function spaceEntry(space: Space): EncordJson {
	return { [space.id ?? '']: { range: [], type: space.kind === 'html' ? 'html' : 'frame' } };
}
