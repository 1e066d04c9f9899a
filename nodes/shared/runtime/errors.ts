/** Converts any error to one of n8n's: what is wrong as the message, what to do as the description, and the item's index. */
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

interface ErrorTexts {
	message: string;
	advice?: string;
	/** HTTP status of Encord's reply. */
	status?: number;
}

function describe(error: unknown): ErrorTexts {
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
 * The n8n error for anything thrown while item `itemIndex` was processed. It has only the texts of the original error, because n8n
 * stores errors with the execution, and the original may contain request headers or signed URLs.
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
	const { message, advice, status } = describe(error);
	const shared = { message, description: advice, itemIndex };
	const failure =
		status === undefined
			? new NodeOperationError(node, message, shared)
			: new NodeApiError(
					node,
					{ message, httpCode: String(status) },
					{ ...shared, httpCode: String(status) },
				);
	// n8n puts a sentence of its own in place of a message that names a code such as ECONNREFUSED; ours names the host.
	failure.message = message;
	// The stack of the original error shows where it happened.
	if (error instanceof Error && error.stack !== undefined) failure.stack = error.stack;
	return failure;
}
