/** A small stand-in for n8n's editor, which fills the lists of a form, and for the answers of Encord's API. */
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import keys from '../encord/auth/keys.json';

export interface FakeEditor {
	/** What the form has now. A plain value also stands for a filled-in resource locator. */
	parameters?: Record<string, unknown>;
	/**
	 * Answers by request: `GET projects`, or the kind of query for calls of the older interface, such as `labelrowmetadata`. A function
	 * gets the parameters of the address, or the payload.
	 */
	answers?: Record<string, unknown>;
}

/** The editor, and the requests that were sent, as the keys of `answers` name them. */
export function fakeEditor({ parameters = {}, answers = {} }: FakeEditor) {
	const requests: string[] = [];
	const reply = (request: string, given: Record<string, unknown>) => {
		requests.push(request);
		const answer = answers[request];
		if (answer === undefined) throw new Error(`The test does not expect the request ${request}`);
		return typeof answer === 'function'
			? (answer as (given: Record<string, unknown>) => unknown)(given)
			: answer;
	};
	const editor = {
		getNode: () => ({ name: 'Encord', type: 'n8n-nodes-encord.encord', typeVersion: 1 }),
		getCurrentNodeParameters: () => parameters,
		getCurrentNodeParameter: (name: string) => parameters[name],
		getTimezone: () => 'Europe/London',
		getCredentials: async () => ({ privateKey: keys.plain.privateKey, region: 'eu' }),
		helpers: {
			httpRequest: async ({
				method,
				url,
				body,
			}: {
				method: string;
				url: string;
				body?: Buffer;
			}) => {
				const { pathname, searchParams } = new URL(url);
				const v2 = pathname.split('/v2/public/')[1];
				const query =
					v2 === undefined
						? (JSON.parse(String(body)) as { query_type: string; values: { payload: object } })
						: undefined;
				const answer =
					query === undefined
						? reply(`${method} ${v2}`, Object.fromEntries(searchParams))
						: { status: 200, response: reply(query.query_type, { ...query.values.payload }) };
				return { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) };
			},
		},
	} as unknown as ILoadOptionsFunctions;
	return { editor, requests };
}
