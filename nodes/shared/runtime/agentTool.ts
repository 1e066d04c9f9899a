/**
 * The node as a tool of an AI Agent (n8n §6). Agents of version 3 and newer leave the call to n8n's engine: an error reaches the model
 * as its message alone, and a list without results as empty text. Older agents call the node themselves and hear nothing of an error
 * that is thrown: the model would read empty text and could take the refused write for done.
 */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { nodeError } from './errors';

/** Whether an AI Agent uses the node as its tool. Such a node has one output, which is no main output. */
export function isTool(n8n: IExecuteFunctions): boolean {
	// n8n's twin of a node for agents has the node's name with this ending. To ask for the outputs would evaluate an expression.
	return isCalledByAgent(n8n) || n8n.getNode().type.endsWith('Tool');
}

/** Whether the agent itself calls the node, as agents before version 3 do. Older versions of n8n do not say. */
function isCalledByAgent(n8n: IExecuteFunctions): boolean {
	return (n8n.isToolExecution as (() => boolean) | undefined)?.call(n8n) ?? false;
}

/**
 * Runs an operation and returns what the agent's model is to read. A refusal is a sentence that also says what to do. An operation
 * that found nothing says so.
 * @throws for agents of version 3: n8n marks the call as failed and tells the model
 */
export async function forTheModel(
	n8n: IExecuteFunctions,
	run: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	const inAgent = isCalledByAgent(n8n);
	try {
		const [items = []] = await run();
		for (const item of items) {
			if (item.error) item.json = { error: withAdvice(item.error) };
		}
		return [items.length > 0 || inAgent ? items : [{ json: { results: [] } }]];
	} catch (error) {
		n8n.getExecutionCancelSignal()?.throwIfAborted();
		const failure = nodeError(n8n.getNode(), error);
		const message = withAdvice(failure);
		if (!inAgent) throw failure;
		return [[{ json: { error: message } }]];
	}
}

/** Puts what to do into the message as well, because models never get to see the description. @returns the message */
function withAdvice(failure: NodeApiError | NodeOperationError): string {
	const { message, description } = failure;
	if (description && !message.includes(description))
		failure.message = `${/[.!?:]$/.test(message) ? message : `${message}.`} ${description}`;
	return failure.message;
}
