/** The flat answers of a label (protocol §8.6) as a tree: titles instead of hashes, nested below their options. */
import type { EncordJson } from '../../src/encord/wire/json';
import type { OntologyAttributeJson } from '../../src/encord/wire/ontologyJson';
import { isRecord } from '../labels/frames';

export interface AnsweredAttribute {
	title: string;
	type: string;
	/** Text or number as it was entered; absent for options. */
	value?: string | number;
	options?: Array<{ label: string; attributes: AnsweredAttribute[] }>;
}

/** Answers of one attribute; a checklist may be spread over several entries. */
function chosen(attribute: OntologyAttributeJson, answers: EncordJson[]): unknown[] {
	return answers
		.filter((answer) => answer.featureHash === attribute.featureNodeHash)
		.flatMap(({ answers: given }) => (Array.isArray(given) ? given : [given]));
}

/** The answered attributes, in ontology order; unanswered ones are left out. */
export function answerTree(
	attributes: OntologyAttributeJson[],
	answers: EncordJson[],
): AnsweredAttribute[] {
	return attributes.flatMap((attribute): AnsweredAttribute[] => {
		const given = chosen(attribute, answers);
		const { name: title, type } = attribute;
		if (type === 'text' || type === 'numeric') {
			return given.flatMap((value) =>
				typeof value === 'string' || typeof value === 'number' ? [{ title, type, value }] : [],
			);
		}
		const hashes = new Set(given.filter(isRecord).map((option) => option.featureHash));
		const options = (attribute.options ?? [])
			.filter((option) => hashes.has(option.featureNodeHash))
			.map((option) => ({
				label: option.label,
				attributes: answerTree(option.options ?? [], answers),
			}));
		return options.length > 0 ? [{ title, type, options }] : [];
	});
}
