/**
 * Projects that were read a few seconds ago. A trigger and the nodes after it need the same project, with its stages and its ontology,
 * within seconds of each other. What Encord refuses may be refused because the project has changed, so every refusal empties the
 * memory of its account.
 */
import type { Project } from './calls/projects';

const KEPT_MS = 10_000;

export class RecentProjects {
	/** By account, then by project. */
	private readonly known = new Map<string, Map<string, { at: number; project: Project }>>();

	/** @param now the time, in milliseconds since the epoch */
	constructor(
		private readonly keptMs: number = KEPT_MS,
		private readonly now: () => number = () => Date.now(),
	) {}

	/**
	 * The project, as it was read at most some seconds ago.
	 * @param account names the key and the address it is for: what one account may see, another may not
	 * @param read reads it from Encord; what it throws is thrown on
	 */
	async get(account: string, projectHash: string, read: () => Promise<Project>): Promise<Project> {
		const id = projectHash.toLowerCase();
		const remembered = this.of(account).get(id);
		if (remembered !== undefined) return remembered.project;
		const projects = this.of(account);
		const at = this.now();
		const project = await read();
		// Not into a memory that was emptied meanwhile.
		projects.set(id, { at, project });
		return project;
	}

	forget(account: string): void {
		this.known.delete(account);
	}

	clear(): void {
		this.known.clear();
	}

	/** The projects of an account, without the old ones. A clock that is put back makes them old, too. */
	private of(account: string): Map<string, { at: number; project: Project }> {
		const projects = this.known.get(account) ?? new Map<string, { at: number; project: Project }>();
		this.known.set(account, projects);
		const now = this.now();
		for (const [id, { at }] of projects)
			if (now < at || now - at >= this.keptMs) projects.delete(id);
		return projects;
	}
}
