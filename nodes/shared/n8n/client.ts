/** An Encord client for the credential of the node that asks, in any n8n context. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { encordSettings } from '../../../credentials/settings';
import { createEncordClient, type EncordClient } from '../../../src/encord/client';
import { type ClientOptions } from '../../../src/encord/http/options';
import { n8nSend, type SendingContext } from './http';

/** Execute, poll, webhook and load-options contexts all are one. */
export interface EncordContext extends SendingContext {
	getCredentials(type: string, itemIndex?: number): Promise<object>;
}

export interface EncordClientOptions
	extends Pick<ClientOptions, 'timeoutMs' | 'totalTimeoutMs' | 'traceContext'> {
	/** Item whose expressions choose the credential; default: the first. */
	itemIndex?: number;
}

/**
 * @throws KeyError, ValidationError when the credential is not usable
 */
export async function encordClient(
	context: EncordContext,
	{ itemIndex, ...options }: EncordClientOptions = {},
): Promise<EncordClient> {
	const fields = (await context.getCredentials(
		'encordApi',
		itemIndex,
	)) as ICredentialDataDecryptedObject;
	const { key, apiUrl } = encordSettings(fields);
	return createEncordClient({
		...options,
		key,
		apiUrl,
		send: n8nSend(context),
		signal: context.getExecutionCancelSignal?.(),
	});
}
