/**
 * Reads the listing of an agent stage, as far as a poll needs it. In a stage where everything is leased, that would be all of it at
 * every poll. So a poll reads the first pages, where the most urgent tasks are, and some pages more. The next poll reads the first
 * pages again and then goes on where this one stopped, so that it gets to every task in the end.
 */
import { ValidationError } from '../encord/wire/errors';

interface Task {
	uuid: string;
}

export interface StagePage<T> {
	tasks: T[];
	/** Where the next page begins; undefined on the last one. */
	next?: string;
}

/** Tasks of a stage. */
export interface StageListing<T> {
	tasks: T[];
	/** Whether the listing was read to its end. */
	complete: boolean;
	/** Where the next listing goes on after its first pages; undefined for where those end. */
	resumeAt?: string;
}

export interface ListingTerms<T> {
	/** Whether a task can be handed out. */
	isFree: (task: T) => boolean;
	/** How many tasks to hand out at most. */
	limit: number;
	/** Where the last listing of the same stage stopped. */
	resumeAt?: string;
	/** Whether time is up. */
	isOver?: () => boolean;
}

/** How many pages without a free task are read, from the beginning and from where the last listing stopped. */
export const FIRST_PAGES = 4;
export const FURTHER_PAGES = 12;

/**
 * Reads pages until enough tasks can be handed out, time is up, or too many pages had none. A task that is listed twice, because
 * tasks left the stage between two pages, counts once.
 */
export async function listWaiting<T extends Task>(
	readPages: (from?: string) => AsyncIterable<StagePage<T>>,
	{ isFree, limit, resumeAt, isOver = () => false }: ListingTerms<T>,
): Promise<StageListing<T>> {
	const found = new Map<string, T>();
	let free = 0;

	async function read(from: string | undefined, idlePages: number): Promise<Stop> {
		let [place, idle] = [from, 0];
		for await (const { tasks, next } of readPages(from)) {
			const freeBefore = free;
			for (const task of tasks) {
				if (!found.has(task.uuid) && isFree(task)) free += 1;
				found.set(task.uuid, task);
				if (free >= limit || isOver()) return { because: 'enough', place };
			}
			if (free === freeBefore) idle += 1;
			place = next;
			if (next !== undefined && idle >= idlePages) return { because: 'idle', place };
		}
		return { because: 'end' };
	}
	const listing = (complete: boolean, next?: string): StageListing<T> => ({
		tasks: [...found.values()],
		complete,
		...(next !== undefined && { resumeAt: next }),
	});

	const first = await read(undefined, FIRST_PAGES);
	if (first.because !== 'idle') return listing(first.because === 'end', resumeAt);
	try {
		const further = await read(resumeAt ?? first.place, FURTHER_PAGES);
		return listing(resumeAt === undefined && further.because === 'end', further.place);
	} catch (error) {
		// Encord no longer knows the place. The next listing begins anew.
		if (resumeAt === undefined || !(error instanceof ValidationError)) throw error;
		return listing(false);
	}
}

interface Stop {
	because: 'end' | 'enough' | 'idle';
	/** Where to go on: the page that was not read to its end, or the one after the last. */
	place?: string;
}
