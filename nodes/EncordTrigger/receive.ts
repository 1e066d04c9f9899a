/** What happens to a request at the trigger's address, whatever event it tells of. */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { ENCORD_APP_URLS } from '../../src/agents/editorUrl';
import { REPLY_STATUS } from '../../src/agents/reply';
import { triggerForm } from '../shared/fields/form/form';
import { receiveAgentCall, type Answer, type Received } from './agentCall';
import { form, type TriggerSettings } from './form';

/**
 * Answers a request or starts the workflow with it. Never throws: n8n would answer an error of its own and store a failed
 * execution for everybody who tries the address (n8n §2).
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
	{ by, value }: TriggerSettings,
): Promise<Received> {
	switch (by) {
		case 'customAgentCalled':
			return await receiveAgentCall(n8n, value);
	}
}

/** Answers without starting anything; a listening test of the editor goes on listening. */
function send(n8n: IWebhookFunctions, { status, headers, body }: Answer): IWebhookResponseData {
	n8n.logger.info(
		`Encord Trigger: answered ${status} without a run. ${body?.message ?? 'A test call of Encord.'}`,
	);
	const response = n8n.getResponseObject();
	// n8n has allowed whatever origin the caller named before it asked us (n8n §2).
	response.removeHeader('Access-Control-Allow-Origin');
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	response.status(status);
	if (body) response.json(body);
	else response.end();
	return { noWebhookResponse: true };
}

/** Headers when the allowed origins cannot be read: only Encord's own apps see the answer. */
function fallbackHeaders(n8n: IWebhookFunctions): Record<string, string> {
	const { origin } = n8n.getHeaderData();
	return {
		...(origin && ENCORD_APP_URLS.includes(origin) && { 'Access-Control-Allow-Origin': origin }),
		Vary: 'Origin',
	};
}
