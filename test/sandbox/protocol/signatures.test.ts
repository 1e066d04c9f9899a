/** Who may call: both generations of signatures over the exact bytes, and bearer tokens (protocol §2, §15.13). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exchange } from '../../../sandbox/calls/exchange';
import { generateOpenSshKey } from '../../../sandbox/state/keys';
import { authenticateV1, authenticateV2 } from '../../../sandbox/calls/signature';
import { Store } from '../../../sandbox/state/store';
import { ConformanceSandbox } from '../conformanceSandbox';
import { Signer, answerOf, readKey } from '../signer';

const now = () => Math.floor(Date.now() / 1000);

describe('requests signed by the official client', () => {
	interface Golden {
		name: string;
		generation: number;
		now: number;
		method: string;
		target: string;
		body: string;
		headers: Record<string, string>;
	}
	const golden = JSON.parse(readFileSync(join(__dirname, 'goldenSignatures.json'), 'utf8')) as {
		publicKeyHex: string;
		cases: Golden[];
	};
	const dataDir = mkdtempSync(join(tmpdir(), 'encord-sandbox-'));
	const store = new Store(dataDir);
	store.users.put('a@b.io', { email: 'a@b.io', publicKeyHex: golden.publicKeyHex });
	afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

	const authenticate = ({ generation, method, target, body, headers }: Golden, seconds: number) => {
		const exchange = {
			method,
			target,
			body: Buffer.from(body, 'utf8'),
			request: { headers },
		} as unknown as Exchange;
		return generation === 1
			? authenticateV1(store, exchange)
			: authenticateV2(store, exchange, seconds);
	};

	it.each(golden.cases.map((one): [string, Golden] => [one.name, one]))(
		'accepts %s, and not with one byte more',
		(_name, one) => {
			expect(authenticate(one, one.now)).toBe('a@b.io');
			expect(() => authenticate({ ...one, body: `${one.body} ` }, one.now)).toThrow();
			if (one.generation === 2)
				expect(() => authenticate({ ...one, target: `${one.target}&` }, one.now)).toThrow(
					'does not fit',
				);
		},
	);
});

describe('the server', () => {
	let sandbox: ConformanceSandbox;
	beforeAll(async () => {
		sandbox = await ConformanceSandbox.start();
	});
	afterAll(() => sandbox.stop());

	it('accepts a created time within five minutes either way, and refuses others', async () => {
		for (const [offset, status] of [
			[-290, 200],
			[290, 200],
			[-310, 401],
			[310, 401],
		] as const) {
			expect(
				(
					await sandbox.owner.v2('GET', 'projects?includeOrgAccess=False', undefined, {
						created: now() + offset,
					})
				).status,
			).toBe(status);
		}
	});

	it('accepts the same signature again, as retries resend it', async () => {
		const target = '/v2/public/projects?includeOrgAccess=False';
		const headers = sandbox.owner.v2Headers('GET', target);
		for (let attempt = 0; attempt < 2; attempt += 1)
			expect((await fetch(sandbox.url + target, { headers })).status).toBe(200);
	});

	it('refuses another method, another query and another body than signed', async () => {
		const target = '/v2/public/projects?includeOrgAccess=False';
		expect(
			(await fetch(sandbox.url + target, { headers: sandbox.owner.v2Headers('POST', target) }))
				.status,
		).toBe(401);
		const { owner } = sandbox;
		expect(
			(
				await owner.v2('GET', 'projects?includeOrgAccess=False', undefined, {
					tampered: { target: '/v2/public/projects?includeOrgAccess=True' },
				})
			).status,
		).toBe(401);
		const changed = await owner.v2(
			'POST',
			'storage/items/get-bulk',
			{ itemUuids: [] },
			{ tampered: { body: '{"itemUuids": []}' } },
		);
		expect(changed).toMatchObject({
			status: 401,
			json: { message: expect.stringContaining('Content-Digest') },
		});
	});

	it('hashes the bytes as they came, whatever their spelling', async () => {
		const body = '{"itemUuids": [], "signUrls": true, "note": "caf\\u00e9 é"}';
		const target = '/v2/public/storage/items/get-bulk';
		const response = await fetch(sandbox.url + target, {
			method: 'POST',
			body,
			headers: sandbox.owner.v2Headers('POST', target, body),
		});
		expect(await answerOf(response)).toMatchObject({ status: 200, json: { results: [] } });
	});

	it('reads True and true alike', async () => {
		const { backing_item_uuid: item } = await sandbox.row('cat.jpg');
		for (const spelling of ['True', 'true'])
			expect(
				(await sandbox.owner.v2('GET', `storage/items/${item}?signUrl=${spelling}`)).json.signedUrl,
			).toEqual(expect.any(String));
		for (const spelling of ['False', 'false'])
			expect(
				(await sandbox.owner.v2('GET', `storage/items/${item}?signUrl=${spelling}`)).json.signedUrl,
			).toBeNull();
	});

	it('refuses requests without signature', async () => {
		const v2 = await answerOf(await fetch(`${sandbox.url}/v2/public/projects`));
		expect(v2).toMatchObject({ status: 401, json: { message: expect.any(String) } });
		const v1 = await answerOf(await fetch(`${sandbox.url}/public`, { method: 'POST', body: '{}' }));
		expect(v1.json).toMatchObject({ status: 401, response: ['AUTHENTICATION_ERROR'] });
	});

	it('refuses unknown keys', async () => {
		const file = join(sandbox.dataDir, 'stranger.pem');
		writeFileSync(file, generateOpenSshKey('stranger').pem);
		const stranger = new Signer(sandbox.url, file);
		expect((await stranger.v2('GET', 'projects')).status).toBe(401);
		expect(
			(await stranger.v1('projectwithuserrole', 'GET', { payload: { filter: {} } }, null)).json,
		).toMatchObject({
			status: 401,
			response: ['AUTHENTICATION_ERROR'],
		});
	});

	it('refuses a v1 body that was not signed', async () => {
		const authorization = sandbox.owner.v1Authorization('{"a": 1}');
		const response = await fetch(`${sandbox.url}/public`, {
			method: 'POST',
			body: '{"a": 2}',
			headers: { Authorization: authorization },
		});
		expect((await answerOf(response)).json).toMatchObject({
			status: 401,
			response: ['AUTHENTICATION_ERROR'],
		});
	});

	it('takes its bearer token instead of a signature in both generations', async () => {
		const { token } = (await sandbox.owner.v2('GET', 'user/bearer-token')).json;
		expect((await sandbox.owner.v2('GET', 'user/bearer_token')).json).toEqual({ token });
		const headers = {
			Authorization: `Bearer ${token}`,
			ResourceType: 'project',
			ResourceID: sandbox.projectHash,
		};
		expect(
			(await answerOf(await fetch(`${sandbox.url}/v2/public/projects`, { headers }))).json.results,
		).toHaveLength(2);
		const body =
			'{"query_type": "labelrowmetadata", "query_method": "GET", "values": {"uid": null, "payload": {"include_uninitialised_labels": true}}}';
		const v1 = await answerOf(
			await fetch(`${sandbox.url}/public`, { method: 'POST', body, headers }),
		);
		expect(v1.json.response).toHaveLength(35);
		const forged = {
			Authorization: `Bearer ${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`,
		};
		expect((await fetch(`${sandbox.url}/v2/public/projects`, { headers: forged })).status).toBe(
			401,
		);
	});
});

describe('key files', () => {
	it('hold the key they are announced with, in lines of 70 characters, for any length of comment', () => {
		const dataDir = mkdtempSync(join(tmpdir(), 'encord-sandbox-'));
		for (let length = 0; length < 9; length += 1) {
			const file = join(dataDir, 'key.pem');
			const { pem, publicKeyHex } = generateOpenSshKey('c'.repeat(length));
			writeFileSync(file, pem);
			expect(readKey(file).publicHex).toBe(publicKeyHex);
			expect(pem).toMatch(
				/^-----BEGIN OPENSSH PRIVATE KEY-----\n([A-Za-z0-9+/=]{1,70}\n)+-----END OPENSSH PRIVATE KEY-----\n$/,
			);
			const blob = Buffer.from(pem.replace(/-----[^-]+-----|\n/g, ''), 'base64');
			expect(blob.subarray(0, 15).toString()).toBe('openssh-key-v1\0');
		}
		rmSync(dataDir, { recursive: true });
	});
});
