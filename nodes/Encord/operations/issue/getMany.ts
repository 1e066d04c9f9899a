import type { IDataObject } from 'n8n-workflow';
import type { Issue } from '../../../../src/encord/calls/issues';
import { cases, mapped } from '../../../shared/fields/form/field';
import { choice } from '../../../shared/fields/form/values';
import { issueFilterFields, type IssueFilter } from '../../../shared/fields/issues';
import { limitFields, simplifyField } from '../../../shared/fields/limits';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import { rowOf, rowsByDataHash } from '../../../shared/labels/lookup';
import { isResolved, issueExample, issueJson } from '../../../shared/output/issue';
import { groupBy, type Batch } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

const of = choice({
	displayName: 'Issues Of',
	name: 'issuesOf',
	type: 'options',
	default: 'unit',
	description: 'Whose issues are listed',
	options: [
		{ name: 'One File', value: 'unit' },
		{ name: 'Whole Project', value: 'project' },
	],
});

export const getManyIssues = defineOperation({
	resource: 'issue',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many issues',
	description:
		'List the issues of a file or of a project: what was remarked, where, with which tags, and whether it is resolved',
	inputs: {
		projectHash: projectOfItemField,
		dataHash: mapped(cases(of, { unit: dataUnitField, project: undefined }), ({ value }) => value),
		limit: limitFields,
		simple: simplifyField,
		filter: issueFilterFields,
	},
	readOnly: true,
	example: issueExample,
	async run(batch, items) {
		const client = await batch.client();
		const listable = await ofKnownFiles(batch, items);
		const listings = groupBy(listable, ({ projectHash, dataHash, filter }) =>
			JSON.stringify([projectHash, dataHash, filter]),
		);
		await batch.each(
			listings,
			async ({ members }) => {
				const [{ projectHash, dataHash, filter }] = members;
				const limit = Math.max(...members.map((item) => item.limit));
				const issues: Issue[] = [];
				for await (const issue of client.listIssues(projectHash, dataHash)) {
					if (fits(issue, filter)) issues.push(issue);
					if (issues.length >= limit) break;
				}
				const rows = await rowsByDataHash(
					client,
					projectHash,
					issues.map(({ dataUuid }) => dataUuid.toLowerCase()),
				);
				for (const { index, limit: most, simple } of members)
					batch.ok(
						index,
						issues.slice(0, most).map((issue) => ({
							json: {
								...issueJson(projectHash, issue, rows.get(issue.dataUuid.toLowerCase())),
								...(simple ? {} : { raw: issue as unknown as IDataObject }),
							},
						})),
					);
			},
			PARALLEL,
		);
	},
});

/** Encord lists no issues for a file that the project does not have; here such an item fails. */
async function ofKnownFiles<I extends { index: number; projectHash: string; dataHash?: string }>(
	batch: Batch,
	items: I[],
): Promise<I[]> {
	const client = await batch.client();
	const known = items.filter(({ dataHash }) => dataHash === undefined);
	const ofFiles = items.filter(({ dataHash }) => dataHash !== undefined);
	for (const { key, members } of groupBy(ofFiles, ({ projectHash }) => projectHash))
		await batch.together(members, async () => {
			const hashes = members.flatMap(({ dataHash }) => dataHash ?? []);
			const rows = await rowsByDataHash(client, key, hashes);
			await batch.each(members, async (item) => {
				rowOf(rows, item.dataHash!);
				known.push(item);
			});
		});
	return known;
}

/** Listings at the same time, of files and of projects. */
const PARALLEL = 4;

function fits(issue: Issue, { state, tags }: IssueFilter): boolean {
	const names = (issue.tags ?? []).map(({ name }) => name);
	return (
		(state === 'all' || isResolved(issue) === (state === 'resolved')) &&
		(tags.length === 0 || tags.some((tag) => names.includes(tag)))
	);
}
