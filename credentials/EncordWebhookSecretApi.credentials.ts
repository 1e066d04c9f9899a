import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** One secret of an address. Encord makes another one when the address changes. */
const secret = (property: Pick<INodeProperties, 'displayName' | 'name' | 'description'>) =>
	({
		...property,
		type: 'string',
		typeOptions: { password: true },
		default: '',
	}) as const satisfies INodeProperties;

export class EncordWebhookSecretApi implements ICredentialType {
	name = 'encordWebhookSecretApi';

	displayName = 'Encord Webhook Signing Secret API';

	icon = { light: 'file:../icons/encord.svg', dark: 'file:../icons/encord.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-encord/n8n-nodes-encord#signed-calls-of-a-workflow';

	properties: INodeProperties[] = [
		{
			...secret({
				displayName: 'Signing Secret',
				name: 'secret',
				description:
					'The secret that Encord shows next to the production URL of the trigger. It belongs to the URL: when the URL changes, so does the secret.',
			}),
			required: true,
		},
		secret({
			displayName: 'Signing Secret of the Test URL',
			name: 'testSecret',
			description: 'Only for tests: the secret that Encord shows next to the test URL',
		}),
		secret({
			displayName: 'Other Signing Secret',
			name: 'otherSecret',
			description: 'Accepted as well, for the time in which the secret is being changed',
		}),
	];
}
