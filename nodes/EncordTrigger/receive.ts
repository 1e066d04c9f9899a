/** Handles a request to the trigger's URL, whatever its event. */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { ENCORD_APP_URLS } from '../../src/agents/editorUrl';
import { REPLY_STATUS } from '../../src/agents/reply';
import { triggerForm } from '../shared/fields/form/form';
import { receiveAgentCall, type Answer, type Received } from './agentCall';
import { form, type TriggerSettings } from './form';

/**
 * Replies to a request or starts the workflow. It never throws: n8n would reply with an error of its own and store a failed execution
 * for every request to the URL (n8n §2).
 */
export async function receive(n8n: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const received = await receiveEvent(n8n, form.read(triggerForm(n8n)));
		return received.kind === 'answer' ? send(n8n, received) : received.response;
	} catch (error) {
		n8n.logger.error(`Encord Trigger: ${(error as Error).message}`);
		const message = 'This agent is not set up completely. The log of n8n says what is missing.';
		return send(n8n, {
			kind: 'answer',
			status: REPLY_STATUS.failed,
			headers: fallbackHeaders(n8n),
			body: { message },
		});
	}
}

async function receiveEvent(
	n8n: IWebhookFunctions,
	{ option, value }: TriggerSettings,
): Promise<Received> {
	switch (option) {
		case 'customAgentCalled':
			return await receiveAgentCall(n8n, value);
	}
}

/** Replies without starting the workflow. An n8n editor that listens for a test event continues to listen. */
function send(n8n: IWebhookFunctions, { status, headers, body }: Answer): IWebhookResponseData {
	n8n.logger.info(
		`Encord Trigger: answered ${status} without a run. ${body?.message ?? 'A test call of Encord.'}`,
	);
	const response = n8n.getResponseObject();
	// n8n has already set this header to the caller's origin (n8n §2).
	response.removeHeader('Access-Control-Allow-Origin');
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	response.status(status);
	if (body) response.json(body);
	else response.end();
	return { noWebhookResponse: true };
}

/** Headers for replies when the allowed origins are unknown: only Encord's own apps can read the reply. */
function fallbackHeaders(n8n: IWebhookFunctions): Record<string, string> {
	const { origin } = n8n.getHeaderData();
	return {
		...(origin && ENCORD_APP_URLS.includes(origin) && { 'Access-Control-Allow-Origin': origin }),
		Vary: 'Origin',
	};
}
