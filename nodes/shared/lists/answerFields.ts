/** Makes form fields of the ontology's attributes. */
import type { ResourceMapperField } from 'n8n-workflow';
import type { AttributeItem } from '../../../src/labels/ontology/ontology';

/**
 * The form fields of the attributes that are not archived. Their ID is the feature hash, so that workflows survive a renamed
 * attribute.
 */
export function answerFields(attributes: readonly AttributeItem[]): ResourceMapperField[] {
	return attributes.filter(isAnswerable).flatMap((attribute) => {
		const type = fieldTypes[attribute.type];
		if (type === undefined) return [];
		const options = attribute.options.filter(({ archived }) => !archived);
		return [
			{
				id: attribute.featureHash,
				displayName: fieldName(attribute),
				type,
				display: true,
				// Whether an answer is required depends on the parent's answer, so it is checked when the answers are saved.
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

function isAnswerable(attribute: AttributeItem): boolean {
	if (attribute.archived) return false;
	return (
		attribute.parent === undefined ||
		(!attribute.parent.archived && isAnswerable(attribute.parent.attribute))
	);
}

/** `Animal`, `Animal › Breed (when Cat)`, `Colors (list of Red, Green)`. */
function fieldName(attribute: AttributeItem): string {
	const options = attribute.options.filter(({ archived }) => !archived).map(({ title }) => title);
	const list = attribute.type === 'checklist' ? ` (list of ${shortList(options)})` : '';
	const parent = attribute.parent;
	if (!parent) return `${attribute.title}${list}`;
	const ancestors = ancestorTitles(attribute);
	return `${[...ancestors, attribute.title].join(' › ')} (when ${parent.title})${list}`;
}

function ancestorTitles(attribute: AttributeItem): string[] {
	const parent = attribute.parent?.attribute;
	return parent ? [...ancestorTitles(parent), parent.title] : [];
}

function shortList(names: string[]): string {
	return names.length > 6 ? `${names.slice(0, 6).join(', ')}, …` : names.join(', ');
}

function isUnique(title: string, options: ReadonlyArray<{ title: string }>): boolean {
	return (
		options.filter((option) => option.title.toLowerCase() === title.toLowerCase()).length === 1
	);
}
