/** Finds what an operation does not name: the attribute of an answer, and the author of a change. */
import type { AttributeItem } from '../../../src/labels/ontology/ontology';
import type { Stamp } from '../../../src/labels/edits/rules/stamp';
import type { AnswerJson, Operation } from './operations';

/** The attributes that an answer can belong to. */
export function inferred(
	attributes: AttributeItem[],
	answer: AnswerJson | undefined,
): AttributeItem[] {
	if (typeof answer === 'string') return attributes.filter(({ type }) => type === 'text');
	if (typeof answer === 'number') return attributes.filter(({ type }) => type === 'numeric');
	if (typeof answer !== 'object') return [];
	const wanted = 'option' in answer ? [answer.option] : answer.options;
	return attributes.filter(
		({ options }) =>
			wanted.length > 0 &&
			wanted.every((hash) => options.some(({ featureHash }) => featureHash === hash)),
	);
}

/** The authorship in an operation. What it does not contain stays as in the label. */
export function stampOf(given: Partial<Operation>, known: { [key: string]: unknown }): Stamp {
	const text = (value: unknown): string | undefined =>
		typeof value === 'string' ? value : undefined;
	return {
		createdAt: given.createdAt ?? text(known.createdAt),
		createdBy: given.createdBy ?? text(known.createdBy),
		lastEditedAt: given.lastEditedAt ?? text(known.lastEditedAt),
		lastEditedBy: given.lastEditedBy ?? text(known.lastEditedBy),
		manualAnnotation:
			given.manualAnnotation ??
			(typeof known.manualAnnotation === 'boolean' ? known.manualAnnotation : true),
	};
}
