/**
 * Reads the listing of an agent stage, as far as a poll needs it. In a stage of 50,000 tasks that are all in work, that would be
 * thousands of pages at every poll. So a poll reads the first page, where the most urgent tasks are, and goes on only while pages
 * have tasks to hand out. When the first page has none, it reads one page more, at one of two places in turn:
 *
 * - the last page that is known, where tasks arrive that are as urgent as all others;
 * - the page where the last poll stopped. So every task is looked at in the end, wherever it stands.
 *
 * Tasks whose lease is over are asked for by name (`due`), so none of them waits for its page. When Encord has said that tasks
 * wait, the poll reads both places, and the second one further.
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

/** Where the next listing of the same stage goes on. */
export interface ListingPlace {
	/** Where the last listing stopped; absent: after the first page. */
	resumeAt?: string;
	/** The last page that is known. */
	tailAt?: string;
	/** Whether it is the turn of the last page. */
	tailNext?: boolean;
}

/** Tasks of a stage. */
export interface StageListing<T> {
	tasks: T[];
	/** Whether the listing was read to its end. */
	complete: boolean;
	place: ListingPlace;
	/** Data hashes of the tasks that Encord was asked for by name. Those of them that are still in the stage are in `tasks`. */
	asked?: string[];
}

export interface ListingTerms<T> {
	/** Whether a task can be handed out. */
	isFree: (task: T) => boolean;
	/** How many tasks to hand out at most. */
	limit: number;
	/** Where the last listing of the same stage stopped. */
	place?: ListingPlace;
	/** Data hashes of tasks to ask for by name. */
	due?: string[];
	/** Whether Encord has said that tasks wait. */
	woken?: boolean;
	/** Whether time is up. */
	isOver?: () => boolean;
}

/** @param due data hashes; absent: all tasks of the stage */
export type ReadPages<T> = (from?: string, due?: string[]) => AsyncIterable<StagePage<T>>;

/** How many pages without a free task are read before a listing stops, at one place. */
export const IDLE_PAGES = 1;
/** The same, where it goes on, when Encord has said that tasks wait. */
export const WOKEN_PAGES = 16;

/** A task that is listed twice, because tasks left the stage between two pages, counts once. */
export async function listWaiting<T extends Task>(
	readPages: ReadPages<T>,
	terms: ListingTerms<T>,
): Promise<StageListing<T>> {
	return await new Listing(readPages, terms).read();
}

interface Stop {
	because: 'end' | 'enough' | 'idle';
	/** The page that was not read to its end, the one after the last, or, at the end, the last page itself. */
	place?: string;
}

class Listing<T extends Task> {
	private readonly found = new Map<string, T>();
	private free = 0;
	private readonly place: ListingPlace;

	constructor(
		private readonly readPages: ReadPages<T>,
		private readonly terms: ListingTerms<T>,
	) {
		this.place = { ...terms.place };
	}

	async read(): Promise<StageListing<T>> {
		const { due = [], woken = false } = this.terms;
		if (due.length > 0) {
			const { because } = await this.pages(this.readPages(undefined, due), undefined, Infinity);
			if (because === 'enough') return this.listing(false);
		}
		const first = await this.from(undefined, IDLE_PAGES);
		if (first.because === 'end') return { ...this.listing(true, due), place: {} };
		if (first.because === 'enough') {
			// All before it is taken now, so the next listing need not walk through it.
			this.place.resumeAt = first.place ?? this.place.resumeAt;
			return this.listing(false, due);
		}
		const tailNext = this.place.tailNext === true && this.place.tailAt !== undefined;
		if (tailNext || (woken && this.place.tailAt !== undefined)) {
			this.place.tailNext = false;
			const { because } = await this.tail();
			if (because === 'enough' || !woken) return this.listing(false, due);
		}
		const freeBefore = this.free;
		const complete = await this.scan(first.place, woken ? WOKEN_PAGES : IDLE_PAGES);
		this.place.tailNext = this.free === freeBefore;
		return this.listing(complete, due);
	}

	/** Reads the page that was the last one, and those that came after it. */
	private async tail(): Promise<Stop> {
		const stop = await this.known('tailAt', this.place.tailAt, IDLE_PAGES + 1);
		if (stop?.because === 'end') this.place.tailAt = stop.place;
		return stop ?? { because: 'idle' };
	}

	/** Goes on where the last listing stopped. @returns whether everything was read, from the beginning to the end */
	private async scan(afterFirst: string | undefined, idlePages: number): Promise<boolean> {
		const { resumeAt } = this.place;
		const stop = await this.known('resumeAt', resumeAt ?? afterFirst, idlePages);
		if (stop === undefined) return false;
		if (stop.because === 'end') this.place.tailAt = stop.place;
		this.place.resumeAt = stop.because === 'end' ? undefined : stop.place;
		return stop.because === 'end' && resumeAt === undefined;
	}

	/** Reads from a place of an earlier listing. A place that Encord no longer knows is forgotten. */
	private async known(
		name: 'resumeAt' | 'tailAt',
		from: string | undefined,
		idlePages: number,
	): Promise<Stop | undefined> {
		try {
			return await this.from(from, idlePages);
		} catch (error) {
			if (this.place[name] === undefined || !(error instanceof ValidationError)) throw error;
			this.place[name] = undefined;
			return undefined;
		}
	}

	private async from(place: string | undefined, idlePages: number): Promise<Stop> {
		return await this.pages(this.readPages(place), place, idlePages);
	}

	/** Reads pages until enough tasks can be handed out, time is up, or too many pages had none. */
	private async pages(
		pages: AsyncIterable<StagePage<T>>,
		from: string | undefined,
		idlePages: number,
	): Promise<Stop> {
		const { isFree, limit, isOver = () => false } = this.terms;
		let [place, idle] = [from, 0];
		for await (const { tasks, next } of pages) {
			const freeBefore = this.free;
			for (const [index, task] of tasks.entries()) {
				if (!this.found.has(task.uuid) && isFree(task)) this.free += 1;
				this.found.set(task.uuid, task);
				if (this.free < limit && !isOver()) continue;
				const isLast = index + 1 === tasks.length && next !== undefined;
				return { because: 'enough', place: isLast ? next : place };
			}
			if (this.free === freeBefore) idle += 1;
			if (next === undefined) break;
			place = next;
			if (idle >= idlePages) return { because: 'idle', place };
		}
		return { because: 'end', place };
	}

	private listing(complete: boolean, asked: string[] = []): StageListing<T> {
		const place = Object.fromEntries(
			Object.entries(this.place).filter(([, value]) => value !== undefined && value !== false),
		);
		return {
			tasks: [...this.found.values()],
			complete,
			place,
			...(asked.length > 0 && { asked }),
		};
	}
}
