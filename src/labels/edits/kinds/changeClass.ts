/** Changing the class of an object (protocol §8.1). */
import type { EncordJson } from '../../../encord/wire/json';
import { answerEntries, mergeAnswers, readAnswers, type AnswerValue } from '../../answers/answers';
import { actionsOf } from '../../answers/dynamicAnswers';
import { findObject } from '../../ontology/lookup';
import type { AttributeItem, ObjectItem } from '../../ontology/ontology';
import { toRanges } from '../../row/frames';
import { Refusal } from '../../row/problem';
import type { EditBase } from '../rules/editBase';
import type { EditState } from '../rules/editState';
import { lookUpOrRefuse } from '../rules/lookUpOrRefuse';
import {
	classKeys,
	ensureObjectEntry,
	findObjectInRow,
	spacesOfObject,
} from '../parts/objectsInRow';
import {
	isOwnLabel,
	isOwnOnFrame,
	mayReplaceOthers,
	reportLabelOfOthers,
} from '../rules/ownership';
import { restamp } from '../rules/stamp';

/**
 * Gives an object another class of the same shape. Its hash, coordinates and creator stay. Its answers go to attributes
 * of the new class with the same title and type that have the chosen options. Its other answers are removed, because a row
 * with answers that the class does not have cannot be read (protocol §8.1). Where a person gave one of those, the edit is refused unless
 * it may replace labels of people.
 */
export interface ChangeClass extends EditBase {
	kind: 'changeClass';
	objectHash: string;
	/** Title or feature hash of the new class. */
	object: string;
}

export function changeClass(state: EditState, edit: ChangeClass): void {
	const { draft } = state;
	const { objectHash: hash } = edit;
	const newClass = lookUpOrRefuse(() => findObject(state.ontology, edit.object));
	const { item: oldClass } = findObjectInRow(state, hash, edit.space);
	if (oldClass === newClass) return;
	refuseOtherShape(oldClass, newClass, hash);
	const places = spacesOfObject(state, hash, undefined)
		.filter(({ kind }) => kind === 'frames')
		.flatMap((space) =>
			[...draft.index(space, 'object').framesOf(hash)].map((frame) => ({ space, frame })),
		);
	const isOwn =
		places.length > 0
			? places.every(({ space, frame }) => isOwnOnFrame(state, space, 'object', frame, hash))
			: isOwnLabel(state, hash, draft.answer('object_answers', hash));
	if (!isOwn && !mayReplaceOthers(state, edit)) {
		const frames = places.length > 0 ? places.map(({ frame }) => frame) : [0];
		reportLabelOfOthers(state, oldClass.title, toRanges(frames), true, hash);
		return;
	}
	if (!mayReplaceOthers(state, edit)) refuseLostAnswers(state, hash, oldClass, newClass);
	for (const { space, frame } of places) {
		const label = draft.label(space, 'object', frame, hash);
		if (label !== undefined)
			draft.putLabel(space, 'object', frame, {
				...restamp(state, label, edit.stamp),
				...classKeys(newClass),
			});
	}
	ensureObjectEntry(state, hash);
	const entryKeys = places.length === 0 ? classKeys(newClass) : {};
	carryStaticAnswers(state, hash, oldClass, newClass, entryKeys);
	carryDynamicAnswers(state, hash, oldClass, newClass);
}

function refuseOtherShape(oldClass: ObjectItem, newClass: ObjectItem, hash: string): void {
	if (oldClass.shape === newClass.shape) return;
	throw new Refusal({
		code: 'badCoordinates',
		item: newClass.title,
		field: 'object',
		value: newClass.shape,
		accepted: oldClass.shape,
		hash,
		message:
			`"${oldClass.title}" is drawn as ${oldClass.shape}, "${newClass.title}" as ${newClass.shape}. ` +
			'The class can change only to one of the same shape.',
	});
}

