/** A call of an agent stage in Auto mode: it has the payload of a Label Editor call, and the reply may choose the pathway (protocol §12.5). */
import { z } from 'zod';
import { found } from '../calls/refusal';
import { moveTask } from '../calls/workflow';
import { contextFor, ownerOf, type Host } from '../server/host';
import type { LabelRow, PathwayEntity, Project } from '../state/entities';
import { deliver, deliverySchema, type Delivered } from './send';

const MAX_DECISION = 256;

export const autoCallSchema = z.object({
	...deliverySchema,
	project: z.string(),
	dataHash: z.string().optional(),
	title: z.string().optional(),
	frame: z.number().int().default(0),
});

export interface AutoCall extends Delivered {
	/** Title of the pathway that the task took; null when the run failed and the task stays. */
	pathway: string | null;
	/** Why the run failed. */
	failure?: string;
}

/** Calls the address for a task of an agent stage, and moves the task as the reply says. */
export async function callForTask(
	host: Host,
	project: Project,
	row: LabelRow,
	call: z.infer<typeof autoCallSchema>,
): Promise<AutoCall> {
	const delivered = await deliver(host, call, {
		projectHash: project.projectHash,
		dataHash: row.dataHash,
		frame: call.frame,
	});
	if (delivered.status < 200 || delivered.status > 299)
		return { ...delivered, pathway: null, failure: `The agent answered ${delivered.status}` };
	const task = found(host.store.tasks.get(row.taskUuid ?? ''), `Task of ${row.dataHash}`);
	const stage = project.stages.find(({ uuid }) => uuid === task.stageUuid);
	const pathways = stage?.stageType === 'AGENT' ? stage.pathways : [];
	const pathway = chosen(pathways, delivered.body);
	if (!pathway)
		return { ...delivered, pathway: null, failure: 'The decision is the name of no pathway' };
	host.store.transact(() =>
		moveTask(contextFor(host, ownerOf(host)), project, task, pathway.destinationUuid),
	);
	return { ...delivered, pathway: pathway.title };
}

/** The pathway that a reply chooses; the first one without a decision, or with one that is blank or too long. */
function chosen(pathways: PathwayEntity[], reply: unknown): PathwayEntity | undefined {
	const { decision } = (typeof reply === 'object' && reply !== null ? reply : {}) as {
		decision?: unknown;
	};
	const name = typeof decision === 'string' ? decision.trim() : '';
	if (name === '' || [...name].length > MAX_DECISION) return pathways[0];
	return pathways.find(({ title }) => title === name);
}
