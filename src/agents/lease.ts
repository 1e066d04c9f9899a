/**
 * Leases on the tasks of an agent stage. In Encord a task stays in its stage until it is moved along a pathway, and every
 * listing shows it again. So a task that is handed to a workflow gets a lease of some minutes, during which it is not handed
 * out again. When the workflow fails, the lease ends and the task is handed out once more. If the leases are lost, tasks in
 * work are handed out a second time, and nothing else happens.
 */

import type { StageListing } from './stageListing';

export interface Lease {
	/** When it ends; milliseconds since the epoch. */
	until: number;
	/** How often the task was handed out. */
	attempts: number;
}

/** Leases by uuid of the task, as plain JSON that can be stored. */
export type Leases = Record<string, Lease>;

export interface LeaseTerms {
	/** Milliseconds since the epoch. */
	now: number;
	/** How long a lease lasts, in milliseconds. */
	leaseMs: number;
	/** How many tasks to hand out at most. */
	limit: number;
	/** Whether somebody else works on a task. */
	isHeld?: (taskUuid: string) => boolean;
}

export interface LeasedTask<T> {
	task: T;
	/** How often the task was handed out, this time included. */
	attempt: number;
	/** When the lease ends; milliseconds since the epoch. */
	leasedUntil: number;
}

interface Task {
	uuid: string;
}

/**
 * A task that is not in an incomplete listing may still be in the stage. Its lease is kept for this many times the length of
 * a lease after its end, so that its attempts are counted on. Then it is deleted, so that the store does not grow forever.
 */
const KEPT_LEASE_LENGTHS = 4;
/** Most leases that have ended and are kept; the latest stay. */
const MAX_ENDED = 1_000;

/** Whether a task can be handed out: its lease is over, and nobody else works on it. */
export function isFree({ uuid }: Task, leases: Leases, terms: LeaseTerms): boolean {
	return !isLeased(leases[uuid], terms) && terms.isHeld?.(uuid) !== true;
}

function isLeased(lease: Lease | undefined, { now, leaseMs }: LeaseTerms): boolean {
	// A lease that ends later than one given now comes from another clock or an older setting. It does not count.
	return lease !== undefined && lease.until > now && lease.until <= now + leaseMs;
}

/**
 * Hands out tasks without a running lease, in the order of the listing, and gives each of them a lease. The leases of tasks
 * that left the stage are deleted. The arguments are not changed.
 *
 * @returns the tasks to emit, and the leases to store before they are emitted
 */
export function takeLeases<T extends Task>(
	{ tasks, complete }: StageListing<T>,
	leases: Leases,
	terms: LeaseTerms,
): { emit: Array<LeasedTask<T>>; leases: Leases } {
	const { now, leaseMs, limit } = terms;
	const newLeases: Leases = {};
	if (!complete) {
		const known = Object.entries(leases);
		const ended = known
			.filter(([, { until }]) => until <= now && until + KEPT_LEASE_LENGTHS * leaseMs > now)
			.sort(([, a], [, b]) => b.until - a.until);
		const running = known.filter(([, { until }]) => until > now);
		Object.assign(newLeases, Object.fromEntries([...running, ...ended.slice(0, MAX_ENDED)]));
	}
	const emit: Array<LeasedTask<T>> = [];
	for (const task of tasks) {
		const lease = leases[task.uuid];
		if (lease) newLeases[task.uuid] = lease;
		if (emit.length >= limit || !isFree(task, leases, terms)) continue;
		const given = { until: now + leaseMs, attempts: (lease?.attempts ?? 0) + 1 };
		newLeases[task.uuid] = given;
		emit.push({ task, attempt: given.attempts, leasedUntil: given.until });
	}
	return { emit, leases: newLeases };
}

/** Reads stored leases. Entries that are not leases are left out, since another version may have written them. */
export function parseLeases(stored: unknown): Leases {
	if (typeof stored !== 'object' || stored === null) return {};
	const isLease = (value: unknown): value is Lease => {
		const { until, attempts } = (value ?? {}) as Partial<Lease>;
		return Number.isFinite(until) && Number.isInteger(attempts);
	};
	return Object.fromEntries(
		Object.entries(stored).filter((entry): entry is [string, Lease] => isLease(entry[1])),
	);
}
