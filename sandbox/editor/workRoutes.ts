/** What the page changes: labels and tasks, the agents and webhooks of a project, and the sandbox as a whole. */
import { z } from 'zod';
import { jsonBody, sendJson, sendNothing, type Exchange } from '../calls/exchange';
import { Refusal, found } from '../calls/refusal';
import {
	addPicture,
	addWebhook,
	putBack,
	removeWebhook,
	resetKeepingAddresses,
} from '../control/playground';
import type { Host } from '../server/host';
import { stageEvents, type Project, type WebhookEntity } from '../state/entities';
import { actOnDataUnit, saveEdit } from './personWork';
import { api, uuid, type Parts, type Route } from './route';

const projectOf = (host: Host, projectHash: string): Project =>
	found(host.store.projects.get(projectHash), `Project ${projectHash}`);

const webAddress = z
	.string()
	.url()
	.regex(/^https?:/);
const agentSchema = z.object({ name: z.string().trim().min(1).max(100), endpoint: webAddress });

/** Registers an agent under its name; another with the same name is replaced. */
function addAgent(host: Host, exchange: Exchange, [projectHash = '']: Parts): void {
	const project = projectOf(host, projectHash);
	const parsed = agentSchema.safeParse(jsonBody(exchange));
	if (!parsed.success) throw new Refusal(400, 'An agent needs a name and an http or https address');
	const agents = [...project.agents.filter(({ name }) => name !== parsed.data.name), parsed.data];
	host.store.projects.put(projectHash, { ...project, agents });
	sendJson(exchange, 200, agents);
}

function removeAgent(host: Host, exchange: Exchange, [projectHash = '', name = '']: Parts): void {
	const project = projectOf(host, projectHash);
	host.store.projects.put(projectHash, {
		...project,
		agents: project.agents.filter((agent) => agent.name !== decodeURIComponent(name)),
	});
	sendNothing(exchange);
}

function webhookIn(exchange: Exchange): WebhookEntity {
	const parsed = z
		.object({ event: z.enum(stageEvents), url: webAddress })
		.safeParse(jsonBody(exchange));
	if (parsed.success) return parsed.data;
	throw new Refusal(400, 'A webhook needs an event and an http or https address');
}

const changeWebhook =
	(change: typeof addWebhook): Route['serve'] =>
	(host, exchange, [projectHash = '']) => {
		change(host, projectOf(host, projectHash), webhookIn(exchange));
		sendNothing(exchange);
	};

function putTasksBack(host: Host, exchange: Exchange, [projectHash]: Parts): void {
	const projects =
		projectHash === undefined ? host.store.projects.all() : [projectOf(host, projectHash)];
	sendJson(exchange, 200, { moved: putBack(host, projects) });
}

/** The body is the person's picture; without a body the sandbox draws one. */
async function takePicture(
	host: Host,
	exchange: Exchange,
	[projectHash = '']: Parts,
): Promise<void> {
	const { body, query } = exchange;
	const own = body.length > 0 ? { title: query.get('title') ?? '', file: body } : undefined;
	const { dataHash, title } = await addPicture(host, projectOf(host, projectHash), own);
	sendJson(exchange, 200, { dataHash, title });
}

async function reset(host: Host, exchange: Exchange): Promise<void> {
	await resetKeepingAddresses(host);
	sendNothing(exchange);
}

const unit = `/(${uuid})/data/(${uuid})`;

export const workRoutes: Route[] = [
	{ method: 'POST', path: /^\/_app\/api\/reset$/, serve: reset },
	{ method: 'POST', path: /^\/_app\/api\/tasks\/back$/, serve: putTasksBack },
	{ method: 'POST', path: api(`/(${uuid})/tasks/back`), serve: putTasksBack },
	{ method: 'POST', path: api(`/(${uuid})/pictures`), serve: takePicture },
	{ method: 'POST', path: api(`/(${uuid})/agents`), serve: addAgent },
	{ method: 'DELETE', path: api(`/(${uuid})/agents/([^/]+)`), serve: removeAgent },
	{ method: 'POST', path: api(`/(${uuid})/webhooks`), serve: changeWebhook(addWebhook) },
	{ method: 'DELETE', path: api(`/(${uuid})/webhooks`), serve: changeWebhook(removeWebhook) },
	{
		method: 'POST',
		path: api(`${unit}/labels`),
		serve: (host, exchange, [project = '', data = '']) =>
			sendJson(exchange, 200, saveEdit(host, exchange, project, data)),
	},
	{
		method: 'POST',
		path: api(`${unit}/task`),
		serve: (host, exchange, [project = '', data = '']) => {
			actOnDataUnit(host, exchange, project, data);
			sendNothing(exchange);
		},
	},
];
