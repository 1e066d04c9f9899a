/** The trigger of the measured workflows. */
import type { INode, INodeParameters } from 'n8n-workflow';
import { node } from '../../test/workflow/engine/harness';
import type { Place } from './server';

export const locator = (value: string, mode = 'id') => ({ __rl: true, mode, value });

export function credentialsOf({ url, appUrl, privateKey }: Place) {
	return { encordApi: { privateKey, passphrase: '', region: 'custom', apiUrl: url, appUrl } };
}

export function stageTrigger({ projectHash, stageUuid }: Place, batchSize: number): INode {
	const place = { project: locator(projectHash, 'list'), stage: locator(stageUuid, 'list') };
	return node(
		'Tasks',
		'n8n-nodes-encord.encordAgentStageTrigger',
		// A day: the longest lease of the leases that the measurement gives.
		{ ...place, batchSize, leaseMinutes: 24 * 60 + 1 } as unknown as INodeParameters,
		{ typeVersion: 2 },
	);
}
