/** An operation of a node as one object: its texts, its form and its implementation. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { group, type Values, type Inputs } from '../fields/form/field';
import { agentPermission, requireAgentPermission } from './agentPermission';
import type { ItemInputs, Batch } from './batch';

export interface NamedOutput {
	type: 'main';
	/** Absent when the node has one output only. */
	displayName?: string;
}

/** Names and texts of an operation. */
interface OperationDescription {
	/** Value of the Resource parameter, e.g. `labelRow`. */
	resource: string;
	/** Value of the Operation parameter, unique within its resource. */
	name: string;
	/** Entry of the Operation drop-down. */
	displayName: string;
	/** Entry of the node panel: a verb and its object, e.g. `Get a frame of a data unit`. */
	action: string;
	/** One sentence for users; an AI agent that has the node as a tool reads it, too. */
	description: string;
	/** False when the operation changes something in Encord. */
	readOnly: boolean;
	/**
	 * For operations that change something: whether an AI Agent may always run it as its tool, because what it adds can be undone and
	 * it touches nothing of others. The other ones wait for the field *Agent May Run This* (agentPermission.ts).
	 */
	safeForAgents?: boolean;
	/** An example of an output item. The output schema shown in the editor is derived from it. */
	example: IDataObject;
	/**
	 * For operations that can have several outputs: the source text of a function from the parameters to {@link NamedOutput}s. n8n
	 * runs it inside an expression (n8n §4), so it must not use imports or outer variables. It must not throw, and it must return
	 * the same order for the same parameters.
	 */
	outputs?: string;
}

interface OperationParts<I extends Inputs> extends OperationDescription {
	/**
	 * The fields of the form, in order. Fields with the same name must have the same meaning; `assembleNode` adds the
	 * display options.
	 */
	inputs: I;
	/**
	 * Processes all items together and reports the result of each with `batch.ok` or `batch.fail`.
	 * @param items the form values of each item. Items whose form cannot be read have failed already and are not included.
	 */
	run(batch: Batch, items: Array<ItemInputs<Values<I>>>): Promise<void>;
}

/** An operation as `assembleNode` takes it. */
export interface Operation extends OperationDescription {
	fields: INodeProperties[];
	/** Reads the form of each item and runs the operation. */
	run(batch: Batch): Promise<void>;
}

export function defineOperation<I extends Inputs>(parts: OperationParts<I>): Operation {
	const { inputs, run, ...texts } = parts;
	const form = group(inputs);
	const needsPermission = !texts.readOnly && texts.safeForAgents !== true;
	return {
		...texts,
		fields: [...form.properties, ...(needsPermission ? agentPermission.properties : [])],
		async run(batch) {
			if (needsPermission && batch.isTool) requireAgentPermission(batch.n8n);
			if (!texts.readOnly) batch.keepResults();
			const items = await batch.read((item) => form.read(item));
			await run(batch, items);
		},
	};
}

export interface Resource {
	/** Value of the Resource parameter. */
	name: string;
	displayName: string;
	description: string;
}
