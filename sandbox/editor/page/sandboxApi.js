/** The requests that the page sends to its sandbox. */

const known = new Map();

/** The JSON at an address, and whether it has changed since the last call. Throws an error with the sandbox's message. */
export async function load(path) {
	const before = known.get(path);
	const response = await fetch(path, {
		headers: before ? { 'If-None-Match': before.etag } : {},
		cache: 'no-store',
	});
	if (response.status === 304 && before) return { value: before.value, changed: false };
	const value = await response.json().catch(() => ({}));
	if (!response.ok)
		throw new Error(value.message ?? `The sandbox answered with status ${response.status}`);
	known.set(path, { etag: response.headers.get('ETag') ?? '', value });
	return { value, changed: true };
}

const projects = '/_app/api/projects';

export const projectsPath = projects;
export const projectPath = (projectHash) => `${projects}/${projectHash}`;
export const dataPath = (projectHash, dataHash, frame) =>
	`${projects}/${projectHash}/data/${dataHash}?frame=${frame}`;
export const picturePath = (projectHash, dataHash, frame, side) =>
	`${projects}/${projectHash}/data/${dataHash}/frames/${frame}${side ? `?side=${side}` : ''}`;

export const mediaPath = (projectHash, dataHash) =>
	`${projects}/${projectHash}/data/${dataHash}/media`;

/** Sends something to the sandbox and returns its JSON. Throws an error with the sandbox's message and the status. */
async function send(method, path, body, headers = { 'Content-Type': 'application/json' }) {
	const response = await fetch(path, {
		method,
		...(body === undefined ? {} : { headers, body }),
	});
	const value = await response.json().catch(() => ({}));
	if (response.ok) return value;
	const error = new Error(value.message ?? `The sandbox answered with status ${response.status}`);
	error.status = response.status;
	throw error;
}

/** Saves an edit of the labels. The error has status 409 when somebody saved them meanwhile. */
export const saveEdit = (projectHash, dataHash, request) =>
	send('POST', `${projects}/${projectHash}/data/${dataHash}/labels`, JSON.stringify(request));

/** Submits, approves or rejects the task. */
export const actOnTask = (projectHash, dataHash, request) =>
	send('POST', `${projects}/${projectHash}/data/${dataHash}/task`, JSON.stringify(request));

export const resetSandbox = () => send('POST', '/_app/api/reset');

/** @param {string} [projectHash] all projects without it */
export const putTasksBack = (projectHash) =>
	send('POST', projectHash ? `${projects}/${projectHash}/tasks/back` : '/_app/api/tasks/back');

/** @param {File} [file] without it the sandbox draws a picture */
export const addPicture = (projectHash, file) =>
	send(
		'POST',
		`${projects}/${projectHash}/pictures${file ? `?title=${encodeURIComponent(file.name)}` : ''}`,
		file,
		{},
	);

export const addWebhook = (projectHash, webhook) =>
	send('POST', `${projects}/${projectHash}/webhooks`, JSON.stringify(webhook));
export const removeWebhook = (projectHash, webhook) =>
	send('DELETE', `${projects}/${projectHash}/webhooks`, JSON.stringify(webhook));

/** Registers an agent for a project, as *Agents → Create custom agent* does in Encord. */
export async function registerAgent(projectHash, agent) {
	return await send('POST', `${projectPath(projectHash)}/agents`, JSON.stringify(agent));
}

export async function removeAgent(projectHash, name) {
	await fetch(`${projectPath(projectHash)}/agents/${encodeURIComponent(name)}`, {
		method: 'DELETE',
	});
}
