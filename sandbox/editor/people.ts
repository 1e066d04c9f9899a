import { ownerOf, type Host } from '../server/host';
import type { Project } from '../state/entities';

/** The people of a project who can be at the page: those without a key first, because a key is for a program. */
export function peopleOf(host: Host, project: Project): string[] {
	const isPerson = (email: string) => host.store.users.get(email)?.publicKeyHex === null;
	const owner = ownerOf(host);
	const rank = (email: string) => (isPerson(email) ? 0 : email === owner ? 2 : 1);
	return Object.keys(project.members).sort((a, b) => rank(a) - rank(b));
}
