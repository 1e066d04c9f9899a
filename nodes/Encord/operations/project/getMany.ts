import type { IDataObject } from 'n8n-workflow';
import { collection } from '../../../shared/fields/form/field';
import { nodeVersion } from '../../../shared/fields/form/nodeVersions';
import { flag, text } from '../../../shared/fields/form/values';
import { limitFields, simplifyField } from '../../../shared/fields/limits';
import { projectSummary } from '../../../shared/output/project';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import { getProject } from './get';

const filterFields = collection(
	{ displayName: 'Filters', name: 'filters', placeholder: 'Add Filter' },
	{
		includeOrgAccess: flag({
			displayName: 'Include Organization Projects',
			name: 'includeOrgAccess',
			type: 'boolean',
			default: false,
			description:
				'Whether to also list projects of the organization that the account can see without being a member',
		}),
		titleContains: text({
			displayName: 'Title Contains',
			name: 'titleContains',
			type: 'string',
			default: '',
			description:
				'Only projects with this text in their title. % stands for any text and _ for one character.',
		}),
	},
);

export const getManyProjects = defineOperation({
	resource: 'project',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many projects',
	description: 'List the projects that the service account of the credential can see',
	inputs: {
		limit: limitFields,
		simple: simplifyField,
		filters: filterFields,
		version: nodeVersion,
	},
	readOnly: true,
	example: getProject.example,
	async run(batch, items) {
		const client = await batch.client();
		for (const group of groupBy(items, ({ filters }) => JSON.stringify(filters))) {
			await batch.together(group.members, async () => {
				const { titleContains, includeOrgAccess = false } = group.members[0].filters;
				const projects = await client.listProjects({
					...(titleContains ? { titleLike: `%${titleContains}%` } : {}),
					includeOrgAccess,
				});
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
