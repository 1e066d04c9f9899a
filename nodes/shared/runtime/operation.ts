/** An operation of a node as one object: what it is called, what its form shows, what it does. */
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import type { Batch } from './batch';

export interface NamedOutput {
	type: 'main';
	/** Absent when the node has one output only. */
	displayName?: string;
}

export interface Operation {
	/** Value of the Resource parameter, e.g. `labelRow`. */
	resource: string;
	/** Value of the Operation parameter, unique within its resource. */
	name: string;
	/** Entry of the Operation drop-down. */
	displayName: string;
	/** Entry of the node panel: a verb and its object, e.g. `Get a frame of a data unit`. */
	action: string;
	/** One sentence that a non-developer understands; also what an AI agent reads when the node is its tool. */
	description: string;
	/** The form. A field means the same wherever its name appears; the display options are made by `assembleNode`. */
	fields: INodeProperties[];
	/** False when the operation changes something in Encord. */
	readOnly: boolean;
	/** One output item as an example; the output schema shown in the editor is made from it. */
	example: IDataObject;
	/**
	 * Outputs that depend on the parameters, when there can be more than one. Runs as text inside an n8n expression
	 * (n8n §4): no imports, no variables from outside; must not throw; same order for the same parameters.
	 */
	outputs?: (parameters: INodeParameters) => NamedOutput[];
	/** Works on all items at once and settles each of them with `batch.ok` or `batch.fail`. */
	run(batch: Batch): Promise<void>;
}

/** Gives an operation object its type. */
export function defineOperation(operation: Operation): Operation {
	return operation;
}

export interface Resource {
	/** Value of the Resource parameter. */
	name: string;
	displayName: string;
	description: string;
}
