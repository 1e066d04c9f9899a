/** A small client for tests. It signs as protocol §2 says and returns the answers unchanged. */
import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	json: any;
}

/** Private key and public half of an unencrypted OpenSSH file with one Ed25519 key. */
export function readKey(file: string): { key: KeyObject; publicHex: string } {
	const body = Buffer.from(
		readFileSync(file, 'utf8').replace(/-----[A-Z ]+-----|\s/g, ''),
		'base64',
	);
	// The secret part holds the 64 bytes "seed, public key" after their length, 0x40.
	const at = body.indexOf(Buffer.from([0, 0, 0, 0x40])) + 4;
	const [seed, publicKey] = [body.subarray(at, at + 32), body.subarray(at + 32, at + 64)];
	const jwk = {
		kty: 'OKP',
		crv: 'Ed25519',
		d: seed.toString('base64url'),
		x: publicKey.toString('base64url'),
	};
	return {
		key: createPrivateKey({ key: jwk, format: 'jwk' }),
		publicHex: publicKey.toString('hex'),
	};
}

export async function answerOf(response: Response): Promise<Answer> {
	const text = await response.text();
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		json = undefined;
	}
	return { status: response.status, headers: response.headers, text, json };
}

export interface SignOptions {
	/** Unix seconds; default now minus 30, as in the official client. */
	created?: number;
	/** The body to send instead of the signed one. */
	tampered?: { body?: string; target?: string };
}

export class Signer {
	readonly publicHex: string;
	private readonly key: KeyObject;

	constructor(
		readonly url: string,
		keyFile: string,
	) {
		const { key, publicHex } = readKey(keyFile);
		this.key = key;
		this.publicHex = publicHex;
	}

	/** The three headers of a v2 request. @param target path and query as they go over the wire */
	v2Headers(
		method: string,
		target: string,
		body = '',
		created = Math.floor(Date.now() / 1000) - 30,
	): Record<string, string> {
		const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
		const parameters = `("@method" "@request-target" "content-digest");created=${created};keyid="${this.publicHex}";alg="ed25519"`;
		const base = `"@method": ${method}\n"@request-target": ${target}\n"content-digest": ${digest}\n"@signature-params": ${parameters}`;
		return {
			'Content-Digest': digest,
			'Signature-Input': `encord-sig=${parameters}`,
			Signature: `encord-sig=:${sign(null, Buffer.from(base), this.key).toString('base64')}:`,
		};
	}

	/** @param path below `/v2/public/`, with query */
	async v2(
		method: string,
		path: string,
		body?: unknown,
		options: SignOptions = {},
	): Promise<Answer> {
		const target = `/v2/public/${path}`;
		const text = body === undefined ? '' : JSON.stringify(body);
		const headers = {
			...this.v2Headers(method, target, text, options.created),
			...(text ? { 'Content-Type': 'application/json' } : {}),
		};
		const sent = options.tampered?.body ?? text;
		return answerOf(
			await fetch(`${this.url}${options.tampered?.target ?? target}`, {
				method,
				headers,
				...(sent ? { body: sent } : {}),
			}),
		);
	}

	v1Authorization(body: string): string {
		return `${this.publicHex}:${sign(null, createHash('sha256').update(body).digest(), this.key).toString('hex')}`;
	}

	/** The whole envelope of a v1 call. `resource` is empty for calls to `/public/user`. */
	async v1(
		query: string,
		method: string,
		values: { uid?: unknown; payload?: unknown },
		resource: { type: string; id: string } | null,
	): Promise<Answer> {
		const body = JSON.stringify({
			query_type: query,
			query_method: method,
			values: { uid: values.uid ?? null, payload: values.payload ?? null },
		});
		const headers = {
			'Content-Type': 'application/json',
			ResourceType: resource?.type ?? '',
			ResourceID: resource?.id ?? '',
			Authorization: this.v1Authorization(body),
		};
		return answerOf(
			await fetch(`${this.url}${resource ? '/public' : '/public/user'}`, {
				method: 'POST',
				headers,
				body,
			}),
		);
	}
}

/** All keys of the listing payload, as the official client sends them (protocol §7.1). */
export const LISTING = {
	edited_before: null,
	edited_after: null,
	label_statuses: null,
	shadow_data_state: null,
	include_uninitialised_labels: true,
	data_hashes: null,
	label_hashes: null,
	data_title_eq: null,
	data_title_like: null,
	workflow_graph_node_title_eq: null,
	workflow_graph_node_title_like: null,
	include_client_metadata: false,
	include_images_data: false,
	include_children: false,
	include_workflow_graph_node: true,
	include_all_label_branches: false,
	branch_name: null,
};
