/** Reads one value, or the bare text, out of what a model wrote. */
import type { Expected } from '../expected';
import { looksLikeJson } from '../json/scan';
import { parseLoose } from '../json/looseJson';
import { parseStrict } from '../json/strictJson';
import { isMap, quoted, sameValue, scalarsIn, type ReplyValue } from '../value';
import { taggedAnswer } from './answerTag';
import { candidatesIn, type Candidates } from './candidates';
import { bareText } from './bareText';
import { embeddedIn, placeBefore } from './embedding';
import { doubtIn } from './prose';
import { CUT, disagreeing, doubtful, type TextReading } from './textReading';
import { withoutThinking } from './thinking';
import { titledLines } from './titledLines';

export function readText(
	text: string,
	expected: Expected,
	isWrapper: (key: string) => boolean,
): TextReading {
	const trimmed = text.replace(/^\uFEFF/, '').trim();
	const literal = wholly(trimmed, expected, isWrapper);
	if (literal !== undefined) return literal;
	const unthought = withoutThinking(trimmed);
	if ('refused' in unthought) return unthought;
	const { repairs } = unthought;
	const inner = repairs.length > 0 ? wholly(unthought.text, expected, isWrapper) : undefined;
	const reading = inner ?? inTags(unthought.text, expected, isWrapper);
	return 'refused' in reading ? reading : { ...reading, repairs: [...repairs, ...reading.repairs] };
}

