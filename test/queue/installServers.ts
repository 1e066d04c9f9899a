import { ensureServers } from '../../scripts/queue/servers';

/** Installs Redis and PostgreSQL when they are missing and can be installed. */
export default async function installServers(): Promise<void> {
	await ensureServers();
}
