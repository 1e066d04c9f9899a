/**
 * What is wrong with a label row as a whole. Edits check themselves while they are applied (shape, frames, coordinates,
 * options); here is what only the finished row shows: unanswered required attributes, missing required objects, and
 * whether Encord's own client could still read it.
 */
import type { LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { answerEntries, readAnswers } from '../answers/answers';
import { whyUnreadable } from '../../../test/oracle/clientForm/form';
import { actionsOf } from '../answers/dynamicAnswers';
import { RowDraft } from '../row/draft';
import type { Problem } from '../row/problem';
import type { AttributeItem, OntologyIndex, OntologyItem } from '../ontology/ontology';
import { allSpaces } from '../row/space';

/** Everything that is wrong with a row; `error` = Encord's client could not read it. */
export function validateRow(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata?: Partial<LabelRowMetadata>,
): Problem[] {
	const unreadable = whyUnreadable(row, ontology, metadata);
	const problems: Problem[] =
		unreadable === undefined
			? []
			: [
					{
						severity: 'error',
						code: 'unreadable',
						message: unreadable.message,
						...(unreadable.place.field === undefined ? {} : { field: unreadable.place.field }),
						...(unreadable.place.hash === undefined ? {} : { hash: unreadable.place.hash }),
						...(unreadable.place.frame === undefined
							? {}
							: { frames: [[unreadable.place.frame, unreadable.place.frame]] }),
					},
				];
	return [
		...problems,
		...missingAnswers(row, ontology, metadata),
		...missingObjects(row, ontology, metadata),
	];
}

/** Required attributes without an answer, of all labels or of those with the given hashes. */
export function missingAnswers(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata?: Partial<LabelRowMetadata>,
	hashes?: ReadonlySet<string>,
): Problem[] {
	const problems: Problem[] = [];
	const wanted = (hash: string): boolean => hashes === undefined || hashes.has(hash);
	for (const [hash, entry] of Object.entries(row.classification_answers ?? {})) {
		const item = wanted(hash)
			? ontology.classificationByHash.get(String(entry.featureHash))
			: undefined;
		if (item !== undefined)
			problems.push(
				...unanswered(item, hash, new Set(readAnswers(item, answerEntries(entry)).keys()), row),
			);
	}
	const draft = new RowDraft(row, metadata);
	const classes = new Map<string, string>();
	const needed = ontology.objects.some((item) =>
		item.allAttributes.some(({ required }) => required),
	);
	for (const space of needed ? allSpaces(row, metadata) : []) {
		if (space.kind === 'frames')
			for (const { hash, featureHash } of draft.index(space, 'object').present())
				classes.set(hash, featureHash);
	}
	for (const [hash, entry] of Object.entries(needed ? (row.object_answers ?? {}) : {})) {
		const item = wanted(hash)
			? ontology.objectByHash.get(classes.get(hash) ?? String(entry.featureHash))
			: undefined;
		if (item === undefined) continue;
		const answered = new Set(readAnswers(item, answerEntries(entry)).keys());
		for (const action of actionsOf(draft, hash)) {
			const attribute = item.attributeByHash.get(String(action.featureHash));
			if (attribute !== undefined) answered.add(attribute);
		}
		problems.push(...unanswered(item, hash, answered, row));
	}
	return problems;
}

function unanswered(
	item: OntologyItem,
	hash: string,
	answered: Set<AttributeItem>,
	row: LabelRowJson,
): Problem[] {
	return item.allAttributes
		.filter(
			(attribute) =>
				attribute.required &&
				!attribute.archived &&
				!answered.has(attribute) &&
				isAsked(attribute, item, hash, row),
		)
		.map((attribute) => ({
			severity: 'warning',
			code: 'missingAnswer',
			item: item.title,
			field: attribute.title,
			hash,
			message: `"${attribute.title}" of "${item.title}" is required and has no answer.`,
			accepted:
				attribute.options.length > 0 ? attribute.options.map(({ title }) => title) : attribute.type,
		}));
}

/** Nested attributes are asked only below a chosen option. */
function isAsked(
	attribute: AttributeItem,
	item: OntologyItem,
	hash: string,
	row: LabelRowJson,
): boolean {
	const { parent } = attribute;
	if (parent === undefined) return true;
	const entry =
		item.kind === 'object' ? row.object_answers[hash] : row.classification_answers[hash];
	const answer = readAnswers(item, answerEntries(entry)).get(parent.attribute);
	return (
		answer?.type === 'radio' &&
		answer.option === parent &&
		isAsked(parent.attribute, item, hash, row)
	);
}

function missingObjects(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
): Problem[] {
	const needed = ontology.objects.filter(({ required, archived }) => required && !archived);
	if (needed.length === 0) return [];
	const draft = new RowDraft(row, metadata);
	const present = new Set(
		Object.values(row.object_answers ?? {}).map(({ featureHash }) => String(featureHash)),
	);
	for (const space of allSpaces(row, metadata)) {
		if (space.kind === 'frames')
			for (const { featureHash } of draft.index(space, 'object').present())
				present.add(featureHash);
	}
	return needed
		.filter(({ featureHash }) => !present.has(featureHash))
		.map((item) => ({
			severity: 'warning',
			code: 'missingAnswer',
			item: item.title,
			message: `"${item.title}" is required and is nowhere in the row.`,
		}));
}
