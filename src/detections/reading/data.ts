/** Takes the detections out of what a node was given: data, a model's reply in any wrapping, or the text of a label file. */
import { readReply } from '../../reply/readReply';
import { fencedIn } from '../../reply/text/fences';
import { withoutThinking } from '../../reply/text/thinking';
import type { Repair } from '../../reply/value';
import { WrittenNumber } from '../../reply/value';
import { NotTaken } from '../found';
import { isYoloText } from '../formats/detectors/yolo';
import { withPlainTags } from '../formats/models/qwen';
import { DETECTION_KEYS } from '../formats/parts/words';
import { isMap } from '../formats/parts/json';
import { recognized } from '../formats/registry';
import { holdsXml, xmlIn } from './xml';

export interface GivenData {
	/** JSON, or text that a format reads as it stands. */
	data: unknown;
	repairs: Repair[];
}

const NAMES = new Set(DETECTION_KEYS);
/** In a list, an entry with such a key is a detection, though one that may lack its place. */
const CLASS_WORDS = new Set(['class', 'class_name', 'category', 'category_id']);

/** @throws NotTaken when there is nothing to read, or the text is cut off or contradicts itself */
export function dataIn(input: unknown): GivenData {
	if (typeof input !== 'string' && isPlainData(input)) return { data: input, repairs: [] };
	if (typeof input === 'string') {
		const special = specialText(input);
		if (special !== undefined) return special;
	}
	const reply = readReply(input, { isName, isAnswer: isListOfLists });
	if ('refused' in reply) throw new NotTaken(reply.refused);
	if ('value' in reply) return { data: withNumbers(reply.value), repairs: reply.repairs };
	const inner = specialText(reply.text);
	if (inner !== undefined)
		return { data: inner.data, repairs: [...reply.repairs, ...inner.repairs] };
	if (reply.text.trim() === '')
		throw new NotTaken('There are no detections. Give [] when the model found nothing.');
	throw new NotTaken(
		`The text holds no list of detections: "${reply.text.trim().slice(0, 80)}". Give [] when the model found nothing.`,
	);
}

/** An object with such a key holds detections, or is one, whatever else the key could mean. */
function isName(key: string): boolean {
	return NAMES.has(key) || /^<[A-Z_]+>$/.test(key) || /^\d+$/.test(key);
}

/** Lists in a list are those of frames or pictures, or numbers; joined, they would all be of one picture. */
function isListOfLists(value: unknown): boolean {
	return Array.isArray(value) && value.length > 1 && value.every(Array.isArray);
}

/** Whether data is detections as they are, so that no reply has to be unwrapped. */
function isPlainData(input: unknown): boolean {
	if (isMap(input)) return Object.keys(input).some(isName);
	return Array.isArray(input) && input.every((each) => isPlainEntry(each));
}

function isPlainEntry(entry: unknown): boolean {
	if (Array.isArray(entry)) return true;
	return (
		isMap(entry) &&
		Object.keys(entry).some((key) => isName(key) || CLASS_WORDS.has(key)) &&
		!('choices' in entry) &&
		!('candidates' in entry)
	);
}

/** Text that is no JSON but has a format of its own; undefined for any other text. @throws NotTaken */
function specialText(text: string): GivenData | undefined {
	const unthought = withoutThinking(withPlainTags(text));
	if ('refused' in unthought) throw new NotTaken(unthought.refused);
	const fenced = fencedIn(unthought.text);
	for (const candidate of fenced?.count === 1
		? [unthought.text, fenced.content]
		: [unthought.text]) {
		if (holdsXml(candidate)) return { data: xmlIn(candidate), repairs: unthought.repairs };
		if (isYoloText(candidate)) return { data: candidate, repairs: unthought.repairs };
		if (recognized(candidate).length > 0) return { data: candidate, repairs: unthought.repairs };
	}
	return undefined;
}

/** Numbers as numbers. Attributes keep the spelling, which is part of a text. */
export function withNumbers(value: unknown): unknown {
	if (value instanceof WrittenNumber) return value.number;
	if (Array.isArray(value)) return value.map(withNumbers);
	if (!isMap(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [
			key,
			key === 'attributes' ? each : withNumbers(each),
		]),
	);
}
