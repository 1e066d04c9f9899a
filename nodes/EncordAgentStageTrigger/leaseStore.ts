/**
 * Stores what a trigger knows about one stage in the node's static data: its leases, and where its last listing stopped. n8n saves
 * static data only together with an execution, and loses it when the node is renamed. Lost leases only cause tasks to be handed out
 * once more (src/agents/lease.ts).
 */
import type { IDataObject } from 'n8n-workflow';
import { parseLeases, type Leases } from '../../src/agents/lease';

export interface StageMemory {
	leases: Leases;
	/** Where the next listing with the same filter goes on. */
	resumeAt?: string;
}

/** What is stored; nothing when it belongs to another stage. `stageKey` is `<project>/<stage>`. */
export function loadMemory(store: IDataObject, stageKey: string, filter: object): StageMemory {
	if (store.place !== stageKey) return { leases: {} };
	const { at, filter: listed } = (store.next ?? {}) as IDataObject;
	return {
		leases: parseLeases(store.leases),
		...(typeof at === 'string' && listed === JSON.stringify(filter) && { resumeAt: at }),
	};
}

export function saveMemory(
	store: IDataObject,
	stageKey: string,
	filter: object,
	{ leases, resumeAt }: StageMemory,
): void {
	store.place = stageKey;
	store.leases = leases as unknown as IDataObject;
	if (resumeAt === undefined) delete store.next;
	else store.next = { at: resumeAt, filter: JSON.stringify(filter) };
}
