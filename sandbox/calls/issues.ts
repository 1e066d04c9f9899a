/** Stores issues, those of calls and those of the controls. */
import type { Issue } from '../state/entities';
import { stableUuid } from '../state/ids';
import type { Context } from './context';

/** Stores a new issue of the user whose call it is. */
export function putIssue(
	{ store, user, now }: Pick<Context, 'store' | 'user' | 'now'>,
	projectHash: string,
	issue: Pick<Issue, 'anchor' | 'comment' | 'tags' | 'resolutionHistory'>,
): Issue {
	const order = store.issues.size;
	const uuid = stableUuid('issue', projectHash, String(order));
	return store.issues.put(uuid, {
		...issue,
		uuid,
		projectHash,
		authorEmail: user,
		createdAt: now.toISOString(),
		order,
	});
}
