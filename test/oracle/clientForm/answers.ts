/** Answers as the official client reads and writes them (protocol §8.6, §8.7). */
import type { EncordJson } from '../../../src/encord/wire/json';
import {
	answersOf,
	readAnswer,
	writeAnswer,
	type AnswerValue,
} from '../../../src/labels/answers/answers';
import type { FrameRange } from '../../../src/labels/row/frames';
import { framesIn, toRanges } from '../../../src/labels/row/frames';
import type { AttributeItem, OntologyItem } from '../../../src/labels/ontology/ontology';
import { UnreadableRow } from './reading';

/** Static answers in the order of the client: reverse ontology order. The client drops their authors. */
export function clientAnswers(
	item: OntologyItem,
	entries: EncordJson[],
	order: 'reverse' | 'ontology' = 'reverse',
): EncordJson[] {
	for (const entry of entries) checkEntry(item, entry);
	const answered = item.allAttributes.flatMap((attribute) => {
		const value = readOwn(
			attribute,
			entries.filter((entry) => entry.featureHash === attribute.featureHash),
		);
		return value === undefined ? [] : [writeAnswer(attribute, value, true)];
	});
	return order === 'reverse' ? answered.reverse() : answered;
}

interface DynamicAnswer {
	attribute: AttributeItem;
	value: AnswerValue;
	frames: Set<number>;
	trackHash: unknown;
	spaceId: unknown;
}

/** Dynamic answers by attribute and value, in order of first appearance. */
export function clientActions(item: OntologyItem, actions: EncordJson[]): EncordJson[] {
	const answers: DynamicAnswer[] = [];
	const byAttribute = new Map<string, EncordJson[]>();
	for (const action of actions) {
		checkEntry(item, action);
		const key = String(action.featureHash);
		byAttribute.set(key, [...(byAttribute.get(key) ?? []), action]);
	}
	for (const [hash, own] of byAttribute) {
		const attribute = item.attributeByHash.get(hash);
		if (attribute === undefined) continue;
		if (attribute.type === 'checklist') setChecklist(answers, attribute, own);
		else for (const action of own) setOne(answers, attribute, action);
	}
	return answers.map(writeAction);
}

/** Joins, frame by frame, the actions that the web editor writes, one per option. */
function setChecklist(
	answers: DynamicAnswer[],
	attribute: AttributeItem,
	actions: EncordJson[],
): void {
	const trackHash = actions.reduce<unknown>((last, action) => action.trackHash ?? last, undefined);
	const byFrame = new Map<number, EncordJson[]>();
	for (const action of actions) {
		for (const frame of framesIn(rangesIn(action)))
			byFrame.set(frame, [...(byFrame.get(frame) ?? []), action]);
	}
	for (const frame of [...byFrame.keys()].sort((a, b) => a - b)) {
		const value = readAnswer(attribute, byFrame.get(frame) ?? []);
		if (value !== undefined)
			assign(answers, {
				attribute,
				value,
				frames: new Set([frame]),
				trackHash,
				spaceId: actions[0]?.spaceId,
			});
	}
}

function setOne(answers: DynamicAnswer[], attribute: AttributeItem, action: EncordJson): void {
	if (!('trackHash' in action))
		throw new UnreadableRow(`"trackHash" is missing in an answer to "${attribute.title}".`, {
			field: 'trackHash',
		});
	const value = readOwn(attribute, [action]);
	if (value === undefined) return;
	assign(answers, {
		attribute,
		value,
		frames: new Set(framesIn(rangesIn(action))),
		trackHash: action.trackHash,
		spaceId: action.spaceId,
	});
}

/** Frames that get a value are removed from the other values of the attribute. */
function assign(answers: DynamicAnswer[], added: DynamicAnswer): void {
	const key = JSON.stringify(answersOf(added.attribute, added.value));
	let known = false;
	for (const answer of [...answers]) {
		if (answer.attribute !== added.attribute || answer.spaceId !== added.spaceId) continue;
		const same = JSON.stringify(answersOf(answer.attribute, answer.value)) === key;
		known ||= same;
		for (const frame of added.frames) {
			if (same) answer.frames.add(frame);
			else answer.frames.delete(frame);
		}
		if (answer.frames.size === 0) answers.splice(answers.indexOf(answer), 1);
	}
	if (!known) answers.push(added);
}

function writeAction({ attribute, value, frames, trackHash, spaceId }: DynamicAnswer): EncordJson {
	return {
		...writeAnswer(attribute, value, true),
		dynamic: true,
		range: toRanges(frames),
		shouldPropagate: false,
		...(trackHash === undefined ? {} : { trackHash }),
		...(spaceId === undefined || spaceId === null ? {} : { spaceId }),
	};
}

/** A radio with no or several options counts as unanswered. */
function readOwn(attribute: AttributeItem, entries: EncordJson[]): AnswerValue | undefined {
	if (
		attribute.type === 'radio' &&
		entries.every(({ answers }) => Array.isArray(answers) && answers.length !== 1)
	)
		return undefined;
	return readAnswer(attribute, entries);
}

function checkEntry(item: OntologyItem, entry: EncordJson): void {
	const attribute = item.attributeByHash.get(String(entry.featureHash));
	if (attribute === undefined) {
		throw new UnreadableRow(`"${item.title}" has no attribute ${String(entry.featureHash)}.`, {
			field: String(entry.name ?? entry.featureHash),
		});
	}
	if (
		!Array.isArray(entry.answers) ||
		(attribute.type !== 'radio' && attribute.type !== 'checklist')
	)
		return;
	if (attribute.type === 'radio' && entry.answers.length !== 1) return;
	for (const answer of entry.answers as EncordJson[]) {
		if (attribute.options.some((option) => option.featureHash === answer?.featureHash)) continue;
		throw new UnreadableRow(`"${attribute.title}" has no option ${String(answer?.featureHash)}.`, {
			field: attribute.title,
		});
	}
}

function rangesIn(action: EncordJson): FrameRange[] {
	if (!Array.isArray(action.range))
		throw new UnreadableRow('"range" is missing in a dynamic answer.', { field: 'range' });
	return action.range as FrameRange[];
}
