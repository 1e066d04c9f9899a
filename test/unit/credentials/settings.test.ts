/** The credential's form, what is read from it, and the client and test on top of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';
import { EncordApi } from '../../../credentials/EncordApi.credentials';
import { encordSettings } from '../../../credentials/settings';
import { encordClient } from '../../../nodes/shared/n8n/client';
import { encordApiTest } from '../../../nodes/shared/n8n/credentialTest';
import keys from '../encord/auth/keys.json';
import { project } from '../encord/calls/wireSamples';

const { plain, aes256cbc, noComment, publicKey } = { ...keys, publicKey: keys.plain.publicKey };

describe('the form', () => {
	const credential = new EncordApi();

	it('masks secrets, and keeps the lines of the key', () => {
		const secret = credential.properties
			.filter(({ typeOptions }) => typeOptions?.password)
			.map(({ name }) => name);
		expect(secret).toEqual(['privateKey', 'passphrase']);
		expect(
			credential.properties.find(({ name }) => name === 'privateKey')?.typeOptions?.rows,
		).toBeGreaterThan(1);
	});

	it('asks for addresses for a custom region only', () => {
		const custom = credential.properties
			.filter(({ displayOptions }) => displayOptions)
			.map(({ name, displayOptions }) => [name, displayOptions?.show]);
		expect(custom).toEqual([
			['apiUrl', { region: ['custom'] }],
			['appUrl', { region: ['custom'] }],
		]);
	});

	it('names icons that exist and documentation with a full address', () => {
		for (const icon of Object.values(credential.icon))
			expect(existsSync(join(__dirname, '../../../credentials', icon.replace('file:', '')))).toBe(
				true,
			);
		expect(credential.documentationUrl).toMatch(/^https:\/\//);
	});

	it('signs with the key it holds', async () => {
		const signed = await credential.authenticate(
			{ privateKey: plain.privateKey, region: 'us' },
			{ url: 'https://api.us.encord.com/v2/public/projects' },
		);
		expect(signed.headers?.['Signature-Input']).toContain(`keyid="${plain.publicKeyHex}"`);
	});
});

describe('encordSettings', () => {
	it.each([
		[{ region: 'eu' }, 'https://api.encord.com', 'https://app.encord.com'],
		[{}, 'https://api.encord.com', 'https://app.encord.com'],
		[
			{ region: 'us', apiUrl: 'left over' },
			'https://api.us.encord.com',
			'https://app.us.encord.com',
		],
		[
			{ region: 'custom', apiUrl: 'http://localhost:1/', appUrl: 'http://localhost:2' },
			'http://localhost:1',
			'http://localhost:2',
		],
	])('%j', (fields, apiUrl, appUrl) => {
		expect(encordSettings({ privateKey: plain.privateKey, ...fields })).toMatchObject({
			apiUrl,
			appUrl,
			key: { publicKeyHex: plain.publicKeyHex },
		});
	});

	it.each([
		[{ region: 'mars' }, '"mars" is not a region.'],
		[{ region: 'custom' }, 'The API address is missing'],
		[{ privateKey: publicKey }, 'This is the public key.'],
		[{ privateKey: undefined }, 'The private key is empty.'],
		[{ passphrase: 'x' }, 'A passphrase was given'],
	])('%j is refused', (fields, message) =>
		expect(() => encordSettings({ privateKey: plain.privateKey, ...fields })).toThrow(message),
	);

	it('opens a protected key once, and not with another passphrase', () => {
		const first = encordSettings({
			privateKey: aes256cbc.privateKey,
			passphrase: aes256cbc.passphrase,
		});
		expect(
			encordSettings({ privateKey: aes256cbc.privateKey, passphrase: aes256cbc.passphrase }).key,
		).toBe(first.key);
		expect(() => encordSettings({ privateKey: aes256cbc.privateKey, passphrase: 'other' })).toThrow(
			'The passphrase does not open',
		);
	});

	it('caches a limited number of keys, the most recently used', () => {
		const { key } = encordSettings({ privateKey: plain.privateKey });
		const { key: kept } = encordSettings({ privateKey: noComment.privateKey });
		for (let number = 0; number < 25; number += 1) {
			encordSettings({ privateKey: `${plain.privateKey}${' '.repeat(number + 1)}` });
			expect(encordSettings({ privateKey: noComment.privateKey }).key).toBe(kept);
		}
		expect(encordSettings({ privateKey: plain.privateKey }).key).not.toBe(key);
	});
});

interface FakeReply {
	statusCode: number;
	headers: object;
	body: unknown;
}

describe('encordApiTest', () => {
	async function test(fields: object, answer: FakeReply | Error) {
		const request = jest.fn<(options: object) => Promise<FakeReply>>(async () => {
			if (answer instanceof Error) throw answer;
			return answer;
		});
		const context = { helpers: { request } } as unknown as ICredentialTestFunctions;
		const credential = {
			data: { privateKey: plain.privateKey, region: 'eu', ...fields },
		} as unknown as ICredentialsDecrypted;
		return { ...(await encordApiTest.call(context, credential)), request };
	}
	const ok = (count: number): FakeReply => ({
		statusCode: 200,
		headers: {},
		body: Buffer.from(JSON.stringify({ results: Array(count).fill(project()) })),
	});
	const unknown: FakeReply = {
		statusCode: 401,
		headers: {},
		body: Buffer.from('{"message":"no"}'),
	};

	it.each<[string, object, FakeReply | Error, string, RegExp]>([
		[
			'one project',
			{},
			ok(1),
			'OK',
			/^Connected to Encord \(Europe\) with the key [0-9a-f]{16}…\. It can see 1 project\.$/,
		],
		[
			'several projects',
			{ region: 'us' },
			ok(14),
			'OK',
			/^Connected to Encord \(United States\) with the key .* can see 14 projects\.$/,
		],
		[
			'a custom address',
			{ region: 'custom', apiUrl: 'http://127.0.0.1:8099' },
			ok(0),
			'OK',
			/^Connected to Encord \(127\.0\.0\.1:8099\) with the key .* can see 0 projects\.$/,
		],
		[
			'an unknown key',
			{},
			unknown,
			'Error',
			new RegExp(
				`\\(Europe\\) does not know this key \\(ID ${plain.publicKeyHex.slice(0, 16)}…\\)\\. Register its public half in Encord`,
			),
		],
		[
			'a wrong clock',
			{},
			{ ...unknown, headers: { Date: 'Thu, 01 Jan 2015 00:00:00 GMT' } },
			'Error',
			/The clock of this machine is about \d+ min ahead/,
		],
		[
			'the public key',
			{ privateKey: publicKey },
			ok(1),
			'Error',
			/^This is the public key\. Paste the private key/,
		],
		[
			'a wrong address',
			{ region: 'custom', apiUrl: 'encord' },
			ok(1),
			'Error',
			/^The API address is missing or not a web address/,
		],
		[
			'an unknown host',
			{},
			Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
			'Error',
			/^Encord cannot be reached at api\.encord\.com\. The host name is unknown \(ENOTFOUND\)\. Check the API address/,
		],
		[
			'no rights',
			{},
			{ ...unknown, statusCode: 403 },
			'Error',
			/^What was asked for does not exist, or the key may not see/,
		],
		[
			'an answer of something else',
			{},
			{ statusCode: 200, headers: {}, body: Buffer.from('<html>') },
			'Error',
			/is not what Encord's API sends.*not the app/,
		],
	])('%s', async (_, fields, answer, status, message) => {
		const result = await test(fields, answer);
		expect(result).toMatchObject({ status, message: expect.stringMatching(message) });
		expect(result.message).not.toContain(plain.privateKey.split('\n')[2]);
	});

	it('sends a signed request to the region of the credential', async () => {
		const { request } = await test({ region: 'us' }, ok(1));
		expect(request.mock.calls).toMatchObject([
			[
				{
					method: 'GET',
					uri: 'https://api.us.encord.com/v2/public/projects?includeOrgAccess=False',
					simple: false,
					followRedirect: false,
					encoding: null,
					headers: { 'Signature-Input': expect.stringContaining(plain.publicKeyHex) },
				},
			],
		]);
	});

	it('sends nothing when the key is not one', async () => {
		expect((await test({ privateKey: 'garbage' }, ok(1))).request).not.toHaveBeenCalled();
	});
});

describe('encordClient', () => {
	const contextOf = (fields: object, more: object = {}) => {
		const httpRequest = jest.fn<(options: object) => Promise<object>>(async () => ({
			statusCode: 200,
			headers: {},
			body: Buffer.from(JSON.stringify(project())),
		}));
		const getCredentials = jest.fn<(type: string, itemIndex?: number) => Promise<object>>(
			async () => ({
				privateKey: plain.privateKey,
				region: 'eu',
				...fields,
			}),
		);
		return { httpRequest, getCredentials, helpers: { httpRequest: httpRequest as never }, ...more };
	};

	it('uses the credential of the item', async () => {
		const context = contextOf({ region: 'us' });
		const client = await encordClient(context, {
			itemIndex: 3,
			traceContext: '0123456789abcdef0123456789abcdef',
		});
		expect(client).toMatchObject({
			apiUrl: 'https://api.us.encord.com',
			publicKeyHex: plain.publicKeyHex,
		});
		await client.getProject(project().projectHash);
		expect(context.getCredentials.mock.calls).toEqual([['encordApi', 3]]);
		expect(context.httpRequest.mock.calls).toMatchObject([
			[
				{
					headers: {
						'X-Cloud-Trace-Context': expect.stringMatching(
							/^0123456789abcdef0123456789abcdef\/\d+;o=1$/,
						),
					},
				},
			],
		]);
	});

	it('stops when the execution is stopped', async () => {
		const client = await encordClient(
			contextOf({}, { getExecutionCancelSignal: () => AbortSignal.abort() }),
		);
		await expect(client.getProject(project().projectHash)).rejects.toThrow('cancelled');
	});

	it('reports that n8n itself refuses the address', async () => {
		const blocked = Object.assign(new Error('blocked'), { name: 'SsrfBlockedIpError' });
		const httpRequest = jest.fn(async () => await Promise.reject(blocked));
		const client = await encordClient({
			...contextOf({}),
			helpers: { httpRequest: httpRequest as never },
		});
		await expect(client.getProject(project().projectHash)).rejects.toMatchObject({
			message: 'n8n is set up to refuse requests to api.encord.com.',
			advice: expect.stringContaining('N8N_SSRF_ALLOWED_HOSTNAMES'),
		});
		expect(httpRequest).toHaveBeenCalledTimes(1);
	});

	it('says what is wrong with the credential', async () => {
		await expect(encordClient(contextOf({ privateKey: '~/.ssh/id_ed25519' }))).rejects.toThrow(
			'This is the name of a file, not its content.',
		);
	});
});
