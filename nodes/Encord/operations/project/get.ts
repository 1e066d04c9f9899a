import type { IDataObject } from 'n8n-workflow';
import { nodeVersion } from '../../../shared/fields/form/nodeVersions';
import { simplifyField } from '../../../shared/fields/limits';
import { projectField } from '../../../shared/fields/places';
import { exampleId } from '../../../shared/output/examples';
import { projectSummary } from '../../../shared/output/project';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

export const getProject = defineOperation({
	resource: 'project',
	name: 'get',
	displayName: 'Get',
	action: 'Get a project',
	description: 'Get the title, status, ontology and workflow stages of a project',
	inputs: {
		projectHash: projectField,
		simple: simplifyField,
		version: nodeVersion,
	},
	readOnly: true,
	example: {
		projectHash: exampleId,
		title: 'Pets',
		description: 'Cats and dogs',
		status: 'In Progress',
		projectType: 'workflow',
		ontologyHash: exampleId,
		createdAt: '2026-01-31T09:00:00Z',
		lastEditedAt: '2026-01-31T09:00:00Z',
		stages: ['Annotate 1'],
	},
	async run(batch, items) {
		const client = await batch.client();
		for (const group of groupBy(items, ({ projectHash }) => projectHash)) {
			await batch.together(group.members, async () => {
				const project = await client.getProject(group.key, { fresh: true });
				for (const { index, simple, version } of group.members) {
					const json = simple
						? projectSummary(project, version >= 2)
						: (project as unknown as IDataObject);
					batch.ok(index, json);
				}
			});
		}
	},
});
