/** Issues: comments people see on a file, a frame or a point of it (protocol §11). */
import { z } from 'zod';
import { chunksOf } from '../http/batch';
import { pagesOf } from '../http/paging';
import { pageOf, parsed, wireObject } from '../http/reply';
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

/** Where an issue is: on the data unit, on a frame, or on a point of a frame (fractions of the media size). */
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
	/** 1000 a request. Never repeated after a lost answer, which would show a comment twice. */
	createIssues(projectHash: string, issues: NewIssue[]): Promise<void>;
	/** Issues of a project, or of one data unit of it, page by page while the caller iterates. */
	listIssues(projectHash: string, dataUuid?: string): AsyncIterable<Issue>;
}

const MOST_PER_REQUEST = 1000;

export function issueCalls({ v2 }: Transport): IssueCalls {
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
				return parsed(pageOf(issueSchema), reply, what);
			});
		},
	};
}
