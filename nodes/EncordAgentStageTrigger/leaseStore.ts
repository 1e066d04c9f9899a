/**
 * Stores the leases of one project and stage in the node's static data. n8n saves static data only together with an execution,
 * and loses it when the node is renamed. Lost leases only cause tasks to be handed out once more (src/agents/lease.ts).
 */
import type { IDataObject } from 'n8n-workflow';
import { parseLeases, type Leases } from '../../src/agents/lease';

/** The stored leases; none when they belong to another stage. `stageKey` is `<project>/<stage>`. */
export function loadLeases(store: IDataObject, stageKey: string): Leases {
	return store.place === stageKey ? parseLeases(store.leases) : {};
}

export function saveLeases(store: IDataObject, stageKey: string, leases: Leases): void {
	store.place = stageKey;
	store.leases = leases as unknown as IDataObject;
}
