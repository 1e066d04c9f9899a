/**
 * From what a language model gave to answers of classifications: data or text, in the wrappers that model nodes put around
 * it. What does not fit the ontology is a problem of its field; the rest is used.
 */
import { parseAnswers, type AnswerInput } from '../labels/answers/answerInput';
import { answerPlace } from '../labels/answers/answerPlaces';
import type { AnswerValue } from '../labels/answers/answers';
import type { Problem } from '../labels/row/problem';
import type { ClassificationItem, OntologyIndex } from '../labels/ontology/ontology';
import { jsonIn, spokenText } from './answerText';
import {
	findAttribute,
	findClassification,
	findOption,
	OntologyLookupError,
} from '../labels/ontology/lookup';

/** Answers by the feature hash of the attribute, options by theirs. */
export interface AttributeAnswers {
	[attribute: string]: AnswerInput;
}

export interface ModelAnswer {
	answers: Map<ClassificationItem, AttributeAnswers>;
	problems: Problem[];
}

/** Fields that chains, agents and chat models put their answer into. */
const WRAPPERS = ['output', 'text', 'response', 'message', 'content', 'answer'];
const DEEPEST_WRAPPING = 8;
/** Longer texts are cut in messages: a model's whole essay in place of an option helps nobody. */
const LONGEST_QUOTE = 80;

/**
 * Reads a model's answer.
 * @param answer an object of answers by title, a bare value, or text that is or holds either
 * @param classification title or feature hash of the one it answers; absent: all that it names
 * @throws OntologyLookupError when `classification` names none
 */
export function readModelAnswer(
	answer: unknown,
	ontology: OntologyIndex,
	classification?: string,
): ModelAnswer {
	const there = ontology.classifications.filter(({ archived }) => !archived);
	const only =
		classification === undefined
			? there.length === 1
				? there[0]
				: undefined
			: findClassification(ontology, classification);
	const said = unwrapped(answer, (key) => (only ? isPartOf(only, key) : isPlace(ontology, key)));
	const result: ModelAnswer = { answers: new Map(), problems: [] };
	if (typeof said === 'string' && said.startsWith('{')) {
		result.problems.push(
			problem('The answer begins like JSON but is not valid JSON. It may have been cut off.'),
		);
	} else if (only) readOne(result, only, said);
	else if (isMap(said)) readNamed(result, ontology, said);
	else if (!isEmpty(said)) {
		result.problems.push(
			problem(
				'The answer names no classification. Ask the model for JSON with their titles as keys, or choose the one it answers.',
			),
		);
	}
	return result;
}

/** What is inside of wrappers and around no sentences; text stays text when it holds no answers as JSON. */
function unwrapped(answer: unknown, isName: (key: string) => boolean): unknown {
	let inner = answer;
	for (let depth = 0; depth < DEEPEST_WRAPPING; depth++) {
		if (typeof inner === 'string') {
			const found = jsonIn(inner);
			if (found === undefined || (!found.whole && !namesSomething(found.value, isName)))
				return spokenText(inner);
			if (typeof found.value === 'string') return found.value;
			inner = found.value;
		} else if (Array.isArray(inner) && inner.length === 1 && isMap(inner[0])) inner = inner[0];
		else if (isMap(inner)) {
			const wrapping = inner;
			if (Object.keys(wrapping).some(isName)) return wrapping;
			const key = WRAPPERS.find((wrapper) => !isEmpty(wrapping[wrapper]));
			if (key === undefined) return wrapping;
			inner = wrapping[key];
		} else return inner;
	}
	return inner;
}

function namesSomething(value: unknown, isName: (key: string) => boolean): boolean {
	return isMap(value) && Object.keys(value).some((key) => isName(key) || WRAPPERS.includes(key));
}

