/**
 * The items of Encord nodes that an item was made from, through any chain of other nodes. n8n keeps with each item which
 * items it came from (`pairedItem`, n8n §4); the walk is n8n's own, the one behind `$('Node').item`.
 */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** What an Encord node before this one gave, as far as this item came from it. */
export interface Ancestor {
	/** Name of the node. */
	node: string;
	/** Undefined when n8n cannot tell which of the node's items this one came from. */
	json: IDataObject | undefined;
	/** Whether this node is before the other one, on a way that leads here. */
	isBefore(other: Ancestor): boolean;
}

const ENCORD_NODE = /(?:^|\.)encord(?:AiLabeler|Trigger|AgentStageTrigger)?(?:Tool)?$/;

/** Looks up the Encord nodes that items came through, for all items of one run. */
export class EncordAncestors {
	/** The Encord nodes before this one, the nearest first. */
	private before: string[] | undefined;

	constructor(private readonly n8n: IExecuteFunctions) {}

	/** The Encord nodes that the item came through, the nearest first. Nodes of other branches are left out. */
	of(index: number): Ancestor[] {
		const { n8n } = this;
		this.before ??= encordNodesBefore(n8n);
		return this.before.flatMap((name) => {
			const json = this.isDirectlyBefore(name)
				? n8n.getInputData()[index]?.json
				: pairedJson(n8n, index, name);
			const isBefore = (other: Ancestor) =>
				n8n.getParentNodes(other.node).some((node) => node.name === name);
			return json === 'otherBranch' ? [] : [{ node: name, json, isBefore }];
		});
	}

	/** Whether the items are those that this node gave. n8n's own walk costs more than anything else that is done for an item (n8n §10). */
	private isDirectlyBefore(name: string): boolean {
		try {
			return this.n8n.getInputSourceData().previousNode === name;
		} catch {
			// A run that began at this node has no source.
			return false;
		}
	}
}

function encordNodesBefore(n8n: IExecuteFunctions): string[] {
	// n8n lists the furthest node first, each after all those before it.
	return n8n
		.getParentNodes(n8n.getNode().name)
		.reverse()
		.filter(({ type, disabled }) => ENCORD_NODE.test(type) && !disabled)
		.map(({ name }) => name);
}

/** The item of this node that item `index` came from; undefined when n8n cannot tell. */
function pairedJson(
	n8n: IExecuteFunctions,
	index: number,
	name: string,
): IDataObject | undefined | 'otherBranch' {
	try {
		const node = n8n.getWorkflowDataProxy(index).$(name) as { item?: { json?: IDataObject } };
		return node.item?.json;
	} catch (error) {
		return isOtherBranch(n8n, error) ? 'otherBranch' : undefined;
	}
}

/** Whether the walk ended at the start of the workflow, or never began, so that the item did not come through the node. */
function isOtherBranch(n8n: IExecuteFunctions, error: unknown): boolean {
	const { type, nodeCause } = ((error as { context?: IDataObject } | null)?.context ?? {}) as {
		type?: string;
		nodeCause?: string;
	};
	if (type === 'no_execution_data' || type === 'paired_item_no_connection') return true;
	return (
		type === 'paired_item_no_info' &&
		typeof nodeCause === 'string' &&
		n8n.getParentNodes(nodeCause).length === 0
	);
}
