/**
 * Which tasks of an agent stage to hand out now. Encord knows no claim on agent tasks: a task stays in its stage until
 * something moves it along a pathway, and every listing shows it again. So each task handed out is leased for some
 * minutes: nobody gets it twice meanwhile, and it comes again when the work on it died. The stage is the truth; leases are
 * a hint whose loss costs one repetition, nothing more.
 */

export interface Lease {
	/** End, milliseconds since the epoch. */
	until: number;
	/** How often the task has been handed out. */
	attempts: number;
}

/** By task uuid. Plain JSON, so that it can be stored. */
export type Leases = Record<string, Lease>;

export interface LeaseTerms {
	/** Milliseconds since the epoch. */
	now: number;
	/** Milliseconds a task is leased for. */
	leaseMs: number;
	/** Most tasks to hand out. */
	limit: number;
}

export interface LeasedTask<T> {
	task: T;
	/** 1 the first time. */
	attempt: number;
	/** End of the lease, milliseconds since the epoch. */
	leasedUntil: number;
}

/** Tasks seen in a stage; `complete` when the listing was read to its end. */
export interface StageListing<T> {
	tasks: T[];
	complete: boolean;
}

interface Task {
	uuid: string;
}

/**
 * An entry that an unfinished listing did not show may still be in the stage, further back. It is remembered for so many
 * lease lengths after its end, so that its attempts are counted on without the store growing for ever.
 */
const REMEMBERED_LEASES = 4;

/** Whether a live lease keeps the task from being handed out. */
function isLeased(lease: Lease | undefined, { now, leaseMs }: LeaseTerms): boolean {
	// One that ends later than a lease given now was made under another clock or longer terms: it must not hold for ever.
	return lease !== undefined && lease.until > now && lease.until <= now + leaseMs;
}

/**
 * Reads a stage's listing page by page and stops as soon as enough tasks can be handed out, or when `isOver` says that
 * time is up. A task listed twice (pages shift while others work) counts once.
 */
export async function listWaiting<T extends Task>(
	listing: AsyncIterable<T>,
	leases: Leases,
	terms: LeaseTerms,
	isOver: () => boolean = () => false,
): Promise<StageListing<T>> {
	const tasks = new Map<string, T>();
	let waiting = 0;
	for await (const task of listing) {
		if (!tasks.has(task.uuid) && !isLeased(leases[task.uuid], terms)) waiting += 1;
		tasks.set(task.uuid, task);
		if (waiting >= terms.limit || isOver()) return { tasks: [...tasks.values()], complete: false };
	}
	return { tasks: [...tasks.values()], complete: true };
}

/**
 * Hands out waiting tasks in the order of the listing and gives each a lease. Tasks that left the stage are forgotten.
 *
 * @returns what to emit, and the leases to store before emitting it; the arguments are left as they are
 */
export function takeLeases<T extends Task>(
	{ tasks, complete }: StageListing<T>,
	leases: Leases,
	terms: LeaseTerms,
): { emit: Array<LeasedTask<T>>; leases: Leases } {
	const { now, leaseMs, limit } = terms;
	const kept: Leases = {};
	if (!complete) {
		for (const [uuid, lease] of Object.entries(leases)) {
			if (lease.until + REMEMBERED_LEASES * leaseMs > now) kept[uuid] = lease;
		}
	}
	const emit: Array<LeasedTask<T>> = [];
	for (const task of tasks) {
		const lease = leases[task.uuid];
		if (lease) kept[task.uuid] = lease;
		if (emit.length >= limit || isLeased(lease, terms)) continue;
		const given = { until: now + leaseMs, attempts: (lease?.attempts ?? 0) + 1 };
		kept[task.uuid] = given;
		emit.push({ task, attempt: given.attempts, leasedUntil: given.until });
	}
	return { emit, leases: kept };
}

/** Reads stored leases, dropping whatever is none: what is stored may have been written by another version. */
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
