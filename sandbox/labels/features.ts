/** What an ontology allows, by feature hash (protocol §10). */
import type { OntologyAttributeJson, OntologyJson } from '../../src/encord/wire/ontologyJson';

/** Attributes and options of one object or classification, nested ones included. */
interface AnswerFeatures {
	attributes: Map<string, OntologyAttributeJson>;
	options: Set<string>;
}

export interface Features {
	objects: Map<string, AnswerFeatures & { shape: string }>;
	classifications: Map<string, AnswerFeatures & { global: boolean }>;
}

function collect(attributes: OntologyAttributeJson[], into: AnswerFeatures): AnswerFeatures {
	for (const attribute of attributes) {
		into.attributes.set(attribute.featureNodeHash, attribute);
		for (const option of attribute.options ?? []) {
			into.options.add(option.featureNodeHash);
			collect(option.options ?? [], into);
		}
	}
	return into;
}

export function featuresOf(ontology: OntologyJson): Features {
	const below = (attributes: OntologyAttributeJson[] | undefined) =>
		collect(attributes ?? [], { attributes: new Map(), options: new Set() });
	return {
		objects: new Map(
			ontology.objects.map((object) => [
				object.featureNodeHash,
				{ ...below(object.attributes), shape: object.shape },
			]),
		),
		classifications: new Map(
			ontology.classifications.map((classification) => [
				classification.featureNodeHash,
				{ ...below(classification.attributes), global: classification.level === 'global' },
			]),
		),
	};
}
