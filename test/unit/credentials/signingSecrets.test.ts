/** The credential for webhooks: its secrets, and what its test says. It must not repeat them. */
import { describe, expect, it } from '@jest/globals';
import type { ICredentialTestFunctions } from 'n8n-workflow';
import { signingSecrets } from '../../../credentials/signingSecrets';
import { encordWebhookSecretTest } from '../../../nodes/shared/n8n/webhookSecretTest';

describe('the secrets', () => {
	it('are those that are filled in, without spaces around them', () =>
		expect(signingSecrets({ secret: ' a\n', testSecret: '', otherSecret: 'b', more: 'c' })).toEqual(
			['a', 'b'],
		));

	it('are none in an empty form, and what is no text is none', () =>
		expect([signingSecrets({}), signingSecrets({ secret: 1, testSecret: null })]).toEqual([
			[],
			[],
		]));
});

describe('the test of the credential', () => {
	const test = async (data: Record<string, string>) =>
		await encordWebhookSecretTest.call({} as ICredentialTestFunctions, {
			id: '1',
			name: 'Test',
			type: 'encordWebhookSecretApi',
			data,
		});

	it('accepts a secret and says what it cannot know', async () =>
		expect(await test({ secret: 'whs_1' })).toMatchObject({
			status: 'OK',
			message: expect.stringContaining('Only a signed call can show'),
		}));

	it.each<[string, Record<string, string>, RegExp]>([
		['nothing', { secret: ' ' }, /No signing secret/],
		['two texts in one field', { secret: 'whs_1 whs_2' }, /spaces inside/],
		['an address', { secret: 'https://example.com/hook' }, /is an address/],
		['an address in another field', { secret: 'a', otherSecret: 'http://x' }, /is an address/],
	])('refuses %s', async (_name, data, message) => {
		const result = await test(data);
		expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
		for (const secret of Object.values(data))
			if (secret.trim() !== '' && secret.length > 1) expect(result.message).not.toContain(secret);
	});
});
