/** Reports the result of a run whose caller has no longer waited for it. */
import type { IWebhookFunctions } from 'n8n-workflow';
import type { AgentCall } from '../../src/agents/payload';
import type { EncordClient } from '../../src/encord/client';
import type { RunResult } from './callResponse';

/** Writes the result as an issue on the data unit; a failure to do so goes to the log, as the run is over. */
export async function reportAsIssue(
	n8n: Pick<IWebhookFunctions, 'logger'>,
	openClient: () => Promise<EncordClient>,
	{ projectHash, dataHash }: AgentCall,
	comment: string,
): Promise<void> {
	try {
		const client = await openClient();
		await client.createIssues(projectHash, [
			{ anchor: { type: 'dataUnit', dataUuid: dataHash }, comment },
		]);
	} catch (error) {
		n8n.logger.warn(
			`Encord Trigger: the result of a late run could not be written as an issue. ${(error as Error).message}`,
		);
	}
}

/** What became of the run, for people in Encord. */
export function resultText(workflowName: string, { status, message }: RunResult): string {
	const outcome =
		status < 300
			? 'has finished'
			: status === 400
				? 'could not do its work'
				: `failed (status ${status})`;
	const text = `The agent "${workflowName}" ${outcome} after it had answered that it still works.`;
	return message === undefined ? text : `${text} ${message}`;
}
