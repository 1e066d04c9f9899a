/** Finds required attributes without an answer. An edit cannot see them: only the finished row shows what is missing. */
import type { LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { answerEntries, isActive, readAnswers } from '../answers/answers';
import { actionsOf } from '../answers/dynamicAnswers';
import type { AttributeItem, OntologyIndex, OntologyItem } from '../ontology/ontology';
import { RowDraft } from '../row/draft';
import type { Problem } from '../row/problem';
import { allSpaces } from '../row/space';
import { labelsOf, readable } from '../row/unreadable';

/**
 * A warning for each required attribute without an answer, of all labels or of those with the given hashes.
 * @throws ProtocolError for labels that are not in the form of Encord
 */
export function missingAnswers(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata?: Partial<LabelRowMetadata>,
	hashes?: ReadonlySet<string>,
): Problem[] {
	return readable(labelsOf(row), () => missingIn(row, ontology, metadata, hashes));
}

function missingIn(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	hashes: ReadonlySet<string> | undefined,
): Problem[] {
	const isChecked = (hash: string): boolean => hashes === undefined || hashes.has(hash);
	const ofClassifications = Object.entries(row.classification_answers ?? {}).flatMap(
		([hash, entry]) => {
			const item = ontology.classificationByHash.get(String(entry.featureHash));
			return item === undefined || !isChecked(hash)
				? []
				: missingOf(item, hash, readAnswers(item, answerEntries(entry)), new Set());
		},
	);
	if (!ontology.objects.some(({ allAttributes }) => allAttributes.some(({ required }) => required)))
		return ofClassifications;
	const draft = new RowDraft(row, metadata);
	const classes = classesOfObjects(draft);
	const ofObjects = Object.entries(row.object_answers ?? {}).flatMap(([hash, entry]) => {
		const item = ontology.objectByHash.get(classes.get(hash) ?? String(entry.featureHash));
		if (item === undefined || !isChecked(hash)) return [];
		const dynamic = new Set(actionsOf(draft, hash).map(({ featureHash }) => String(featureHash)));
		return missingOf(item, hash, readAnswers(item, answerEntries(entry)), dynamic);
	});
	return [...ofClassifications, ...ofObjects];
}

/** Feature hashes of the objects on frames, by object hash. */
function classesOfObjects(draft: RowDraft): Map<string, string> {
	const classes = new Map<string, string>();
	for (const space of allSpaces(draft.row, draft.metadata)) {
		if (space.kind === 'frames')
			for (const { hash, featureHash } of draft.index(space, 'object').present())
				classes.set(hash, featureHash);
	}
	return classes;
}

/** @param dynamic feature hashes of the attributes that are answered on some frame */
function missingOf(
	item: OntologyItem,
	hash: string,
	answers: ReturnType<typeof readAnswers>,
	dynamic: ReadonlySet<string>,
): Problem[] {
	const isMissing = (attribute: AttributeItem): boolean =>
		attribute.required &&
		!attribute.archived &&
		!answers.has(attribute) &&
		!dynamic.has(attribute.featureHash) &&
		isActive(attribute, (parent) => answers.get(parent));
	return item.allAttributes.filter(isMissing).map((attribute) => ({
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
