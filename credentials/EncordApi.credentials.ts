import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { encordSettings } from './settings';
import { signRequest } from './signRequest';

export class EncordApi implements ICredentialType {
	name = 'encordApi';

	displayName = 'Encord API';

	icon = { light: 'file:../icons/encord.svg', dark: 'file:../icons/encord.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-encord/n8n-nodes-encord#connect-to-encord';

	properties: INodeProperties[] = [
		{
			displayName:
				'<b>Where to get a key:</b> <a href="https://github.com/n8n-nodes-encord/n8n-nodes-encord/blob/main/docs/make-a-key.html" target="_blank">this page</a>, saved and opened in your browser, makes one without a terminal and sends nothing anywhere; so does <code>ssh-keygen -t ed25519</code>. Register the public half in Encord under Settings → Service accounts, and paste the private half here.',
			name: 'keyNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 8 },
			required: true,
			default: '',
			placeholder: '-----BEGIN OPENSSH PRIVATE KEY-----',
			description:
				'The whole key file of an Encord service account. Its public half belongs in Encord under Settings → Service accounts, or under Public keys for your own account.',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Only if the private key is protected by one',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			default: 'eu',
			options: [
				{
					name: 'Europe',
					value: 'eu',
					description: 'API https://api.encord.com, app https://app.encord.com',
				},
				{
					name: 'United States',
					value: 'us',
					description: 'API https://api.us.encord.com, app https://app.us.encord.com',
				},
				{
					name: 'Custom',
					value: 'custom',
					description: 'A private installation of Encord, or the local sandbox',
				},
			],
		},
		{
			displayName: 'API Address',
			name: 'apiUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'https://api.example.com',
			displayOptions: { show: { region: ['custom'] } },
			description: 'Where programs reach Encord',
		},
		{
			displayName: 'App Address',
			name: 'appUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'https://app.example.com',
			displayOptions: { show: { region: ['custom'] } },
			description:
				'Where people open Encord in the browser; only pages from there may call the Encord Trigger',
		},
	];

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return signRequest(encordSettings(credentials), requestOptions, Date.now());
	}
}
