/**
 * The forms of the items of one run. n8n evaluates a parameter anew for each item, and that is most of what a run of a thousand items
 * costs (n8n §10). Here n8n evaluates a parameter without an expression once, and the fields of items that the defaults of the forms
 * name, such as `={{ $json.dataHash }}`, are read from the item.
 */
import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { KnownNames } from '../names/knownNames';
import { EncordAncestors, type Ancestor } from './ancestors';
import { ABSENT, isExpression, rawParameter, textOf, withoutFallback, type Form } from './form';

/** An expression that is nothing but one field of the incoming item, with or without a number for items that lack it. */
const FIELD_OF_ITEM = /^=\{\{\s*\$json\.([A-Za-z_]\w*)\s*(?:\?\?\s*(\d+)\s*)?\}\}$/;

export class ItemForms {
	/** n8n copies the node each time it is asked for it. */
	private readonly node: INode;
	private readonly items: INodeExecutionData[];
	private readonly ancestors: EncordAncestors;
	private readonly values = new Map<string, unknown>();
	private readonly texts = new Map<string, string>();
	/** By parameter: whether its value is the same for all items. */
	private readonly constant = new Map<string, boolean>();
	/** What the forms of this run name. */
	readonly names = new KnownNames();

	constructor(private readonly n8n: IExecuteFunctions) {
		this.node = n8n.getNode();
		this.items = n8n.getInputData();
		this.ancestors = new EncordAncestors(n8n);
	}

	/** The form for item `index`. Values that are the same for all items are frozen. */
	of(index: number): Form {
		const { n8n, node, ancestors: before } = this;
		const item = this.items[index]?.json ?? {};
		let ancestors: Ancestor[] | undefined;
		return {
			value: (name) => this.value(name, index, item),
			chosen: (name) => this.chosen(name, index, item),
			isExpression: (name) => isExpression(node.parameters, name),
			item,
			get ancestors() {
				return (ancestors ??= before.of(index));
			},
			get timezone() {
				return n8n.getTimezone();
			},
			nodeVersion: node.typeVersion,
			names: this.names,
		};
	}

	private value(name: string, index: number, item: IDataObject): unknown {
		const field = fieldOfItem(rawParameter(this.node.parameters, name), item);
		if (field !== undefined) return field;
		const read = () => withoutFallback(this.n8n.getNodeParameter(name, index, ABSENT));
		return this.isConstant(name) ? once(this.values, name, () => frozen(read())) : read();
	}

	private chosen(name: string, index: number, item: IDataObject): string {
		const read = () => textOf(this.n8n.getNodeParameter(name, index, '', { extractValue: true }));
		if (this.isConstant(name)) return once(this.texts, name, read);
		const raw = rawParameter(this.node.parameters, name) as IDataObject | undefined;
		// Only in its mode for addresses does a locator take the ID out of a longer text (locator.ts).
		const field = raw?.mode === 'url' ? undefined : fieldOfItem(raw?.value, item);
		return field === undefined ? read() : textOf(field);
	}

	private isConstant(name: string): boolean {
		return once(
			this.constant,
			name,
			() => !holdsExpression(rawParameter(this.node.parameters, name)),
		);
	}
}

/** What an expression that names a field of the item gives; undefined for any other one, and where n8n may make something else of it. */
function fieldOfItem(raw: unknown, item: IDataObject): unknown {
	const [, name, otherwise] = (typeof raw === 'string' && FIELD_OF_ITEM.exec(raw)) || [];
	if (name === undefined) return undefined;
	const value = Object.hasOwn(item, name) ? item[name] : undefined;
	if (['string', 'number', 'boolean'].includes(typeof value)) return value;
	const isMissing = value === null || (value === undefined && !(name in item));
	return isMissing && otherwise !== undefined ? Number(otherwise) : undefined;
}

function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
}

function once<T>(known: Map<string, T>, name: string, read: () => T): T {
	if (!known.has(name)) known.set(name, read());
	return known.get(name) as T;
}

/** What one item changed would be changed for all. */
function frozen(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	Object.values(value).forEach(frozen);
	return Object.freeze(value);
}
