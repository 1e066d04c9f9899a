/** Answering attributes of labels that are there: static and dynamic ones of objects, nested ones of classifications. */
import type { EncordJson } from '../../encord/wire/json';
import {
	answerEntries,
	mergeAnswers,
	plainAnswer,
	readAnswers,
	type AnswerValue,
} from '../answers/answers';
import { parseAnswers } from '../answers/answerInput';
import { answeredByPeople, setDynamicAnswer } from '../answers/dynamicAnswers';
import type { SetAttributes, Stamp } from './edit';
import {
	type FrameRange,
	countFrames,
	intersectRanges,
	subtractRanges,
	toRanges,
} from '../row/frames';
import { lookUp, mayReplace, reportKept, resolveFrames, restamp, type Editing } from './editing';
import { Refusal } from '../row/problem';
import { ensureEntry, findPlaced } from './placedObjects';
import type { AttributeItem, ObjectItem } from '../ontology/ontology';
import type { Space } from '../row/space';
import { findClassification } from '../ontology/lookup';

type Values = Map<AttributeItem, AnswerValue | null>;

/** The part of an edit that answers attributes. */
interface Answering {
	attributes: SetAttributes['attributes'];
	frames?: SetAttributes['frames'];
	stamp?: Stamp;
	trackHash?: string;
	unasked?: boolean;
	replacePersonLabels?: boolean;
}

export function setAttributes(editing: Editing, edit: SetAttributes): void {
	if (edit.classificationHash !== undefined) {
		answerClassification(editing, edit, edit.classificationHash);
		return;
	}
	if (edit.objectHash === undefined) {
		throw new Refusal({
			code: 'notFound',
			field: 'objectHash',
			message: 'Say which object or classification label the attributes belong to.',
		});
	}
	answerObject(
		editing,
		{ ...findPlaced(editing, edit.objectHash, edit.space), hash: edit.objectHash },
		edit,
	);
}

/** Answers attributes of an object; dynamic ones on the edit's frames, or on every frame the object is on. */
export function answerObject(
	editing: Editing,
	{ item, space, hash }: { item: ObjectItem; space: Space; hash: string },
	edit: Answering,
): void {
	const { draft } = editing;
	const entries = answerEntries(draft.answer('object_answers', hash));
	const values = parse(editing, item, edit, readAnswers(item, entries));
	const fixed: Values = new Map();
	for (const [attribute, value] of values) {
		if (!isDynamic(attribute)) fixed.set(attribute, value);
		else if (space.kind === 'frames')
			answerDynamic(editing, { item, space, hash }, edit, attribute, value);
		else
			throw new Refusal({
				code: 'badAnswer',
				item: item.title,
				field: attribute.title,
				message: `"${attribute.title}" changes over frames and cannot be answered here.`,
			});
	}
	const allowed = withoutAnswersOfPeople(editing, edit, item.title, entries, fixed);
	const merged = mergeAnswers(entries, allowed, edit.stamp?.manualAnnotation ?? false, item);
	if (merged === entries) return;
	ensureEntry(editing, hash);
	draft.putAnswer('object_answers', hash, {
		...draft.answer('object_answers', hash),
		classifications: merged,
	});
}

function answerClassification(editing: Editing, edit: SetAttributes, hash: string): void {
	const { draft } = editing;
	const entry = draft.answer('classification_answers', hash);
	if (entry === undefined) {
		throw new Refusal({
			code: 'notFound',
			field: 'classificationHash',
			value: hash,
			message: `This label row has no classification label ${hash}.`,
		});
	}
	const item = lookUp(() => findClassification(editing.ontology, String(entry.featureHash)));
	const entries = answerEntries(entry);
	const values = parse(editing, item, edit, readAnswers(item, entries));
	const allowed = withoutAnswersOfPeople(editing, edit, item.title, entries, values);
	const merged = mergeAnswers(entries, allowed, edit.stamp?.manualAnnotation ?? false, item);
	if (merged === entries) return;
	const stamped =
		'createdBy' in entry && edit.stamp === undefined
			? { lastEditedBy: null, ...restamp(editing, entry, undefined) }
			: entry;
	draft.putAnswer('classification_answers', hash, { ...stamped, classifications: merged });
}

