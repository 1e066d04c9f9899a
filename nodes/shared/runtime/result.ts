/** What an operation gives for an item. */
import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

/** One output item of an operation. */
export interface Result {
	json: IDataObject;
	binary?: IBinaryKeyData;
	/** Index of the node's output, default 0. */
	output?: number;
}

/** The results of an item as a list; plain JSON is one result. @throws for a result that n8n would take for an error */
export function resultsOf(given: IDataObject | Result | Result[]): Result[] {
	const list = Array.isArray(given) ? given : [isResult(given) ? given : { json: given }];
	for (const { json } of list) refuseErrorShape(json);
	return list;
}

function isResult(value: IDataObject | Result): value is Result {
	return (
		typeof value.json === 'object' &&
		value.json !== null &&
		Object.keys(value).every((key) => ['json', 'binary', 'output'].includes(key))
	);
}

/** n8n treats every item that has only error keys as an error and moves it to the error output (n8n §4). */
function refuseErrorShape(json: IDataObject): void {
	const keys = Object.keys(json);
	if (json.error && keys.every((key) => ['error', 'message', 'details'].includes(key))) {
		throw new Error('A result must not consist of error keys only');
	}
}
