/** The controls that do what the buttons of the sandbox's pages do. */
import { z } from 'zod';
import type { Exchange } from '../calls/exchange';
import type { Host } from '../server/host';
import { stageEvents } from '../state/entities';
import { bodyOf, projectNamed, type Control } from './control';
import { addPicture, addWebhook, putBack } from './playground';

function registerWebhook(host: Host, exchange: Exchange): undefined {
	const { project, ...webhook } = bodyOf(
		exchange,
		z.object({ project: z.string(), event: z.enum(stageEvents), url: z.string().url() }),
	);
	addWebhook(host, projectNamed(host, project), webhook);
	return undefined;
}

function putTasksBack(host: Host, exchange: Exchange) {
	const { project } = bodyOf(exchange, z.object({ project: z.string().optional() }));
	const projects =
		project === undefined ? host.store.projects.all() : [projectNamed(host, project)];
	return { moved: putBack(host, projects) };
}

async function drawPicture(host: Host, exchange: Exchange) {
	const { project } = bodyOf(exchange, z.object({ project: z.string() }));
	const { dataHash, title } = await addPicture(host, projectNamed(host, project));
	return { dataHash, title };
}

export const playgroundControls: Control[] = [
	{ method: 'POST', path: 'webhooks', handle: registerWebhook },
	{ method: 'POST', path: 'tasks/back', handle: putTasksBack },
	{ method: 'POST', path: 'pictures', handle: drawPicture },
];
