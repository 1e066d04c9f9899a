/**
 * Versions of a node. n8n stores a workflow without the parameters that have their default, and with the version of the node
 * (`typeVersion`) that it was built with. So a default that changes would change saved workflows. A changed parameter therefore
 * begins a new version of its node: both forms of the parameter exist, and n8n shows and fills in the one of the workflow's version.
 */
import type { DisplayCondition, INodeProperties } from 'n8n-workflow';
import type { Field, Parameter } from './field';

/** The key under which n8n's display options know the version of the node. */
const VERSION = '@version';

/**
 * A parameter that is another one since a version of its node: its default, its options or its reading changed.
 * @param since whole number from 2; workflows that were built with an older version keep `before`
 */
export function changed<T>(before: Parameter<T>, since: number, after: Parameter<T>): Parameter<T> {
	return {
		property: after.property,
		properties: [
			shownIn(before.property, { _cnd: { lt: since } }),
			shownIn(after.property, { _cnd: { gte: since } }),
		],
		read: (form) => (form.nodeVersion < since ? before : after).read(form),
	};
}

/** A parameter that nodes have only up to a version; later ones have another in its place, see {@link addedIn}. */
export function goneIn<T>(version: number, parameter: Parameter<T>): Parameter<T> {
	const property = shownIn(parameter.property, { _cnd: { lt: version } });
	return { ...parameter, property, properties: [property] };
}

/** A parameter that nodes have from a version on. */
export function addedIn<T>(version: number, parameter: Parameter<T>): Parameter<T> {
	const property = shownIn(parameter.property, { _cnd: { gte: version } });
	return { ...parameter, property, properties: [property] };
}

/** For operations that do something else since a version of their node. It shows nothing. */
export const nodeVersion: Field<number> = {
	properties: [],
	read: (form) => form.nodeVersion,
};

/** The versions of a node with these properties, the newest last: 1, and every whole number up to the latest change. */
export function versionsOf(properties: readonly INodeProperties[]): number[] {
	const latest = Math.max(1, ...properties.flatMap(versionsShown));
	return Array.from({ length: latest }, (_, index) => index + 1);
}

function shownIn(property: INodeProperties, condition: DisplayCondition): INodeProperties {
	const { show } = property.displayOptions ?? {};
	return {
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...show, [VERSION]: [condition] },
		},
	};
}

/** The versions with which parts of a property, or of the entries in it, begin. */
function versionsShown(property: INodeProperties): number[] {
	const own = (property.displayOptions?.show?.[VERSION] ?? []).flatMap((condition) =>
		typeof condition === 'object' && condition !== null && '_cnd' in condition
			? 'gte' in condition._cnd
				? [Number(condition._cnd.gte)]
				: []
			: [],
	);
	const inner = (property.options ?? []).flatMap((option) =>
		'values' in option ? option.values : 'type' in option ? [option] : [],
	);
	return [...own, ...inner.flatMap(versionsShown)];
}
