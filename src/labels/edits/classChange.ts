/** Giving an object another class: its geometry, hash and authorship stay. */
import type { EncordJson } from '../../encord/wire/json';
import { answerEntries, mergeAnswers, readAnswers, type AnswerValue } from '../answers/answers';
import { actionsOf } from '../answers/dynamicAnswers';
import type { ChangeClass } from './edit';
import { lookUp, mayReplace, ownedBy, reportKept, restamp, type Editing } from './editing';
import { Refusal } from '../row/problem';
import { classKeys, ensureEntry, findPlaced, ownsFrame, spacesWith } from './placedObjects';
import type { AttributeItem, ObjectItem } from '../ontology/ontology';
import { findObject } from '../ontology/lookup';

/**
 * Answers go over to attributes of the same title and type, where the options they need exist; the others go, since a row with
 * answers its class does not know cannot be read (protocol §8.1).
 */
export function changeClass(editing: Editing, edit: ChangeClass): void {
	const { draft } = editing;
	const target = lookUp(() => findObject(editing.ontology, edit.object));
	const { item } = findPlaced(editing, edit.objectHash, edit.space);
	if (item === target) return;
	if (item.shape !== target.shape) {
		throw new Refusal({
			code: 'badCoordinates',
			item: target.title,
			field: 'object',
			value: target.shape,
			accepted: item.shape,
			hash: edit.objectHash,
			message:
				`"${item.title}" is drawn as ${item.shape}, "${target.title}" as ${target.shape}. ` +
				'The class can change only to one of the same shape.',
		});
	}
	const spaces = spacesWith(editing, edit.objectHash, undefined);
	const places = spaces.flatMap((space) =>
		space.kind === 'frames'
			? draft
					.index(space, 'object')
					.framesOf(edit.objectHash)
					.map((frame) => ({ space, frame }))
			: [],
	);
	const entry = draft.answer('object_answers', edit.objectHash);
	const own =
		places.length > 0
			? places.every(({ space, frame }) => ownsFrame(editing, space, frame, edit.objectHash))
			: ownedBy(editing, edit.objectHash, entry);
	if (!own && !mayReplace(editing, edit)) {
		reportKept(
			editing,
			item.title,
			places.length > 0 ? places.map(({ frame }) => frame) : [0],
			true,
			edit.objectHash,
		);
		return;
	}
	for (const { space, frame } of places) {
		const label = draft.label(space, 'object', frame, edit.objectHash);
		if (label !== undefined)
			draft.putLabel(space, 'object', frame, {
				...restamp(editing, label, edit.stamp),
				...classKeys(target),
			});
	}
	ensureEntry(editing, edit.objectHash);
	carryAnswers(
		editing,
		edit.objectHash,
		item,
		target,
		places.length === 0 ? classKeys(target) : {},
	);
}

function carryAnswers(
	editing: Editing,
	hash: string,
	from: ObjectItem,
	to: ObjectItem,
	keys: EncordJson,
): void {
	const { draft } = editing;
	const entry = draft.answer('object_answers', hash);
	const manual = answerEntries(entry).some(({ manualAnnotation }) => manualAnnotation !== false);
	const values = new Map<AttributeItem, AnswerValue | null>();
	for (const [attribute, value] of readAnswers(from, answerEntries(entry))) {
		const carried = counterpart(attribute, value, to);
		if (carried !== undefined) values.set(...carried);
	}
	draft.putAnswer('object_answers', hash, {
		...entry,
		...keys,
		classifications: mergeAnswers([], values, manual, to),
	});
	const actions = actionsOf(draft, hash);
	if (actions.length === 0) return;
	const kept = actions.flatMap((action) => {
		const attribute = from.attributeByHash.get(String(action.featureHash));
		const value = attribute === undefined ? undefined : readAnswers(from, [action]).get(attribute);
		const carried =
			attribute === undefined || value === undefined
				? undefined
				: counterpart(attribute, value, to);
		if (carried === undefined) return [];
		const [written] = mergeAnswers([], new Map([carried]), action.manualAnnotation !== false, to);
		return [{ ...action, ...written }];
	});
	draft.putAnswer(
		'object_actions',
		hash,
		kept.length === 0 ? undefined : { ...draft.answer('object_actions', hash), actions: kept },
	);
}

function counterpart(
	attribute: AttributeItem,
	value: AnswerValue,
	to: ObjectItem,
): [AttributeItem, AnswerValue] | undefined {
	const path = attribute.path.slice(1).join('\n');
	const match = to.allAttributes.find(
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
