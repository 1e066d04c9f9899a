/** The filled-in form of a node: one item's parameter values, with expressions resolved, in every context n8n has. */
import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	INodeParameters,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

export interface Form {
	/**
	 * The value of a parameter. Undefined: the form does not have it (it is hidden, or an option that was not added).
	 * Null: it has it, and an expression gave nothing.
	 */
	value(name: string): unknown;
	/** Whether the parameter holds an expression instead of a value. */
	isExpression(name: string): boolean;
	/** The ID or name a resource locator holds, taken out of an address; empty text when nothing is chosen. */
	chosen(name: string): string;
	/** The incoming item; empty in triggers and in the editor. */
	readonly item: IDataObject;
	/** Time zone of the workflow, for times typed without one. */
	readonly timezone: string;
}

/** Stands for "the node has no such parameter": n8n takes any other fallback for a value, and throws without one. */
const ABSENT = '\u0000absent';

/** The form as item `index` of an execution sees it. */
export function itemForm(n8n: IExecuteFunctions, index: number): Form {
	return {
		value: (name) => present(n8n.getNodeParameter(name, index, ABSENT)),
		chosen: (name) => textOf(n8n.getNodeParameter(name, index, '', { extractValue: true })),
		isExpression: (name) => isExpression(n8n.getNode().parameters, name),
		item: n8n.getInputData()[index]?.json ?? {},
		get timezone() {
			return n8n.getTimezone();
		},
	};
}

/** The form of a trigger node. */
export function triggerForm(n8n: IPollFunctions | IWebhookFunctions | IHookFunctions): Form {
	return {
		value: (name) => present(n8n.getNodeParameter(name, ABSENT)),
		isExpression: (name) => isExpression(n8n.getNode().parameters, name),
		chosen: (name) => textOf(n8n.getNodeParameter(name, '', { extractValue: true })),
		item: {},
		get timezone() {
			return n8n.getTimezone();
		},
	};
}

/** The form on screen while it is being filled in. Expressions that have no value yet count as empty. */
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
		get timezone() {
			return n8n.getTimezone();
		},
	};
}

/**
 * A part of a form that holds parameters of its own: a collection, or a row of a list.
 * @param path where n8n finds it, e.g. `options` or `rules.rule[0]`
 */
export function partOf(form: Form, path: string, values: IDataObject): Form {
	return {
		value: (name) => (name in values ? (values[name] ?? null) : undefined),
		chosen: (name) => form.chosen(`${path}.${name}`),
		isExpression: (name) => form.isExpression(`${path}.${name}`),
		item: form.item,
		get timezone() {
			return form.timezone;
		},
	};
}

/** @param path as n8n writes it, e.g. `rules.rule[0].value` */
function isExpression(parameters: INodeParameters, path: string): boolean {
	const raw = path
		.split(/[.[\]]+/)
		.filter((key) => key !== '')
		.reduce<unknown>((value, key) => (value as IDataObject | undefined)?.[key], parameters);
	return typeof raw === 'string' && raw.startsWith('=');
}

function present(value: unknown): unknown {
	return value === ABSENT ? undefined : (value ?? null);
}

function textOf(value: unknown): string {
	return value === null || value === undefined || typeof value === 'object'
		? ''
		: String(value).trim();
}
