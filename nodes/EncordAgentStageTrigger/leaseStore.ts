/**
 * Leases in the node's static data, for one project and stage. n8n saves static data together with an execution only, and
 * loses it when the node is renamed; either costs a repetition, no more (src/agents/lease.ts).
 */
import type { IDataObject } from 'n8n-workflow';
import { parseLeases, type Leases } from '../../src/agents/lease';

/** Leases stored for this place; none when they belong to another one. */
export function loadLeases(store: IDataObject, place: string): Leases {
	return store.place === place ? parseLeases(store.leases) : {};
}

export function saveLeases(store: IDataObject, place: string, leases: Leases): void {
	store.place = place;
	store.leases = leases as unknown as IDataObject;
}
