/** Reads the headers of a custom agent call. Upper and lower case in their names do not matter. */

export type CallHeaders = Record<string, string | string[] | undefined>;

/** Headers of a test call. The first is that of the agents library, the others are newer (protocol §12.1). */
const TEST_HEADERS = ['x-encord-editor-agent', 'x-encord-agent', 'x-encord-task-agent'];

/** The first value of a header; undefined when it was not sent. */
export function headerValue(headers: CallHeaders, name: string): string | undefined {
	const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
	return Array.isArray(entry?.[1]) ? entry[1][0] : entry?.[1];
}

/** Whether Encord only tests that it can reach the endpoint: a test header has a value that is not empty. */
export function isTestCall(headers: CallHeaders): boolean {
	return TEST_HEADERS.some((name) => Boolean(headerValue(headers, name)));
}
