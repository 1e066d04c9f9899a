/** Issues that people and agents raise on data units (protocol §11). */
import { z } from 'zod';
import { projectOf } from '../calls/context';
import { putIssue } from '../calls/issues';
import type { Issue } from '../state/entities';
import { stableUuid } from '../state/ids';
import { pageOf } from '../calls/pages';
import { Refusal } from '../calls/refusal';
import type { V2Call, V2Route } from './router';

const frameIndex = z.number().int().min(0);
const anchorSchema = z.discriminatedUnion('type', [
	z.object({ type: z.literal('dataUnit'), dataUuid: z.string() }),
	z.object({ type: z.literal('frame'), dataUuid: z.string(), frameIndex }),
	z.object({
		type: z.literal('frameCoordinate'),
		dataUuid: z.string(),
		frameIndex,
		x: z.number(),
		y: z.number(),
	}),
]);
const issuesSchema = z.object({
	issues: z.array(
		z.object({ anchor: anchorSchema, comment: z.string(), issueTags: z.array(z.string()) }),
	),
});

/** Newer clients require the uuids of issues and tags; older ones ignore them. */
function issueJson({
	uuid,
	projectHash,
	anchor,
	comment,
	tags,
	authorEmail,
	createdAt,
	resolutionHistory = [],
}: Issue) {
	const { frameIndex, x, y, frameRanges, annotationId } = anchor;
	return {
		type: anchor.type,
		uuid,
		dataUuid: anchor.dataUuid,
		comments: [{ content: comment, authorEmail, createdAt }],
		tags: tags.map((name) => ({ name, uuid: stableUuid('issue tag', projectHash, name) })),
		resolutionHistory,
		...(frameIndex === undefined ? {} : { frameIndex }),
		...(x === undefined ? {} : { coordinate: { x, y } }),
		...(frameRanges === undefined ? {} : { frameRanges }),
		...(annotationId === undefined ? {} : { annotationId }),
	};
}

function addIssues(call: V2Call): undefined {
	const { projectHash, datasetHashes } = projectOf(call, call.params.project ?? '');
	for (const { anchor, comment, issueTags } of call.body(issuesSchema).issues) {
		const unit = call.store.dataUnits.get(anchor.dataUuid.toLowerCase());
		if (!unit || !datasetHashes.includes(unit.datasetHash))
			throw new Refusal(400, `Data unit ${anchor.dataUuid} is not part of the project`);
		putIssue(call, projectHash, { anchor, comment, tags: issueTags });
	}
	return undefined;
}

function listIssues(call: V2Call) {
	const { projectHash } = projectOf(call, call.params.project ?? '');
	const dataUnit = call.query.get('dataUnitId');
	const issues = call.store
		.issuesOfProject(projectHash)
		.filter((issue) => dataUnit === null || issue.anchor.dataUuid === dataUnit);
	const page = pageOf(issues, (issue) => [issue.order], call.query.get('pageToken'), call.pageSize);
	return { ...page, results: page.results.map(issueJson) };
}

export const issueRoutes: V2Route[] = [
	{ method: 'POST', path: 'projects/:project/issues', call: 'issues.create', handle: addIssues },
	{ method: 'GET', path: 'projects/:project/issues', call: 'issues.list', handle: listIssues },
];
