/** An operation of a node as one object: what it is called, what its form shows, what it does. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { group, type Asked, type Inputs } from '../fields/form/field';
import type { Ask, Batch } from './batch';

export interface NamedOutput {
	type: 'main';
	/** Absent when the node has one output only. */
	displayName?: string;
}

/** What an operation is called, and what it is for. */
interface OperationCard {
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
	/** False when the operation changes something in Encord. */
	readOnly: boolean;
	/** One output item as an example; the output schema shown in the editor is made from it. */
	example: IDataObject;
	/**
	 * Outputs that depend on the parameters, when there can be more than one: the text of a function from the parameters to
	 * {@link NamedOutput}s. It runs inside an n8n expression (n8n §4): no imports, no variables from outside; it must not
	 * throw, and must give the same order for the same parameters.
	 */
	outputs?: string;
}

interface OperationParts<I extends Inputs> extends OperationCard {
	/** The form, in order. A parameter means the same wherever its name appears; the display options are made by `assembleNode`. */
	inputs: I;
	/**
	 * Works on all items at once and settles each of them with `batch.ok` or `batch.fail`.
	 * @param asks what the form of each item asks for; items whose form cannot be read have failed already
	 */
	run(batch: Batch, asks: Array<Ask<Asked<I>>>): Promise<void>;
}

/** An operation as the node is assembled from it. */
export interface Operation extends OperationCard {
	fields: INodeProperties[];
	/** Reads the form of each item and does the work. */
	run(batch: Batch): Promise<void>;
}

export function defineOperation<I extends Inputs>(parts: OperationParts<I>): Operation {
	const { inputs, run, ...card } = parts;
	const form = group(inputs);
	return {
		...card,
		fields: form.properties,
		run: async (batch) =>
			await run(
				batch,
				batch.read((item) => form.read(item)),
			),
	};
}

export interface Resource {
	/** Value of the Resource parameter. */
	name: string;
	displayName: string;
	description: string;
}
