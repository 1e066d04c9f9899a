/** The answers beside a place, read as every model's answers are: each is taken or refused by itself. */
import type { AnswerInput } from '../../labels/answers/attributeInput';
import { plainAnswer } from '../../labels/answers/answers';
import { objectQuestions } from '../../labels/modelAnswers/questions';
import type { AttributeItem, ObjectItem } from '../../labels/ontology/ontology';
import { readModelAnswer } from '../../llm/modelAnswer';
import { OWN_WORDS } from '../formats/parts/entry';
import { isAbsent, isMap } from '../formats/parts/json';
import type { Detection } from '../found';
import type { FieldReport } from '../../reply/report';

export interface Attributes {
	/** Feature hash of the attribute → answer, for the attributes that have one answer on all frames. */
	fixed: { [attribute: string]: AnswerInput };
	/** The same for attributes that are answered on each frame. */
	dynamic: { [attribute: string]: AnswerInput };
	/** What was repaired and refused. */
	reports: FieldReport[];
}

/** Answers under `attributes`, and those beside the place whose keys name attributes of the class. They are for the frames of their detection. */
export function readAttributes(
	item: ObjectItem,
	{ attributes, beside = {} }: Pick<Detection, 'attributes' | 'beside'>,
): Attributes | undefined {
	const questions = objectQuestions(item);
	const read: Attributes = { fixed: {}, dynamic: {}, reports: [] };
	const stray = Object.entries(beside).filter(
		([key, value]) => !OWN_WORDS.has(key) && !isAbsent(value) && questions.named(key).length > 0,
	);
	if (attributes === undefined && stray.length === 0) return undefined;
	const isBoth = attributes !== undefined && stray.length > 0;
	if (isBoth && !isMap(attributes)) for (const [key] of stray) read.reports.push(twice(key));
	const given = isMap(attributes) ? { ...attributes } : attributes === undefined ? {} : undefined;
	for (const [key, value] of given === undefined ? [] : stray) {
		if (typeof value === 'number' && questions.named(key).some(({ type }) => type === 'text')) {
			read.reports.push({
				field: key,
				outcome: 'refused',
				reason: `The number ${value} is given for a text, whose spelling counts. Give it in quotes.`,
			});
			continue;
		}
		const others = Object.keys(given!).filter((each) =>
			questions.named(each).some((one) => questions.named(key).includes(one)),
		);
		if (others.length === 0) given![key] = value;
		else if (others.some((each) => JSON.stringify(given![each]) !== JSON.stringify(value))) {
			for (const each of others) delete given![each];
			read.reports.push(twice(key));
		}
	}
	const { answers, reports } = readModelAnswer(given ?? attributes, questions, {
		kind: 'single',
		frames: 1,
	});
	// Without a field, a report would speak of the detection as a whole.
	for (const report of reports)
		if (report.outcome !== 'taken') read.reports.push({ field: 'attributes', ...report });
	for (const { attribute, value } of answers)
		read[rootOf(attribute).dynamic ? 'dynamic' : 'fixed'][attribute.featureHash] =
			plainAnswer(value);
	return read;
}

function twice(field: string): FieldReport {
	return {
		field,
		outcome: 'refused',
		reason: `"${field}" is answered under "attributes" and beside it, and the answers differ.`,
	};
}

function rootOf(attribute: AttributeItem): AttributeItem {
	let root = attribute;
	while (root.parent !== undefined) root = root.parent.attribute;
	return root;
}
