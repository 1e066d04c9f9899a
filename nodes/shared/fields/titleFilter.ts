/** The filter of lists of what the account can see: by title, with or without what belongs to its organization. */
import { collection } from './form/field';
import { flag, text } from './form/values';

/**
 * @param name of the parameter
 * @param of what is listed, in the plural: `Projects`
 */
export function titleFilterFields(name: string, of: string) {
	const things = of.toLowerCase();
	return collection(
		{ displayName: 'Filters', name, placeholder: 'Add Filter' },
		{
			includeOrgAccess: flag({
				displayName: `Include Organization ${of}`,
				name: 'includeOrgAccess',
				type: 'boolean',
				default: false,
				description: `Whether to also list ${things} of the organization that the account can see without being a member`,
			}),
			titleContains: text({
				displayName: 'Title Contains',
				name: 'titleContains',
				type: 'string',
				default: '',
				description: `Only ${things} with this text in their title. % stands for any text and _ for one character.`,
			}),
		},
	);
}

/** The filter as Encord's lists take it. */
export function titleFilterOf({
	titleContains,
	includeOrgAccess = false,
}: {
	titleContains?: string;
	includeOrgAccess?: boolean;
}) {
	return { ...(titleContains ? { titleLike: `%${titleContains}%` } : {}), includeOrgAccess };
}