function readNamed(
	result: ModelAnswer,
	ontology: OntologyIndex,
	said: { [key: string]: unknown },
): void {
	const given = new Map<ClassificationItem, AttributeAnswers>();
	for (const [key, value] of Object.entries(said)) {
		if (isEmpty(value)) continue;
		try {
			const { item, attribute } = answerPlace(ontology, key);
			given.set(item, { ...given.get(item), [attribute]: value as AnswerInput });
		} catch (error) {
			if (!(error instanceof OntologyLookupError)) throw error;
			result.problems.push({
				...problem(error.message),
				code: 'unknownItem',
				field: key,
				accepted: error.candidates,
			});
		}
	}
	for (const [item, answers] of given) use(result, item, answers);
}

function readOne(result: ModelAnswer, item: ClassificationItem, said: unknown): void {
	if (isEmpty(said)) return;
	if (isMap(said)) {
		use(
			result,
			item,
			Object.fromEntries(
				Object.entries(said).filter(([, value]) => !isEmpty(value)),
			) as AttributeAnswers,
		);
	} else if (typeof said !== 'string') use(result, item, said as AnswerInput);
	else {
		const readings = readingsOf(item, said);
		use(
			result,
			item,
			readings.find((reading) => parseAnswers(item, reading).problems.length === 0) ??
				shortened(said),
		);
	}
}

/** Keeps what fits, by feature hash, and notes what does not. */
function use(result: ModelAnswer, item: ClassificationItem, input: AnswerInput): void {
	const { values, problems } = parseAnswers(item, input);
	result.problems.push(...problems);
	const fitting = [...values].flatMap(([attribute, value]): Array<[string, AnswerInput]> => {
		return value === null || (value.type === 'text' && value.text.trim() === '')
			? []
			: [[attribute.featureHash, inputOf(value)]];
	});
	if (fitting.length > 0) result.answers.set(item, Object.fromEntries(fitting));
}

function inputOf(value: AnswerValue): AnswerInput {
	switch (value.type) {
		case 'text':
			return value.text;
		case 'numeric':
			return value.number;
		case 'radio':
			return value.option.featureHash;
		case 'checklist':
			return value.options.map(({ featureHash }) => featureHash);
	}
}

/** What bare text can mean, the most literal first: `**Cat.**`, `Animal: Cat`, `Black, White` or `about 4 legs`. */
function readingsOf({ root, title }: ClassificationItem, text: string): AnswerInput[] {
	if (root === undefined || root.type === 'text') return [text];
	const named = text.toLowerCase().startsWith(`${title.toLowerCase()}:`)
		? text.slice(title.length + 1)
		: text;
	const bare = withoutMarks(named);
	if (root.type === 'checklist')
		return [
			text,
			bare,
			named
				.split(/[,;\n]/)
				.map(withoutMarks)
				.filter(Boolean),
		];
	const numbers = root.type === 'numeric' ? (text.match(/-?\d+(?:\.\d+)?/g) ?? []) : [];
	return [text, bare, ...(numbers.length === 1 ? numbers : [])];
}

/** Without quotes, bullets, emphasis and the full stop around it. */
function withoutMarks(text: string): string {
	return text.replace(/^[\s"'`*•-]+|[\s"'`*.!]+$/g, '');
}

function shortened(text: string): string {
	return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1)}…` : text;
}

function isPlace(ontology: OntologyIndex, key: string): boolean {
	return finds(() => answerPlace(ontology, key));
}

/** A question of the classification, or an option of its first one: `{"Cat": {"Breed": "Siamese"}}`. */
function isPartOf(item: ClassificationItem, key: string): boolean {
	const { root } = item;
	return (
		finds(() => findAttribute(item, key)) ||
		(root !== undefined && finds(() => findOption(root, key)))
	);
}

function finds(look: () => unknown): boolean {
	try {
		look();
		return true;
	} catch (error) {
		if (error instanceof OntologyLookupError) return false;
		throw error;
	}
}

function problem(message: string): Problem {
	return { severity: 'error', code: 'badAnswer', message };
}

function isEmpty(value: unknown): boolean {
	return (
		value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
	);
}

function isMap(value: unknown): value is { [key: string]: unknown } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
