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

/** Registers an agent for a project, as *Agents → Create custom agent* does in Encord. */
export async function registerAgent(projectHash, agent) {
	const response = await fetch(`${projectPath(projectHash)}/agents`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(agent),
	});
	const value = await response.json().catch(() => ({}));
	if (!response.ok)
		throw new Error(value.message ?? `The sandbox answered with status ${response.status}`);
	return value;
}

export async function removeAgent(projectHash, name) {
	await fetch(`${projectPath(projectHash)}/agents/${encodeURIComponent(name)}`, {
		method: 'DELETE',
	});
}
