/** Creates projects: a label row and a task for each data unit of their datasets (protocol §16.5). */
import { randomUUID } from 'node:crypto';
import type { Project, Stage } from '../state/entities';
import type { Context } from './context';
import { addRowAndTask } from './dataUnits';

/** The workflow of a project for which none was named: somebody labels, somebody else checks. */
export function plainWorkflow(): Stage[] {
	const [annotate, review, complete] = [randomUUID(), randomUUID(), randomUUID()];
	return [
		{ stageType: 'ANNOTATION', uuid: annotate, title: 'Annotate 1', submitUuid: review },
		{
			stageType: 'REVIEW',
			uuid: review,
			title: 'Review 1',
			approveUuid: complete,
			rejectUuid: annotate,
		},
		{ stageType: 'DONE', uuid: complete, title: 'Complete' },
	];
}

/** The same stages and pathways with uuids of their own. */
export function copiedWorkflow(stages: Stage[]): Stage[] {
	const uuids = new Map<string, string>();
	const fresh = (old: string): string => {
		const uuid = uuids.get(old) ?? randomUUID();
		uuids.set(old, uuid);
		return uuid;
	};
	return stages.map((stage): Stage => {
		const uuid = fresh(stage.uuid);
		switch (stage.stageType) {
			case 'AGENT':
				return {
					...stage,
					uuid,
					pathways: stage.pathways.map((pathway) => ({
						...pathway,
						uuid: randomUUID(),
						destinationUuid: fresh(pathway.destinationUuid),
					})),
				};
			case 'ANNOTATION':
				return { ...stage, uuid, submitUuid: fresh(stage.submitUuid) };
			case 'REVIEW':
				return {
					...stage,
					uuid,
					approveUuid: fresh(stage.approveUuid),
					rejectUuid: fresh(stage.rejectUuid),
				};
			case 'DONE':
				return { ...stage, uuid };
		}
	});
}

type NewProject = Pick<
	Project,
	'title' | 'description' | 'ontologyUuid' | 'datasetHashes' | 'stages' | 'members'
>;

/** The caller is its admin. All tasks are in the first stage. */
export function putNewProject({ store, user, now }: Context, spec: NewProject): Project {
	const projectHash = randomUUID();
	const at = now.toISOString();
	const project = store.projects.put(projectHash, {
		...spec,
		projectHash,
		status: 'notStarted',
		order: store.projects.size,
		members: { ...spec.members, [user]: 0 },
		groups: [],
		tags: [],
		agents: [],
		workflowManagerUuid: randomUUID(),
		createdAt: at,
		lastEditedAt: at,
	});
	for (const datasetHash of spec.datasetHashes)
		for (const unit of store.dataUnitsOfDataset(datasetHash))
			addRowAndTask(store, project, unit, { taskUuid: randomUUID(), at, priority: 0.5 });
	return project;
}
