/** An ontology as a readable tree: titles, accepted answers and feature hashes. */
import type { IDataObject } from 'n8n-workflow';
import { indexOntology, type AttributeItem } from '../../../src/labels/ontology/ontology';
import type { OntologyJson } from '../../../src/encord/wire/ontologyJson';

export function ontologyTree(json: OntologyJson): {
	objects: IDataObject[];
	classifications: IDataObject[];
} {
	const ontology = indexOntology(json);
	return {
		objects: ontology.objects.map((item) => ({
			title: item.title,
			shape: item.shape,
			color: item.color,
			featureHash: item.featureHash,
			...archived(item.archived),
			attributes: item.attributes.map(attributeTree),
		})),
		classifications: ontology.classifications.map((item) => ({
			title: item.title,
			featureHash: item.featureHash,
			appliesTo: item.global ? 'data unit' : 'frames',
			...archived(item.archived),
			...(item.root ? answerTree(item.root) : {}),
		})),
	};
}

function attributeTree(attribute: AttributeItem): IDataObject {
	return {
		title: attribute.title,
		featureHash: attribute.featureHash,
		...(attribute.dynamic ? { changesOverFrames: true } : {}),
		...archived(attribute.archived),
		...answerTree(attribute),
	};
}

function answerTree(attribute: AttributeItem): IDataObject {
	return {
		type: attribute.type,
		required: attribute.required,
		...(attribute.options.length > 0 && {
			options: attribute.options.map((option) => ({
				label: option.title,
				value: option.value,
				featureHash: option.featureHash,
				...archived(option.archived),
				...(option.attributes.length > 0 && { attributes: option.attributes.map(attributeTree) }),
			})),
		}),
	};
}

function archived(isArchived: boolean): IDataObject {
	return isArchived ? { archived: true } : {};
}
