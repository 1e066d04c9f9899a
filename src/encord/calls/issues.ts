/** Issues: comments people see on a file, a frame or a point of it (protocol §11). */
import { chunksOf } from '../http/batch';
import type { EncordClient } from '../client';
import { uuid } from '../wire/identifiers';
import { pagesOf, type Page } from '../http/paging';
import { checked, issueShape, resultsOf } from './replyShape';
import type { Transport } from '../http/transport';
import type { Issue } from './wire';

const MOST_PER_REQUEST = 1000;

export function issueCalls({ v2 }: Transport): Pick<EncordClient, 'createIssues' | 'listIssues'> {
	const issuesPath = (projectHash: string) => `projects/${uuid(projectHash, 'Project ID')}/issues`;

	return {
		async createIssues(projectHash, issues) {
			const path = issuesPath(projectHash);
			for (const chunk of chunksOf(issues, MOST_PER_REQUEST)) {
				const body = {
					issues: chunk.map(({ anchor, comment, issueTags = [] }) => ({
						anchor,
						comment,
						issueTags,
					})),
				};
				// A creation: repeated after a lost answer it would show the comment twice.
				await v2({ what: 'creating issues', method: 'POST', path, body, safeToRepeat: false });
			}
		},

		async *listIssues(projectHash, dataUuid) {
			const what = 'listing issues';
			const path = issuesPath(projectHash);
			yield* pagesOf(what, async (pageToken) => {
				const reply = await v2({
					what,
					method: 'GET',
					path,
					params: { pageToken, dataUnitId: dataUuid },
				});
				return checked<Page<Issue>>(resultsOf(issueShape), reply, what);
			});
		},
	};
}
