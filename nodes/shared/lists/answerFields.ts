/** Form fields for attributes of the ontology. */
import type { ResourceMapperField } from 'n8n-workflow';
import type { AttributeItem } from '../../../src/labels/ontology/ontology';

/** Fields of attributes that can be answered; the id is the feature hash, so that renaming a question breaks no workflow. */
export function answerFields(attributes: readonly AttributeItem[]): ResourceMapperField[] {
	return attributes.filter(isOpen).flatMap((attribute) => {
		const type = fieldTypes[attribute.type];
		if (type === undefined) return [];
		const options = attribute.options.filter(({ archived }) => !archived);
		return [
			{
				id: attribute.featureHash,
				displayName: fieldName(attribute),
				type,
				display: true,
				// What Encord requires depends on the other answers (nested questions), so it is checked when the answers are.
				required: false,
				defaultMatch: false,
				canBeUsedToMatch: false,
				...(type === 'options'
					? {
							options: options.map(({ title, featureHash }) => ({
								name: title,
								value: isUnique(title, options) ? title : featureHash,
							})),
						}
					: {}),
			},
		];
	});
}

const fieldTypes: Record<string, ResourceMapperField['type']> = {
	radio: 'options',
	text: 'string',
	numeric: 'number',
	checklist: 'array',
};

function isOpen(attribute: AttributeItem): boolean {
	if (attribute.archived) return false;
	return (
		attribute.parent === undefined ||
		(!attribute.parent.archived && isOpen(attribute.parent.attribute))
	);
}

/** `Animal`, `Animal › Breed (when Cat)`, `Colors (list of Red, Green)`. */
function fieldName(attribute: AttributeItem): string {
	const options = attribute.options.filter(({ archived }) => !archived).map(({ title }) => title);
	const list = attribute.type === 'checklist' ? ` (list of ${shortList(options)})` : '';
	const parent = attribute.parent;
	if (!parent) return `${attribute.title}${list}`;
	const above = titlesAbove(attribute);
	return `${[...above, attribute.title].join(' › ')} (when ${parent.title})${list}`;
}

function titlesAbove(attribute: AttributeItem): string[] {
	const above = attribute.parent?.attribute;
	return above ? [...titlesAbove(above), above.title] : [];
}

function shortList(names: string[]): string {
	return names.length > 6 ? `${names.slice(0, 6).join(', ')}, …` : names.join(', ');
}

function isUnique(title: string, options: ReadonlyArray<{ title: string }>): boolean {
	return (
		options.filter((option) => option.title.toLowerCase() === title.toLowerCase()).length === 1
	);
}