/** The text as a whole: an answer literally, or JSON. */
function wholly(
	text: string,
	expected: Expected,
	isWrapper: (key: string) => boolean,
): TextReading | undefined {
	if (expected.isAnswer?.(text) === true) return { text, repairs: [], around: '' };
	const json = parseStrict(text);
	if (json === undefined) return undefined;
	if ('twice' in json)
		return { refused: `The key "${json.twice}" is used twice, with different values.` };
	const { value } = json;
	if (isMap(value) || Array.isArray(value)) {
		// A text question is answered with any text, JSON that names nothing included.
		if (expected.bareText === true && !isReplyForm(value) && !names(value, expected, () => true, 0))
			return mayBeWrapper(value, isWrapper)
				? { refused: 'It is not clear whether the JSON is the text or holds it.' }
				: { text, repairs: [], around: '' };
		return { value, repairs: [], around: '' };
	}
	if (typeof value !== 'string' || !/^\s*["[{]/.test(value)) return undefined;
	return {
		value,
		repairs: [{ rule: 'JSON as text', from: quoted(text), to: quoted(value) }],
		around: '',
	};
}

/** Replies of model APIs, by marks that no other text has. */
function isReplyForm(value: ReplyValue): boolean {
	if (Array.isArray(value))
		return (
			value.length > 0 &&
			value.every(
				(each) =>
					isMap(each) && typeof each.type === 'string' && ('text' in each || 'content' in each),
			)
		);
	if (!isMap(value)) return false;
	return (
		Array.isArray(value.choices) ||
		Array.isArray(value.candidates) ||
		isMap(value.message) ||
		Array.isArray(value.content)
	);
}

function mayBeWrapper(value: ReplyValue, isWrapper: (key: string) => boolean): boolean {
	return isMap(value) && Object.keys(value).some(isWrapper);
}

function inTags(
	text: string,
	expected: Expected,
	isWrapper: (key: string) => boolean,
): TextReading {
	const tagged = taggedAnswer(text);
	if (tagged === undefined) {
		if (/<\/?(?:tool_call|function|parameter|invoke|tool_use)\b/i.test(text))
			return {
				refused: 'The reply is a tool call in a form that is not known. JSON would be accepted.',
			};
		return inProse(text, expected, isWrapper);
	}
	const readings = tagged.contents.map((content) => {
		const trimmed = content.trim();
		return wholly(trimmed, expected, isWrapper) ?? inProse(trimmed, expected, isWrapper);
	});
	const refused = readings.find((reading) => 'refused' in reading);
	if (refused !== undefined) return refused;
	const [first, ...others] = readings as Array<Exclude<TextReading, { refused: string }>>;
	if (first === undefined || others.some((other) => !sameValue(said(first), said(other))))
		return disagreeing();
	if (tagged.open && 'text' in first) return { refused: CUT };
	if (candidatesIn(tagged.around).found.some((each) => relevant(each, expected, isWrapper)))
		return { refused: 'An answer stands in the tags and another one outside of them.' };
	const doubt = doubtIn(tagged.around);
	if (doubt !== undefined) return doubtful(doubt);
	return {
		...first,
		around: `${tagged.around}\n${first.around}`.trim(),
		repairs: [...first.repairs, { rule: 'answer tag', from: '', to: '' }],
	};
}

function said(reading: Exclude<TextReading, { refused: string }>): ReplyValue {
	return 'value' in reading ? reading.value : reading.text;
}

function inProse(
	text: string,
	expected: Expected,
	isWrapper: (key: string) => boolean,
): TextReading {
	const candidates = candidatesIn(text);
	const read = candidates.found.map((each) => parsedCandidate(text, each, expected, isWrapper));
	const refused = read.find((each) => each !== undefined && 'refused' in each);
	if (refused !== undefined && 'refused' in refused && !isText(text, expected)) return refused;
	const found = read.filter((each) => each !== undefined && 'value' in each);
	if (found.length === 0) return bareText(text, candidates, expected);
	if (candidates.cut) return { refused: CUT };
	if (candidates.torn) return { refused: 'The JSON goes on behind a bracket that closes it.' };
	const unclear = candidates.found
		.map((each, at) => (read[at] === undefined ? undefined : misplaced(text, each)))
		.find((each) => each !== undefined);
	if (unclear !== undefined) return { refused: unclear };
	const around = read.reduce(
		(all, each, at) => (each === undefined ? `${all}\n${candidates.found[at]!.text}` : all),
		candidates.around,
	);
	const value = oneOf(
		found,
		candidates.together && found.length === read.length && /^\s*$/.test(around),
	);
	if (value === undefined) return disagreeing();
	if (contradicts(around, value, expected)) return disagreeing();
	const doubt = doubtIn(around);
	if (doubt !== undefined) return doubtful(doubt);
	const repairs = found.some(({ repaired }) => repaired)
		? [{ rule: 'spelling of JSON', from: quoted(text), to: quoted(value) }]
		: [];
	const extra =
		around.trim() !== ''
			? [{ rule: 'sentences around the answer', from: quoted(around.trim()), to: '' }]
			: /^\s*(?:`|~~~)/.test(text)
				? [{ rule: 'code fence', from: quoted(text), to: quoted(value) }]
				: [];
	return { value, repairs: [...repairs, ...extra], around: around.trim() };
}

/** How many characters around JSON are looked at to see how it stands in its line. */
const NEAR = 400;

/** Why JSON cannot be taken out of the text around it. */
function misplaced(text: string, { start, end }: Candidates['found'][number]): string | undefined {
	const before = text.slice(Math.max(0, start - NEAR), start).replace(/(?:```|~~~)[\w-]*\s*$/, '');
	const embedded = embeddedIn(before, text.slice(end, end + NEAR));
	if (embedded !== undefined) return `It is not clear whether the JSON is the answer. ${embedded}`;
	const place = placeBefore(before);
	return place === undefined
		? undefined
		: `The text says where the answer holds: "${place}". JSON with frames as keys would be accepted.`;
}

/** Whether JSON in this text is content of the text. */
function isText(text: string, expected: Expected): boolean {
	return expected.bareText === true && !/^[`~\s]*(?:json\s*)?[{[]/i.test(text);
}

interface Parsed {
	value: ReplyValue;
	repaired: boolean;
}

/** The most characters that fences and white space around JSON have. */
const MARKS = 60;

/** A candidate that is an answer. Undefined for brackets that are part of a sentence. */
function parsedCandidate(
	text: string,
	candidate: Candidates['found'][number],
	expected: Expected,
	isWrapper: (key: string) => boolean,
): Parsed | { refused: string } | undefined {
	const json = parseLoose(candidate.text, candidate);
	if (json === undefined)
		return looksLikeJson(text, candidate.start) && !text.startsWith('[', candidate.start)
			? { refused: 'The reply has JSON that cannot be read.' }
			: undefined;
	if ('refused' in json) return looksLikeJson(text, candidate.start) ? json : undefined;
	const answers =
		names(json.value, expected, isWrapper, 0) || expected.isAnswer?.(json.value) === true;
	if (answers) return json;
	// Without any sentence around it, even JSON that names nothing is what the model answered.
	const rest = text.length - candidate.text.length;
	const alone =
		expected.bareText !== true &&
		rest < MARKS &&
		candidate.text.length === text.replace(/```[\w-]*|`/g, '').trim().length;
	return alone ? json : undefined;
}

function relevant(
	candidate: Candidates['found'][number],
	expected: Expected,
	isWrapper: (key: string) => boolean,
): boolean {
	const json = parseLoose(candidate.text, candidate);
	return json !== undefined && 'value' in json && names(json.value, expected, isWrapper, 0);
}

/** Whether a value names something that is looked for, within a few levels. */
function names(
	value: ReplyValue,
	expected: Expected,
	isWrapper: (key: string) => boolean,
	depth: number,
): boolean {
	if (depth > 4) return false;
	if (Array.isArray(value))
		return value.some((each) => names(each, expected, isWrapper, depth + 1));
	if (!isMap(value)) return typeof value === 'string' && depth > 0 && expected.isName(value);
	const keys = Object.keys(value);
	if (keys.some((key) => expected.isName(key))) return true;
	if (expected.bareText !== true && keys.some(isWrapper)) return true;
	return keys.some((key) => names(value[key]!, expected, isWrapper, depth + 1));
}

/** The value that all candidates have in common, or the list of them when they belong together. */
function oneOf(found: Parsed[], together: boolean): ReplyValue | undefined {
	const [first, ...others] = found;
	if (first === undefined) return undefined;
	if (others.every(({ value }) => sameValue(value, first.value))) return first.value;
	return together ? found.map(({ value }) => value) : undefined;
}

/** Whether a line around an object says something else than the object: a line `Title: value`, or an answer alone in its line. */
function contradicts(around: string, value: ReplyValue, expected: Expected): boolean {
	const said = scalarsIn(value).map(fold);
	const answers = around.split('\n').map((line) => line.replace(/^[\s*_`"'-]+|[\s*_`"'.]+$/g, ''));
	if (answers.some((line) => expected.isAnswer?.(line) === true && !said.includes(fold(line))))
		return true;
	const lines = titledLines(around, expected);
	if (lines === undefined) return false;
	if ('refused' in lines || !isMap(value)) return true;
	return Object.entries(lines.value)
		.filter(([key]) => expected.isName(key))
		.some(([key, line]) => {
			const own = Object.keys(value).find((each) => fold(each) === fold(key));
			return own === undefined || fold(value[own]) !== fold(line);
		});
}

function fold(text: unknown): string {
	return String(text).normalize('NFKC').toLowerCase().trim();
}
