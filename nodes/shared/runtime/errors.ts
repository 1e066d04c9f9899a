/** Errors as n8n shows them: what was wrong as the message, what to do now as the description, the item it belongs to. */
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

interface Described {
	message: string;
	advice?: string;
	/** HTTP status of an answer of Encord. */
	status?: number;
}

function described(error: unknown): Described {
	if (!(error instanceof Error)) return { message: String(error) };
	const { advice, hint, description, status } = error as Error &
		Record<'advice' | 'hint' | 'description' | 'status', unknown>;
	const sentence = [advice, hint, description].find(
		(text): text is string => typeof text === 'string' && text !== '',
	);
	return {
		message: error.message || error.name,
		...(sentence === undefined ? {} : { advice: sentence }),
		...(typeof status === 'number' ? { status } : {}),
	};
}

/**
 * The n8n error for anything thrown while item `itemIndex` was worked on. Only the texts of the cause go along: n8n stores
 * errors with the execution, and a cause may hold request headers or signed addresses.
 */
export function nodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
		return error;
	}
	const { message, advice, status } = described(error);
	const shared = { message, description: advice, itemIndex };
	const failure =
		status === undefined
			? new NodeOperationError(node, message, shared)
			: new NodeApiError(
					node,
					{ message, httpCode: String(status) },
					{ ...shared, httpCode: String(status) },
				);
	// Where it happened; n8n's own place of wrapping tells nobody anything.
	if (error instanceof Error && error.stack !== undefined) failure.stack = error.stack;
	return failure;
}
