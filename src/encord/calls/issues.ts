/** Issues: comments on a file, a frame or a point of a frame (protocol §11). */
import { z } from 'zod';
import { sendInBatches, type BatchOutcome } from '../http/batch';
import { pagesOf } from '../http/paging';
import { pageOf, parseReply, wireObject } from '../http/reply';
import type { Transport } from '../http/transport';
import { uuid } from '../wire/identifiers';

const text = z.string();

const issueSchema = wireObject({
	/** `dataUnit`, `frame`, `frameCoordinate`, `frameRange`, `annotation`, or a newer kind. */
	type: text,
	dataUuid: text,
	comments: z.array(
		wireObject({ content: text, authorEmail: text.nullish(), createdAt: text.nullish() }),
	),
	tags: z.array(wireObject({ name: text })).nullish(),
	resolutionHistory: z
		.array(
			wireObject({
				isResolved: z.boolean(),
				createdAt: text.nullish(),
				actorEmail: text.nullish(),
			}),
		)
		.nullish(),
	frameIndex: z.number().nullish(),
	/** Fractions of the media size. */
	coordinate: wireObject({ x: z.number(), y: z.number() }).nullish(),
	frameRanges: z.array(wireObject({ start: z.number(), end: z.number() })).nullish(),
	annotationId: text.nullish(),
});

export type Issue = z.infer<typeof issueSchema>;

/** What an issue is attached to: the data unit, a frame, or a point of a frame (fractions of the media size). */
export type IssueAnchor =
	| { type: 'dataUnit'; dataUuid: string }
	| { type: 'frame'; dataUuid: string; frameIndex: number }
	| { type: 'frameCoordinate'; dataUuid: string; frameIndex: number; x: number; y: number };

export interface NewIssue {
	anchor: IssueAnchor;
	comment: string;
	issueTags?: string[];
}

export interface IssueCalls {
	/**
	 * Creates issues, 1000 per request; returns outcomes in the given order. A request whose reply was lost is not repeated,
	 * because its issues could appear twice.
	 */
	createIssues(projectHash: string, issues: NewIssue[]): Promise<BatchOutcome[]>;
	/** Lists the issues of a project or of one of its data units, page by page while the caller iterates. */
	listIssues(projectHash: string, dataUuid?: string): AsyncIterable<Issue>;
}

const MAX_PER_REQUEST = 1000;

export function issueCalls({ v2 }: Transport): IssueCalls {
	const issuesPath = (projectHash: string) => `projects/${uuid(projectHash, 'Project ID')}/issues`;

	return {
		async createIssues(projectHash, issues) {
			const path = issuesPath(projectHash);
			return await sendInBatches(issues, {
				size: MAX_PER_REQUEST,
				async send(chunk) {
					const body = {
						issues: chunk.map(({ anchor, comment, issueTags = [] }) => ({
							anchor,
							comment,
							issueTags,
						})),
					};
					await v2({ what: 'creating issues', method: 'POST', path, body, safeToRepeat: false });
					return chunk.map(() => undefined);
				},
			});
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
				return parseReply(pageOf(issueSchema), reply, what);
			});
		},
	};
}
