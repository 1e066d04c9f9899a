import type { IDataObject } from 'n8n-workflow';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import {
	limitField,
	limitOf,
	returnAllField,
	simplifyField,
	wantsSimple,
} from '../../../shared/fields/limits';
import { getProject } from './get';
import { projectSummary } from '../../../shared/output/project';

export const getManyProjects = defineOperation({
	resource: 'project',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many projects',
	description: 'List the projects that the service account of the credential can see',
	fields: [
		returnAllField,
		limitField,
		simplifyField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Include Organization Projects',
					name: 'includeOrgAccess',
					type: 'boolean',
					default: false,
					description:
						'Whether to also list projects of the organization that the account can see without being a member',
				},
				{
					displayName: 'Title Contains',
					name: 'titleContains',
					type: 'string',
					default: '',
					description:
						'Only projects with this text in their title. % stands for any text and _ for one character.',
				},
			],
		},
	],
	readOnly: true,
	example: getProject.example,
	async run(batch) {
		const client = await batch.client();
		const asks = batch.read((index) => ({
			limit: limitOf(batch, index),
			simple: wantsSimple(batch, index),
			filters: batch.param<IDataObject>('filters', index, {}),
		}));
		for (const group of groupBy(asks, ({ filters }) => JSON.stringify(filters))) {
			await batch.together(group.asks, async () => {
				const { titleContains, includeOrgAccess } = group.asks[0].filters;
				const projects = await client.listProjects({
					...(titleContains ? { titleLike: `%${String(titleContains)}%` } : {}),
					includeOrgAccess: includeOrgAccess === true,
				});
				for (const { index, limit, simple } of group.asks) {
					const chosen = projects.slice(0, limit);
					batch.ok(
						index,
						chosen.map((project) => ({
							json: simple ? projectSummary(project) : (project as unknown as IDataObject),
						})),
					);
				}
			});
		}
	},
});
