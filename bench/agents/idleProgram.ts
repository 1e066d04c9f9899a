/** Polls a stage where every task is in work, and checks that nothing is handed out. */
import type { IDataObject } from 'n8n-workflow';
import { fetchSend } from '../../src/fetchSend';
import { createEncordClient, parsePrivateKey } from '../../src/sdk';
import { poller, workflow } from '../../test/workflow/engine/harness';
import { serveRuns } from './measure';
import type { Place } from './server';
import { credentialsOf, stageTrigger } from './stageTrigger';

const DAY_MS = 24 * 60 * 60_000;

let tasks: Awaited<ReturnType<typeof poller>> | undefined;

/** The trigger with a lease for each task, as it is when it has handed out all of them. */
async function busy(place: Place): Promise<Awaited<ReturnType<typeof poller>>> {
	const own = await poller(workflow([stageTrigger(place, 300)]), {
		credentials: credentialsOf(place),
	});
	const key = await parsePrivateKey(place.privateKey);
	const client = createEncordClient({ key, apiUrl: place.url, send: fetchSend });
	const leases: IDataObject = {};
	for await (const { uuid, dataHash } of client.listTasks(place.projectHash, place.stageUuid))
		leases[uuid] = { until: Date.now() + DAY_MS, attempts: 1, data: dataHash };
	Object.assign(own.staticData(), {
		place: `${place.projectHash}/${place.stageUuid}`,
		leases,
	});
	return own;
}

serveRuns(async (place, polls) => {
	if (tasks === undefined) {
		tasks = await busy(place as Place);
		// Finds out which stage is meant, and loads what is loaded on first use.
		await tasks.poll();
		return;
	}
	for (let poll = 0; poll < polls; poll++)
		if ((await tasks.poll()) !== null) throw new Error('A task was handed out');
});
