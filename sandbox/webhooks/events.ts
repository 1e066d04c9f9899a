/** The events that the stages of a Workflow send (protocol §11, §12.5). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { found } from '../calls/refusal';
import type { Host } from '../server/host';
import type { Project } from '../state/entities';
import { deliver, deliverySchema, type Delivered } from './send';

export const eventSchema = z.object({
	...deliverySchema,
	project: z.string(),
	event: z.enum(['tasksReady', 'taskSubmitted', 'taskCompleted']),
	/** Title of the agent stage whose tasks are ready; default: the first agent stage. */
	stage: z.string().optional(),
	reason: z.string().default('batch_size_reached'),
	/** Titles of the data units whose tasks were submitted or completed. */
	titles: z.array(z.string()).default([]),
});

type Event = z.infer<typeof eventSchema>;

export async function sendEvent(host: Host, project: Project, event: Event): Promise<Delivered> {
	return await deliver(host, event, {
		uid: randomUUID(),
		version: 1,
		source: 'Encord',
		event_type: {
			tasksReady: 'agent_stage_work_available_event',
			taskSubmitted: 'task_submitted_event',
			taskCompleted: 'task_completed_event',
		}[event.event],
		event_created_timestamp: new Date().toISOString().replace('Z', '000+00:00'),
		payload: {
			project_hash: project.projectHash,
			...(event.event === 'tasksReady'
				? tasksReady(host, project, event)
				: tasksMoved(host, project, event)),
		},
	});
}

function tasksReady({ store }: Host, project: Project, { stage, reason }: Event) {
	const named = found(
		project.stages.find(
			({ stageType, title }) => stageType === 'AGENT' && (stage === undefined || title === stage),
		),
		`Agent stage ${stage ?? ''}`,
	);
	return {
		stage_uuid: named.uuid,
		pending_count: store.tasksOfStage(named.uuid).length,
		reason,
	};
}

function tasksMoved({ store }: Host, project: Project, { titles }: Event) {
	const rows = store
		.labelRowsOfProject(project.projectHash)
		.filter(({ dataHash }) => titles.includes(store.dataUnits.get(dataHash)?.title ?? ''));
	return {
		data_hashes: rows.map(({ dataHash }) => dataHash),
		label_hashes: rows.flatMap(({ labelHash }) => labelHash ?? []),
	};
}
