/** What the headers of a custom agent call mean. Names are compared without case. */

export type CallHeaders = Record<string, string | string[] | undefined>;

/** Newer documentation names the second one (protocol §12.1). */
const TEST_HEADERS = ['x-encord-editor-agent', 'x-encord-agent'];

/** First value of a header, undefined when it was not sent. */
export function headerValue(headers: CallHeaders, name: string): string | undefined {
	const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
	return Array.isArray(entry?.[1]) ? entry[1][0] : entry?.[1];
}

/** Whether Encord only tests that the endpoint can be reached: one of the test headers with any value but an empty one. */
export function isTestCall(headers: CallHeaders): boolean {
	return TEST_HEADERS.some((name) => Boolean(headerValue(headers, name)));
}
