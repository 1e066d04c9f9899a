/**
 * Makes up the call of a Label Editor page when somebody in n8n's editor listens for a test event, so that nobody has to click in Encord.
 *
 * n8n runs a webhook trigger by hand only when its test URL is called. So n8n calls the test URL itself, and everything that follows
 * is as with a call from Encord: the same checks, the same item, the same name of the trigger for the nodes behind it.
 */
import type { IHookFunctions } from 'n8n-workflow';
import { encordSettings } from '../../credentials/settings';
import { signingSecrets } from '../../credentials/signingSecrets';
import { parseEditorUrl } from '../../src/agents/editorUrl';
import { signatureHeaders } from '../../src/agents/signature';
import { afterDelay } from '../../src/platform/timers';
import { InputError } from '../shared/fields/form/inputError';
import type { AgentCallSettings } from './agentCallForm';

/** n8n takes calls of the test URL only after this node is asked to register it. */
const DELAY_MS = 300;

/** @throws InputError when the URL is none of a Label Editor */
export async function replayCall(
	n8n: IHookFunctions,
	{ replayUrl, onlySigned }: AgentCallSettings,
): Promise<void> {
	const { appUrl } = encordSettings(
		(await n8n.getCredentials('encordApi')) as Record<string, unknown>,
	);
	const location = parseEditorUrl(replayUrl.trim(), [appUrl]);
	const url = n8n.getNodeWebhookUrl('default');
	if (location === undefined || url === undefined) {
		throw new InputError(
			'Replay a Label Editor URL: this is not the address of a data unit in the Label Editor of the credential',
			`It looks like ${appUrl}/label_editor/<project>/<data unit>/<frame>. Copy it from the browser.`,
		);
	}
	const { objectHashes, ...call } = location.call;
	const body = JSON.stringify({ ...call, ...(objectHashes && { objectHashes }) });
	const headers = {
		'Content-Type': 'application/json',
		Origin: appUrl,
		...(onlySigned && (await signed(n8n, body))),
	};
	afterDelay(DELAY_MS, () => {
		n8n.helpers
			.httpRequest({ method: 'POST', url, headers, body, ignoreHttpStatusErrors: true })
			.catch((error: unknown) =>
				n8n.logger.warn(
					`Encord Trigger: n8n could not call its own test URL. ${(error as Error).message}`,
				),
			);
	});
}

async function signed(n8n: IHookFunctions, body: string): Promise<Record<string, string>> {
	const [secret] = signingSecrets(
		(await n8n.getCredentials('encordWebhookSecretApi')) as Record<string, unknown>,
	);
	return secret === undefined ? {} : signatureHeaders(secret, Buffer.from(body), Date.now());
}
