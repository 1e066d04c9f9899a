/**
 * Hears Encord say that tasks wait in the stage, and polls at once. The event holds no tasks, so whoever forges one causes a poll and
 * nothing else; it is still accepted with a right signature only.
 */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { signingSecrets } from '../../credentials/signingSecrets';
import { bodyText, jsonIn } from '../../src/agents/callBody';
import { isTestCall } from '../../src/agents/callHeaders';
import { CallRefused } from '../../src/agents/callRefused';
import { isNotification, readNotification } from '../../src/agents/notification';
import { checkSignature } from '../../src/agents/signature';
import type { PollProcess } from './pollProcess';
import { triggerKey } from './pollStage';

/** What is answered, and what the log says about it. */
interface Answer {
	status: number;
	/** For the caller. */
	message?: string;
	log: string;
}

/** The same for every reason: whoever guesses learns nothing. */
const UNSIGNED: Omit<Answer, 'log'> = {
	status: 401,
	message: 'The request is not signed by Encord.',
};

/** Answers an event. It never throws, because n8n would store a failed execution for every request to the address (n8n §2). */
export async function hearTasksReady(
	n8n: IWebhookFunctions,
	process: Pick<PollProcess, 'wakeUps'>,
): Promise<IWebhookResponseData> {
	let answer: Answer;
	try {
		answer = await answerTo(n8n, process);
	} catch (error) {
		if (error instanceof CallRefused)
			answer = { status: error.status, message: error.message, log: error.message };
		else
			answer = { status: 500, message: 'The event was not heard.', log: (error as Error).message };
	}
	const { status, message, log } = answer;
	n8n.logger.info(`Encord Agent Stage Trigger: event answered with ${status}. ${log}`);
	const response = n8n.getResponseObject();
	response.status(status);
	if (message === undefined) response.end();
	else response.json({ message });
	return { noWebhookResponse: true };
}

async function answerTo(
	n8n: IWebhookFunctions,
	{ wakeUps }: Pick<PollProcess, 'wakeUps'>,
): Promise<Answer> {
	const headers = n8n.getHeaderData();
	const body = n8n.getRequestObject().rawBody ?? Buffer.alloc(0);
	const text = bodyText(body);
	const check = checkSignature({ headers, body }, await secretsOf(n8n), Date.now());
	if (check.kind === 'failed') return { ...UNSIGNED, log: check.reason };
	if (check.kind === 'unsigned')
		return {
			...UNSIGNED,
			log: 'It has no signature. Encord signs its events when the address has a signing secret.',
		};
	if (isTestCall(headers)) return { status: 200, log: 'A test call of Encord.' };
	const json = jsonIn(text);
	if ('fault' in json) return invalid(`The body ${json.fault}.`);
	if (!isNotification(json.value)) return invalid('The body is no event of Encord.');
	const result = readNotification(json.value);
	switch (result.kind) {
		case 'unknownEvent':
			return ignored(`This trigger does not know the event "${result.eventType.slice(0, 100)}".`);
		case 'unsupportedVersion':
			return ignored(
				`The event has version ${JSON.stringify(result.version)?.slice(0, 100)}, which is newer than this package.`,
			);
		case 'invalid':
			return invalid(`${result.problems.join('. ')}.`);
		case 'event': {
			const { notification } = result;
			if (notification.event !== 'tasksReady')
				return ignored(`The event ${notification.event} is for the Encord Trigger.`);
			return wakeUps.wake(triggerKey(n8n), notification)
				? { status: 200, log: `Tasks wait (${notification.reason}): polled at once.` }
				: ignored('Tasks wait, in a stage that this trigger does not poll in this process.');
		}
	}
}

/** The address may serve several stages and programs, so what is not for this trigger is acknowledged. */
function ignored(log: string): Answer {
	return { status: 200, log };
}

function invalid(message: string): Answer {
	return { status: 400, message, log: message };
}

/** None when no credential with secrets is chosen. */
async function secretsOf(n8n: IWebhookFunctions): Promise<string[]> {
	if (n8n.getNode().credentials?.encordWebhookSecretApi === undefined) return [];
	return signingSecrets(await n8n.getCredentials('encordWebhookSecretApi'));
}
