/** Classifications: one answer each, or answers for ranges of the media. */
import type { ClassificationItem } from '../../../labels/ontology/ontology';
import { questionField, questionOf, unanswerable } from './attribute';
import type { AttributeAnswers, ClassificationAnswer, Part, PartOptions } from './part';
import { rangeFields, readRange, refuseOverlaps } from './ranges';

/** Why no model can answer a classification; undefined when it can. */
export function unanswerableClassification({
	archived,
	root,
}: ClassificationItem): string | undefined {
	if (archived) return 'it is archived';
	return root === undefined ? 'it has no attribute' : unanswerable(root);
}

/** A classification that can be answered, as a field of this name. */
export function classificationPart(
	item: ClassificationItem,
	name: string,
	options: PartOptions,
): Part<ClassificationAnswer[]> {
	const { root, featureHash: classification } = item;
	if (root === undefined)
		throw new TypeError(`The classification ${classification} has no attribute`);
	const { ranges: unit } = options;
	if (unit === undefined || item.global) {
		const question = questionOf(root, options, []);
		return {
			field: questionField(root, name, question.shape, options),
			read(value, into) {
				if (value === undefined || value === null) return;
				const read = emptyAnswers();
				question.read(value, read);
				if (isAnswered(read)) into.push({ classification, ...read });
			},
		};
	}
	const question = questionOf(root, options, rangeFields(unit));
	return {
		field: questionField(root, name, { kind: 'list', of: question.shape }, options),
		read(value, into) {
			const entries = ((value ?? []) as unknown[]).map((entry) => {
				const read = emptyAnswers();
				question.read(entry, read);
				return { ...read, range: readRange(entry as object as never, unit, [name]) };
			});
			refuseOverlaps(
				entries.map(({ range, answers }) => ({ range, same: JSON.stringify(answers) })),
				[name],
			);
			for (const entry of entries) if (isAnswered(entry)) into.push({ classification, ...entry });
		},
	};
}

export function emptyAnswers(): AttributeAnswers {
	return { answers: {}, confidence: {} };
}

export function isAnswered({ answers }: AttributeAnswers): boolean {
	return Object.keys(answers).length > 0;
}
