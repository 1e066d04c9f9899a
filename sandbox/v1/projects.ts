/** The old project listing; the agents library checks its credentials with it (PROTOCOL §6, §13). */
import { z } from 'zod';
import { passes } from '../matching';
import { plainTime } from '../times';
import type { V1Call, V1Route } from './router';

const text = z.string().nullish();
const filterSchema = z.object({
	filter: z
		.object({
			title_eq: text,
			title_like: text,
			desc_eq: text,
			desc_like: text,
			created_before: text,
			created_after: text,
			edited_before: text,
			edited_after: text,
		})
		.nullish(),
});

function listProjects(call: V1Call) {
	const { filter } = call.payload(filterSchema);
	const wanted = {
		titleEq: filter?.title_eq, titleLike: filter?.title_like, descEq: filter?.desc_eq, descLike: filter?.desc_like,
		createdBefore: filter?.created_before, createdAfter: filter?.created_after, editedBefore: filter?.edited_before,
		editedAfter: filter?.edited_after,
	};
	const seen = call.store.projects.all().filter((project) => call.user in project.members && passes(project, wanted));
	return seen.sort((a, b) => a.order - b.order).map((project) => ({
		user_role: project.members[call.user],
		project: {
			project_hash: project.projectHash, title: project.title, description: project.description,
			created_at: plainTime(project.createdAt), last_edited_at: plainTime(project.lastEditedAt),
		},
	}));
}

export const projectQueries: V1Route[] = [{ call: 'projectwithuserrole.GET', scope: 'user', handle: listProjects }];
