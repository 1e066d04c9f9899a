/**
 * Reads the answer of a language model, data or text, into answers to classifications. Model nodes put it into wrappers such as
 * `{"output": …}`. For each part that does not fit the ontology there is a problem; the other parts are used.
 */
import { parseAnswers, type AnswerInput } from '../labels/answers/answerInput';
import { findClassificationAttribute } from '../labels/answers/classificationAttribute';
import type { AnswerValue } from '../labels/answers/answers';
import type { Problem } from '../labels/row/problem';
import type { ClassificationItem, OntologyIndex } from '../labels/ontology/ontology';
import { isEmpty, isMap, unwrapped } from './wrappers';
import {
	findAttribute,
	findClassification,
	findOption,
	OntologyLookupError,
} from '../labels/ontology/lookup';

/** Answers by feature hash of the attribute; options are feature hashes too. */
export interface AttributeAnswers {
	[attribute: string]: AnswerInput;
}

export interface ModelAnswer {
	answers: Map<ClassificationItem, AttributeAnswers>;
	problems: Problem[];
}

/** Longest text of a model that a message repeats, in characters. */
const MAX_QUOTE = 80;

/**
 * Reads a model's answer.
 * @param answer an object of answers by title, a single answer, or text that is or contains one of these
 * @param classification title or feature hash of the classification it answers; default: every classification it names, or the
 *   only one of the ontology
 * @throws OntologyLookupError when the ontology does not have `classification`
 */
export function readModelAnswer(
	answer: unknown,
	ontology: OntologyIndex,
	classification?: string,
): ModelAnswer {
	const available = ontology.classifications.filter(({ archived }) => !archived);
	const only =
		classification === undefined
			? available.length === 1
				? available[0]
				: undefined
			: findClassification(ontology, classification);
	const content = unwrapped(answer, (key) =>
		only ? namesPartOf(only, key) : namesAttribute(ontology, key),
	);
	const result: ModelAnswer = { answers: new Map(), problems: [] };
	if (typeof content === 'string' && content.startsWith('{')) {
		result.problems.push(
			problem('The answer begins like JSON but is not valid JSON. It may have been cut off.'),
		);
	} else if (only) readOne(result, only, content);
	else if (isMap(content)) readNamed(result, ontology, content);
	else if (!isEmpty(content)) {
		result.problems.push(
			problem(
				'The answer names no classification. Ask the model for JSON with their titles as keys, or choose the one it answers.',
			),
		);
	}
	return result;
}

/** Reads answers by the name of what they answer. */
function readNamed(
	result: ModelAnswer,
	ontology: OntologyIndex,
	answers: { [key: string]: unknown },
): void {
	const byItem = new Map<ClassificationItem, AttributeAnswers>();
	for (const [key, value] of Object.entries(answers)) {
		if (isEmpty(value)) continue;
		try {
			const { item, attribute } = findClassificationAttribute(ontology, key);
			byItem.set(item, { ...byItem.get(item), [attribute]: value as AnswerInput });
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
	for (const [item, ofItem] of byItem) addAnswers(result, item, ofItem);
}

/** Reads the answer to one classification. */
function readOne(result: ModelAnswer, item: ClassificationItem, content: unknown): void {
	if (isEmpty(content)) return;
	if (isMap(content)) {
		addAnswers(
			result,
			item,
			Object.fromEntries(
				Object.entries(content).filter(([, value]) => !isEmpty(value)),
			) as AttributeAnswers,
		);
	} else if (typeof content !== 'string') addAnswers(result, item, content as AnswerInput);
	else {
		const readings = readingsOf(item, content);
		addAnswers(
			result,
			item,
			readings.find((reading) => parseAnswers(item, reading).problems.length === 0) ??
				shortened(content),
		);
	}
}

/** Adds the answers that fit the classification to the result, and a problem for each that does not. */
function addAnswers(result: ModelAnswer, item: ClassificationItem, input: AnswerInput): void {
	const { values, problems } = parseAnswers(item, input);
	result.problems.push(...problems);
	const answers = [...values].flatMap(([attribute, value]): Array<[string, AnswerInput]> => {
		return value === null || (value.type === 'text' && value.text.trim() === '')
			? []
			: [[attribute.featureHash, inputOf(value)]];
	});
	if (answers.length > 0) result.answers.set(item, Object.fromEntries(answers));
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

/**
 * The answers a text can mean, most literal first: the text itself, then without marks (`**Cat.**`) and title (`Animal: Cat`), as
 * a list (`Black, White`), or its only number (`about 4 legs`).
 */
function readingsOf({ root, title }: ClassificationItem, text: string): AnswerInput[] {
	if (root === undefined || root.type === 'text') return [text];
	const untitled = text.toLowerCase().startsWith(`${title.toLowerCase()}:`)
		? text.slice(title.length + 1)
		: text;
	const bare = withoutMarks(untitled);
	if (root.type === 'checklist')
		return [
			text,
			bare,
			untitled
				.split(/[,;\n]/)
				.map(withoutMarks)
				.filter(Boolean),
		];
	const numbers = root.type === 'numeric' ? (text.match(/-?\d+(?:\.\d+)?/g) ?? []) : [];
	return [text, bare, ...(numbers.length === 1 ? numbers : [])];
}

/** A text without the quotes, bullets, emphasis and full stop around it. */
function withoutMarks(text: string): string {
	return text.replace(/^[\s"'`*•-]+|[\s"'`*.!]+$/g, '');
}

/** A text as a message can repeat it. */
function shortened(text: string): string {
	return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE - 1)}…` : text;
}

function namesAttribute(ontology: OntologyIndex, key: string): boolean {
	return finds(() => findClassificationAttribute(ontology, key));
}

/** Whether a key names an attribute of the classification, or an option of its root: `{"Cat": {"Breed": "Siamese"}}`. */
function namesPartOf(item: ClassificationItem, key: string): boolean {
	const { root } = item;
	return (
		finds(() => findAttribute(item, key)) ||
		(root !== undefined && finds(() => findOption(root, key)))
	);
}

function finds(lookUp: () => unknown): boolean {
	try {
		lookUp();
		return true;
	} catch (error) {
		if (error instanceof OntologyLookupError) return false;
		throw error;
	}
}

function problem(message: string): Problem {
	return { severity: 'error', code: 'badAnswer', message };
}
