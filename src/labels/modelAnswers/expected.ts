/** Tells the reader of replies what the questions are, so that their titles and options win over every other reading. */
import type { Expected } from '../../reply/expected';
import type { ReplyValue } from '../../reply/value';
import type { AttributeItem } from '../ontology/ontology';
import { LITERAL_LEVELS, optionIndex } from './options/optionIndex';
import type { Questions } from './questions';

const ofQuestions = new WeakMap<Questions, Expected>();

export function expectedBy(questions: Questions): Expected {
	let expected = ofQuestions.get(questions);
	if (expected === undefined) ofQuestions.set(questions, (expected = build(questions)));
	return expected;
}

function build(questions: Questions): Expected {
	const { only } = questions;
	const hasOption = (key: string): boolean =>
		only !== undefined && only.options.length > 0 && optionIndex(only).match(key) !== undefined;
	return {
		isName: (key) => questions.named(key).length > 0 || hasOption(key) || questions.isOther(key),
		isAnswer: (value) => only !== undefined && isLiteral(only, value),
		isText: (key) => questions.named(key).some(({ type }) => type === 'text'),
		bareText: only?.type === 'text',
	};
}

/** Whether a value is an option as it stands, a list of options for a checklist, or digits for a number. */
function isLiteral(attribute: AttributeItem, value: ReplyValue): boolean {
	if (attribute.type === 'numeric')
		return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value);
	if (attribute.options.length === 0) return false;
	const isOption = (each: ReplyValue): boolean =>
		typeof each === 'string' && optionIndex(attribute).match(each, LITERAL_LEVELS) !== undefined;
	if (attribute.type === 'checklist' && Array.isArray(value))
		return value.length > 0 && value.every(isOption);
	return isOption(value);
}
