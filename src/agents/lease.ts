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
	/** Data hash of the task, by which Encord is asked for it when the lease is over. Leases of older versions lack it. */
	data?: string;
	/** The task was given up: it is left alone until the lease ends, and its attempts are counted anew after that. */
	left?: true;
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
	/** How often a task is handed out at most; absent: without end. */
	maxAttempts?: number;
}

export interface LeasedTask<T> {
	task: T;
	/** How often the task was handed out, this time included. */
	attempt: number;
	/** When the lease ends; milliseconds since the epoch. */
	leasedUntil: number;
}

/** A task whose last attempt is over. */
export interface ExhaustedTask<T> {
	task: T;
	attempts: number;
}

export interface TakenLeases<T> {
	emit: Array<LeasedTask<T>>;
	/** Tasks that have had all their attempts. Their leases are kept as they are. */
	exhausted: Array<ExhaustedTask<T>>;
	/** How many of the listed tasks somebody works on. */
	leased: number;
	/** To be stored before the tasks are emitted. */
	leases: Leases;
}

interface Task {
	uuid: string;
	dataHash?: string;
}

/**
 * A task that is not in an incomplete listing may still be in the stage. Its lease is kept for this many times the length of
 * a lease after its end, so that its attempts are counted on. Then it is deleted, so that the store does not grow forever.
 */
const KEPT_LEASE_LENGTHS = 4;
/** Most leases that have ended and are kept; the latest stay. */
const MAX_ENDED = 1_000;
/** How long a task that was given up is left alone. */
const LEFT_MS = 24 * 60 * 60_000;

/** Whether a task can be handed out: its lease is over, and nobody else works on it. */
export function isFree({ uuid }: Task, leases: Leases, terms: LeaseTerms): boolean {
	return !isLeased(leases[uuid], terms) && terms.isHeld?.(uuid) !== true;
}

function isLeased(lease: Lease | undefined, { now, leaseMs }: LeaseTerms): boolean {
	// A lease that ends later than one given now comes from another clock or an older setting. It does not count.
	const longest = lease?.left ? LEFT_MS : leaseMs;
	return lease !== undefined && lease.until > now && lease.until <= now + longest;
}

/** The lease of a task that is left alone. */
export function leftLease(now: number, { dataHash }: Task): Lease {
	return { until: now + LEFT_MS, attempts: 0, left: true, ...(dataHash && { data: dataHash }) };
}

/** Data hashes of tasks whose leases are over: up to `limit`, the ones that ended first. */
export function dueData(leases: Leases, now: number, limit: number): string[] {
	const due: Array<{ until: number; data: string }> = [];
	for (const uuid in leases) {
		const { until, data } = leases[uuid]!;
		if (until <= now && data !== undefined) due.push({ until, data });
	}
	return due
		.sort((a, b) => a.until - b.until)
		.slice(0, limit)
		.map(({ data }) => data);
}

/**
 * Hands out tasks without a running lease, in the order of the listing, and gives each of them a lease. The leases of tasks
 * that left the stage are deleted. The arguments are not changed.
 */
export function takeLeases<T extends Task>(
	{ tasks, complete, asked = [] }: Pick<StageListing<T>, 'tasks' | 'complete' | 'asked'>,
	leases: Leases,
	terms: LeaseTerms,
): TakenLeases<T> {
	const { now, leaseMs, limit, maxAttempts = Infinity } = terms;
	let newLeases = complete ? {} : keptLeases(leases, new Set(asked), terms);
	const taken: Omit<TakenLeases<T>, 'leases'> = { emit: [], exhausted: [], leased: 0 };
	const keep = (uuid: string, lease: Lease) => {
		if (newLeases[uuid] === lease) return;
		// A stage may have 50,000 leases. They are copied only when something changes.
		if (newLeases === leases) newLeases = { ...leases };
		newLeases[uuid] = lease;
	};
	for (const task of tasks) {
		const lease = leases[task.uuid];
		if (lease) keep(task.uuid, lease);
		if (!isFree(task, leases, terms)) {
			taken.leased += 1;
			continue;
		}
		if (taken.emit.length + taken.exhausted.length >= limit) continue;
		const attempts = lease?.attempts ?? 0;
		if (attempts >= maxAttempts) {
			taken.exhausted.push({ task, attempts });
			continue;
		}
		const given: Lease = {
			until: now + leaseMs,
			attempts: attempts + 1,
			...(task.dataHash && { data: task.dataHash }),
		};
		keep(task.uuid, given);
		taken.emit.push({ task, attempt: given.attempts, leasedUntil: given.until });
	}
	return { ...taken, leases: newLeases };
}

/**
 * Leases of tasks that an incomplete listing may not have reached: the running ones, and some that ended not long ago.
 * @param asked data hashes of tasks that Encord was asked for; those that are still there are in the listing
 */
function keptLeases(leases: Leases, asked: Set<string>, { now, leaseMs }: LeaseTerms): Leases {
	const ended: string[] = [];
	for (const uuid in leases) if (leases[uuid]!.until <= now) ended.push(uuid);
	if (ended.length === 0) return leases;
	const isKept = ({ until, data }: Lease) =>
		until + KEPT_LEASE_LENGTHS * leaseMs > now && !(data && asked.has(data));
	const dropped = ended
		.sort((a, b) => leases[b]!.until - leases[a]!.until)
		.filter((uuid, index) => index >= MAX_ENDED || !isKept(leases[uuid]!));
	const kept = { ...leases };
	for (const uuid of dropped) delete kept[uuid];
	return kept;
}

/** Reads stored leases. Entries that are not leases are left out, since another version may have written them. */
export function parseLeases(stored: unknown): Leases {
	if (typeof stored !== 'object' || stored === null) return {};
	const all = stored as Record<string, unknown>;
	for (const uuid in all) if (!isLease(all[uuid])) return withoutOthers(all);
	return all as Leases;
}

function withoutOthers(all: Record<string, unknown>): Leases {
	const leases: Leases = {};
	for (const [uuid, lease] of Object.entries(all)) if (isLease(lease)) leases[uuid] = lease;
	return leases;
}

function isLease(value: unknown): value is Lease {
	const { until, attempts, data, left } = (value ?? {}) as Partial<Lease>;
	return (
		Number.isFinite(until) &&
		Number.isInteger(attempts) &&
		['undefined', 'string'].includes(typeof data) &&
		(left === undefined || left === true)
	);
}
