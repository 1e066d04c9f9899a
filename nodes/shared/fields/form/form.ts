/** Reads the parameter values of a node for one item, with resolved expressions, in all contexts of n8n. */
import type {
	IDataObject,
	IHookFunctions,
	ILoadOptionsFunctions,
	INodeParameters,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { KnownNames } from '../names/knownNames';
import type { Ancestor } from './ancestors';

export interface Form {
	/**
	 * The value of a parameter. Undefined when the form does not contain it (it is hidden, or an option that was not added); null
	 * when its expression has no value.
	 */
	value(name: string): unknown;
	/** Whether the parameter holds an expression instead of a value. */
	isExpression(name: string): boolean;
	/** The ID or name a resource locator holds, taken out of an address; empty text when nothing is chosen. */
	chosen(name: string): string;
	/** The incoming item; empty in triggers and in the editor. */
	readonly item: IDataObject;
	/** The items of Encord nodes that the incoming item was made from, the nearest first; none in triggers and in the editor. */
	readonly ancestors: Ancestor[];
	/** Time zone of the workflow, for times without a time zone. */
	readonly timezone: string;
	/** Version of the node with which the workflow was built (`typeVersion`). */
	readonly nodeVersion: number;
	/** The IDs of what is named; absent where only IDs can be given. */
	readonly names?: KnownNames;
}

/** Fallback value that means "the node has no such parameter". Without a fallback, n8n throws. */
export const ABSENT = '\u0000absent';

/** The form of a trigger node. */
export function triggerForm(
	n8n: IPollFunctions | IWebhookFunctions | IHookFunctions,
	names?: KnownNames,
): Form {
	return {
		...(names === undefined ? {} : { names }),
		value: (name) => withoutFallback(n8n.getNodeParameter(name, ABSENT)),
		isExpression: (name) => isExpression(n8n.getNode().parameters, name),
		chosen: (name) => textOf(n8n.getNodeParameter(name, '', { extractValue: true })),
		item: {},
		ancestors: [],
		get timezone() {
			return n8n.getTimezone();
		},
		get nodeVersion() {
			return n8n.getNode().typeVersion;
		},
	};
}

/** The form in the editor. A resource locator whose expression has no value yet is empty. */
export function editorForm(n8n: ILoadOptionsFunctions): Form {
	const current = (name: string, options?: { extractValue: boolean }) =>
		n8n.getCurrentNodeParameter(name, options) as unknown;
	return {
		value: (name) => current(name),
		chosen(name) {
			const text = textOf(current(name, { extractValue: true }));
			return text.startsWith('=') ? '' : text;
		},
		isExpression: (name) => isExpression(n8n.getCurrentNodeParameters() ?? {}, name),
		item: {},
		ancestors: [],
		get timezone() {
			return n8n.getTimezone();
		},
		get nodeVersion() {
			return n8n.getNode().typeVersion;
		},
	};
}

/**
 * A part of a form with its own parameters: a collection, or a row of a fixed collection.
 * @param path parameter path of the part in n8n, e.g. `options` or `rules.rule[0]`
 */
export function partOf(form: Form, path: string, values: IDataObject): Form {
	return {
		value: (name) => (name in values ? (values[name] ?? null) : undefined),
		chosen: (name) => form.chosen(`${path}.${name}`),
		isExpression: (name) => form.isExpression(`${path}.${name}`),
		item: form.item,
		...(form.names === undefined ? {} : { names: form.names }),
		get ancestors() {
			return form.ancestors;
		},
		get timezone() {
			return form.timezone;
		},
		get nodeVersion() {
			return form.nodeVersion;
		},
	};
}

/** What the node holds under a path, with its expressions. @param path as n8n writes it, e.g. `rules.rule[0].value` */
export function rawParameter(parameters: INodeParameters, path: string): unknown {
	return path
		.split(/[.[\]]+/)
		.filter((key) => key !== '')
		.reduce<unknown>((value, key) => (value as IDataObject | undefined)?.[key], parameters);
}

export function isExpression(parameters: INodeParameters, path: string): boolean {
	const raw = rawParameter(parameters, path);
	return typeof raw === 'string' && raw.startsWith('=');
}

export function withoutFallback(value: unknown): unknown {
	return value === ABSENT ? undefined : (value ?? null);
}

export function textOf(value: unknown): string {
	return value === null || value === undefined || typeof value === 'object'
		? ''
		: String(value).trim();
}
