/** Label reviews within a review task (protocol §11). */
import { z } from 'zod';
import { projectOf, stageOf } from '../calls/context';
import type { Review, Task } from '../state/entities';
import { pageOf } from '../calls/pages';
import { found } from '../calls/refusal';
import { taskInStage } from '../calls/workflow';
import type { V2Call, V2Route } from './router';

const actionSchema = z.object({
	reviewUuid: z.string(),
	action: z.enum(['APPROVE', 'REJECT', 'REOPEN']),
	comment: z.string().nullish(),
	commentTags: z.array(z.string()).nullish(),
});

const STATUS_AFTER = { APPROVE: 'APPROVED', REJECT: 'REJECTED', REOPEN: 'REOPENED' } as const;

function reviewTask(call: V2Call): Task {
	const project = projectOf(call, call.params.project ?? '');
	return taskInStage(
		call,
		project,
		stageOf(project, call.params.stage ?? ''),
		call.params.task ?? '',
	);
}

function listReviews(call: V2Call) {
	const reviews = call.store.reviewsOfTask(reviewTask(call).uuid);
	const page = pageOf(
		reviews,
		(review) => [review.order],
		call.query.get('pageToken'),
		call.pageSize,
	);
	return {
		...page,
		results: page.results.map(({ reviewUuid, status, labelType, labelId }) => ({
			reviewUuid,
			status,
			labelType,
			labelId,
		})),
	};
}

function actOnReviews(call: V2Call): undefined {
	const task = reviewTask(call);
	for (const { reviewUuid, action, comment, commentTags } of call.body(z.array(actionSchema))) {
		const review: Review = found(
			call.store
				.reviewsOfTask(task.uuid)
				.find((candidate) => candidate.reviewUuid === reviewUuid.toLowerCase()),
			`Review ${reviewUuid}`,
		);
		const comments = comment
			? [
					...review.comments,
					{
						content: comment,
						tags: commentTags ?? [],
						authorEmail: call.user,
						createdAt: call.now.toISOString(),
					},
				]
			: review.comments;
		call.store.reviews.put(review.reviewUuid, {
			...review,
			status: STATUS_AFTER[action],
			comments,
		});
	}
	return undefined;
}

const TASK = 'projects/:project/workflow/stages/:stage/tasks/:task';

export const reviewRoutes: V2Route[] = [
	{ method: 'GET', path: `${TASK}/reviews`, call: 'reviews.list', handle: listReviews },
	{
		method: 'POST',
		path: `${TASK}/reviews/actions`,
		call: 'reviews.actions',
		handle: actOnReviews,
	},
];
