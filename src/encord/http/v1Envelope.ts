/** The JSON envelope of every v1 request (protocol §3). */

export type V1QueryMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface V1Query {
	/** Lower-case type name, e.g. `labelrowmetadata`. */
	queryType: string;
	queryMethod: V1QueryMethod;
	uid: unknown;
	payload: unknown;
}

/** Bytes of the request. */
export function v1Envelope({ queryType, queryMethod, uid, payload }: V1Query): Buffer {
	return Buffer.from(
		JSON.stringify({ query_type: queryType, query_method: queryMethod, values: { uid, payload } }),
		'utf8',
	);
}
