/** Creates an Encord client for the credential of a node, in any n8n context. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { encordSettings, type EncordSettings } from '../../../credentials/settings';
import {
	accountOf as nameOf,
	createEncordClient,
	type EncordClient,
} from '../../../src/encord/client';
import { type ClientOptions } from '../../../src/encord/http/options';
import { RecentProjects } from '../../../src/encord/recentProjects';
import { n8nSend, type SendingContext } from './http';

/** The common part of execute, poll, webhook and load-options contexts. */
export interface EncordContext extends SendingContext {
	getCredentials(type: string, itemIndex?: number): Promise<object>;
}

export interface EncordClientOptions
	extends Pick<ClientOptions, 'timeoutMs' | 'totalTimeoutMs' | 'traceContext'> {
	/** Index of the item for which the credential's expressions are resolved; default 0. */
	itemIndex?: number;
	/** Whether `getProject` may give a project that was read some seconds ago; default: in executions. */
	remember?: boolean;
}

/** What the triggers and executions of this process read last. */
export const recentProjects = new RecentProjects();

/** Names the account of the credential: the key and the address it is for. It holds no secret. */
export async function accountOf(context: EncordContext): Promise<string> {
	const { key, apiUrl } = encordSettings(
		(await context.getCredentials('encordApi')) as ICredentialDataDecryptedObject,
	);
	return nameOf(apiUrl, key.publicKeyHex);
}

/**
 * @throws KeyError, ValidationError when the credential is invalid
 */
export async function encordClient(
	context: EncordContext,
	{ itemIndex, ...options }: EncordClientOptions = {},
): Promise<EncordClient> {
	const fields = (await context.getCredentials(
		'encordApi',
		itemIndex,
	)) as ICredentialDataDecryptedObject;
	return clientWith(context, encordSettings(fields), options);
}

/** A client for a credential that was read before. */
export function clientWith(
	context: SendingContext,
	{ key, apiUrl, appUrl }: Pick<EncordSettings, 'key' | 'apiUrl' | 'appUrl'>,
	{ remember, ...options }: Omit<EncordClientOptions, 'itemIndex'> = {},
): EncordClient {
	// In the editor, the lists show what is there now.
	const isExecution = context.getExecutionCancelSignal !== undefined;
	return createEncordClient(
		{
			...options,
			key,
			apiUrl,
			appUrl,
			send: n8nSend(context),
			signal: context.getExecutionCancelSignal?.(),
		},
		(remember ?? isExecution) ? recentProjects : undefined,
	);
}
