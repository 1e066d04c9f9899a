/** The answers beside a place: those to attributes of the class, each taken or refused by itself. */
import { parseAnswers, type AnswerInput } from '../../labels/answers/answerInput';
import { findAttribute, OntologyLookupError } from '../../labels/ontology/lookup';
import type { AttributeItem, ObjectItem } from '../../labels/ontology/ontology';
import { isMap } from '../formats/parts/json';
import { shown } from '../formats/parts/numbers';

export interface Attributes {
	/** Feature hash of the attribute → answer, for the attributes that have one answer on all frames. */
	fixed: { [attribute: string]: AnswerInput };
	/** The same for attributes that are answered on each frame. */
	dynamic: { [attribute: string]: AnswerInput };
	refused: Array<{ field: string; reason: string }>;
}

export function readAttributes(item: ObjectItem, given: unknown): Attributes {
	const read: Attributes = { fixed: {}, dynamic: {}, refused: [] };
	if (!isMap(given)) {
		read.refused.push({
			field: 'attributes',
			reason: `"attributes" is ${shown(given)}; expected answers by the titles of the attributes.`,
		});
		return read;
	}
	for (const [title, answer] of Object.entries(given)) {
		const attribute = attributeOf(item, title);
		const { problems } = parseAnswers(item, { [title]: answer as AnswerInput });
		if (attribute === undefined || problems.length > 0) {
			read.refused.push({
				field: title,
				reason: problems[0]?.message ?? `There is no attribute ${shown(title)}.`,
			});
			continue;
		}
		read[attribute.dynamic ? 'dynamic' : 'fixed'][title] = answer as AnswerInput;
	}
	return read;
}

function attributeOf(item: ObjectItem, title: string): AttributeItem | undefined {
	try {
		return findAttribute(item, title);
	} catch (error) {
		if (error instanceof OntologyLookupError) return undefined;
		throw error;
	}
}
