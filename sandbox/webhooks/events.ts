/** The events that the stages of a Workflow send (protocol §11, §12.5). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { found } from '../calls/refusal';
import type { Host } from '../server/host';
import { stageEvents, type Project, type StageEvent, type Task } from '../state/entities';
import type { MoveRecord } from '../state/records';
import { deliver, deliverySchema, type Delivered } from './send';

export const eventSchema = z.object({
	...deliverySchema,
	project: z.string(),
	event: z.enum(stageEvents),
	/** Title of the agent stage whose tasks are ready; default: the first agent stage. */
	stage: z.string().optional(),
	reason: z.string().default('batch_size_reached'),
	/** Titles of the data units whose tasks were submitted or completed. */
	titles: z.array(z.string()).default([]),
	/** The same by data hash. */
	dataHashes: z.array(z.string()).default([]),
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

function tasksMoved({ store }: Host, project: Project, { titles, dataHashes }: Event) {
	const rows = store
		.labelRowsOfProject(project.projectHash)
		.filter(
			({ dataHash }) =>
				dataHashes.includes(dataHash) ||
				titles.includes(store.dataUnits.get(dataHash)?.title ?? ''),
		);
	return {
		data_hashes: rows.map(({ dataHash }) => dataHash),
		label_hashes: rows.flatMap(({ labelHash }) => labelHash ?? []),
	};
}

type Change = [collection: string, key: string, value: unknown];

/** A task that has come to a stage, by a move or because it is new. */
type Arrival = Pick<MoveRecord, 'taskUuid' | 'to' | 'submitted'>;

/** The arrivals among the changes of a transaction. A new task is one that nobody has touched. */
function arrivalsIn(changes: Change[]): Arrival[] {
	return changes.flatMap(([collection, , value]): Arrival[] => {
		if (value === null) return [];
		if (collection === 'moves') return [value as MoveRecord];
		if (collection !== 'tasks') return [];
		const { uuid, stageUuid, createdAt, updatedAt } = value as Task;
		return createdAt === updatedAt ? [{ taskUuid: uuid, to: stageUuid }] : [];
	});
}

/** The events that arrivals of tasks mean, one for each project, event and stage. */
function eventsOf(host: Host, arrivals: Arrival[]): Array<{ project: Project; event: Event }> {
	const events = new Map<string, { project: Project; event: Event }>();
	const note = (project: Project, event: StageEvent, dataHash: string, stage?: string) => {
		for (const { url } of (project.webhooks ?? []).filter((hook) => hook.event === event)) {
			const key = JSON.stringify([project.projectHash, event, stage, url]);
			const known = events.get(key) ?? {
				project,
				event: eventSchema.parse({ url, project: project.projectHash, event, stage }),
			};
			known.event.dataHashes.push(dataHash);
			events.set(key, known);
		}
	};
	for (const { taskUuid, to, submitted } of arrivals) {
		const task = host.store.tasks.get(taskUuid);
		const project = task && host.store.projects.get(task.projectHash);
		const stage = project?.stages.find(({ uuid }) => uuid === to);
		if (!task || !project?.webhooks?.length || !stage) continue;
		if (submitted) note(project, 'taskSubmitted', task.dataHash);
		if (stage.stageType === 'DONE') note(project, 'taskCompleted', task.dataHash);
		if (stage.stageType === 'AGENT') note(project, 'tasksReady', task.dataHash, stage.title);
	}
	return [...events.values()];
}

/** Tells the webhooks of a project whenever tasks move in it, whoever moves them. */
export function tellOfMoves(host: Host): void {
	host.store.committed = (changes: Change[]) => {
		for (const { project, event } of eventsOf(host, arrivalsIn(changes))) {
			const { url, event: name } = event;
			const at = new Date().toISOString();
			void sendEvent(host, project, event).then(({ status }) =>
				host.deliveries.set(`${name} ${url}`, { at, status }),
			);
		}
	};
}