/** @throws Refusal when a person gave an answer that the new class cannot have */
function refuseLostAnswers(
	{ draft }: EditState,
	hash: string,
	oldClass: ObjectItem,
	newClass: ObjectItem,
): void {
	const ofPeople = [
		...answerEntries(draft.answer('object_answers', hash)),
		...actionsOf(draft, hash),
	]
		.filter(({ manualAnnotation }) => manualAnnotation !== false)
		.flatMap((entry) => [...readAnswers(oldClass, [entry])]);
	const [lost] =
		ofPeople.find(([attribute, value]) => !counterpart(attribute, value, newClass)) ?? [];
	if (lost !== undefined)
		throw new Refusal({
			code: 'keptForeignLabel',
			item: oldClass.title,
			field: lost.title,
			hash,
			message:
				`"${lost.title}" of "${oldClass.title}" was answered by a person, and "${newClass.title}" cannot have the answer. ` +
				'The object was left as it is. Allow replacing labels of people to change it.',
		});
}

/** @param entryKeys keys of the class that the answer entry has for objects on audio, text and HTML */
function carryStaticAnswers(
	{ draft }: EditState,
	hash: string,
	oldClass: ObjectItem,
	newClass: ObjectItem,
	entryKeys: EncordJson,
): void {
	const entry = draft.answer('object_answers', hash);
	const entries = answerEntries(entry);
	let carriedEntries: EncordJson[] = [];
	for (const [attribute, value] of readAnswers(oldClass, entries)) {
		const carried = counterpart(attribute, value, newClass);
		if (carried === undefined) continue;
		const manual = entries.some(
			({ featureHash, manualAnnotation }) =>
				featureHash === attribute.featureHash && manualAnnotation !== false,
		);
		carriedEntries = mergeAnswers(carriedEntries, new Map([carried]), { manual }, newClass);
	}
	draft.putAnswer('object_answers', hash, {
		...entry,
		...entryKeys,
		classifications: carriedEntries,
	});
}

function carryDynamicAnswers(
	{ draft }: EditState,
	hash: string,
	oldClass: ObjectItem,
	newClass: ObjectItem,
): void {
	const actions = actionsOf(draft, hash);
	if (actions.length === 0) return;
	const carriedActions = actions.flatMap((action) => {
		const attribute = oldClass.attributeByHash.get(String(action.featureHash));
		if (attribute === undefined) return [];
		const value = readAnswers(oldClass, [action]).get(attribute);
		const carried = value === undefined ? undefined : counterpart(attribute, value, newClass);
		if (carried === undefined) return [];
		const manual = action.manualAnnotation !== false;
		const [written] = mergeAnswers([], new Map([carried]), { manual }, newClass);
		return [{ ...action, ...written }];
	});
	draft.putAnswer(
		'object_actions',
		hash,
		carriedActions.length === 0
			? undefined
			: { ...draft.answer('object_actions', hash), actions: carriedActions },
	);
}

/** The attribute of the new class that takes an answer, with the answer; undefined when there is none. */
function counterpart(
	attribute: AttributeItem,
	value: AnswerValue,
	newClass: ObjectItem,
): [AttributeItem, AnswerValue] | undefined {
	const path = attribute.path.slice(1).join('\n');
	const match = newClass.allAttributes.find(
		(other) =>
			other.type === attribute.type &&
			other.dynamic === attribute.dynamic &&
			other.path.slice(1).join('\n') === path,
	);
	if (match === undefined) return undefined;
	if (value.type === 'text' || value.type === 'numeric') return [match, value];
	const chosen = value.type === 'radio' ? [value.option] : value.options;
	const options = match.options.filter((option) =>
		chosen.some(({ title }) => title === option.title),
	);
	if (options.length < chosen.length) return undefined;
	const [only] = options;
	if (value.type === 'checklist') return [match, { type: 'checklist', options }];
	return only === undefined ? undefined : [match, { type: 'radio', option: only }];
}
