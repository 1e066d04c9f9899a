import type { IDataObject } from 'n8n-workflow';
import { nodeVersion } from '../../../shared/fields/form/nodeVersions';
import { limitFields, simplifyField } from '../../../shared/fields/limits';
import { projectSummary } from '../../../shared/output/project';
import { titleFilterFields, titleFilterOf } from '../../../shared/fields/titleFilter';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import { getProject } from './get';

export const getManyProjects = defineOperation({
	resource: 'project',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many projects',
	description: 'List the projects that the service account of the credential can see',
	inputs: {
		limit: limitFields,
		simple: simplifyField,
		filters: titleFilterFields('filters', 'Projects'),
		version: nodeVersion,
	},
	readOnly: true,
	example: getProject.example,
	async run(batch, items) {
		const client = await batch.client();
		for (const group of groupBy(items, ({ filters }) => JSON.stringify(filters))) {
			await batch.together(group.members, async () => {
				const projects = await client.listProjects(titleFilterOf(group.members[0].filters));
				for (const { index, limit, simple, version } of group.members) {
					const chosen = projects.slice(0, limit);
					batch.ok(
						index,
						chosen.map((project) => ({
							json: simple
								? projectSummary(project, version >= 2)
								: (project as unknown as IDataObject),
						})),
					);
				}
			});
		}
	},
});