function parse(
	editing: Editing,
	item: ObjectItem | ReturnType<typeof findClassification>,
	edit: Answering,
	already: Map<AttributeItem, AnswerValue>,
): Values {
	const { values, problems } = parseAnswers(item, edit.attributes, already, edit.unasked);
	for (const problem of problems) editing.problems.push({ ...problem, edit: editing.at });
	if (problems.length > 0) throw new Refusal({ code: 'badAnswer', item: item.title, message: '' });
	return values;
}

function answerDynamic(
	editing: Editing,
	{ item, space, hash }: { item: ObjectItem; space: Space; hash: string },
	edit: Answering,
	attribute: AttributeItem,
	value: AnswerValue | null,
): void {
	const present = toRanges(editing.draft.index(space, 'object').framesOf(hash));
	const wanted: FrameRange[] =
		edit.frames === undefined || edit.frames === 'all'
			? present
			: resolveFrames(edit.frames, space, item.title);
	const beyond = subtractRanges(wanted, present);
	if (beyond.length > 0) {
		throw new Refusal({
			code: 'badFrames',
			item: item.title,
			field: attribute.title,
			frames: beyond,
			hash,
			message: `"${attribute.title}" can be answered only on frames where "${item.title}" is.`,
		});
	}
	const manualAnnotation = edit.stamp?.manualAnnotation ?? false;
	const change = {
		attribute,
		value,
		ranges: wanted,
		manualAnnotation,
		...(edit.trackHash === undefined ? {} : { trackHash: edit.trackHash }),
	};
	const theirs = mayReplaceAnswers(editing, edit)
		? []
		: answeredByPeople(editing.draft, space, hash, change);
	const ranges = subtractRanges(wanted, theirs);
	reportKept(
		editing,
		`${item.title}: ${attribute.title}`,
		theirs,
		countFrames(intersectRanges(wanted, theirs)) === countFrames(wanted),
		hash,
	);
	if (ranges.length > 0) setDynamicAnswer(editing.draft, space, hash, { ...change, ranges });
}

/** Answers given by people stay, unless the edit may replace them or agrees. */
function withoutAnswersOfPeople(
	editing: Editing,
	edit: Answering,
	title: string,
	entries: EncordJson[],
	values: Values,
): Values {
	if (mayReplaceAnswers(editing, edit)) return values;
	const allowed: Values = new Map();
	for (const [attribute, value] of values) {
		const theirs = entries.filter(
			(entry) => entry.featureHash === attribute.featureHash && entry.manualAnnotation !== false,
		);
		const answered =
			theirs.length > 0 ? readAnswers(attribute.item, theirs).get(attribute) : undefined;
		const agrees =
			answered === undefined ||
			(value !== null &&
				JSON.stringify(plainAnswer(answered)) === JSON.stringify(plainAnswer(value)));
		if (agrees) allowed.set(attribute, value);
		else {
			editing.problems.push({
				severity: values.size > 1 ? 'warning' : 'error',
				code: 'keptForeignLabel',
				edit: editing.at,
				item: title,
				field: attribute.title,
				message:
					`"${attribute.title}" of "${title}" was answered by a person and was left as it is. ` +
					'Allow replacing labels of people to change it.',
			});
		}
	}
	return allowed;
}

function mayReplaceAnswers(editing: Editing, edit: Answering): boolean {
	return mayReplace(editing, {
		kind: 'deleteByAgent',
		replacePersonLabels: edit.replacePersonLabels,
	});
}

/** Nested attributes follow their root. */
function isDynamic(attribute: AttributeItem): boolean {
	return attribute.parent === undefined ? attribute.dynamic : isDynamic(attribute.parent.attribute);
}
