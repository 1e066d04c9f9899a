/**
 * Tasks that were handed out in this process, whoever did it. Each trigger keeps leases of its own (lease.ts); a duplicated workflow,
 * or one that lost its leases, knows nothing of them. It learns here that a task is in work. A restart empties this memory.
 */
export class HeldTasks {
	/** By place and task. `since` is kept because a clock that is put back must not prolong a hold. */
	private readonly holds = new Map<string, { since: number; until: number }>();

	/** @param now the time, in milliseconds since the epoch */
	constructor(private readonly now: () => number = () => Date.now()) {}

	/** @param place names the stage: the same text for every trigger on it */
	isHeld(place: string, taskUuid: string): boolean {
		const hold = this.holds.get(keyOf(place, taskUuid));
		return hold !== undefined && this.isRunning(hold);
	}

	/** Holds tasks for some milliseconds. Forgets all holds that have ended. */
	hold(place: string, taskUuids: readonly string[], ms: number): void {
		const since = this.now();
		for (const [key, hold] of this.holds) if (!this.isRunning(hold)) this.holds.delete(key);
		for (const uuid of taskUuids) this.holds.set(keyOf(place, uuid), { since, until: since + ms });
	}

	/** Ends holds early: the tasks were not handed out after all, or have left the stage. */
	release(place: string, taskUuids: readonly string[]): void {
		for (const uuid of taskUuids) this.holds.delete(keyOf(place, uuid));
	}

	/** Forgets everything, as a restart does. */
	clear(): void {
		this.holds.clear();
	}

	private isRunning({ since, until }: { since: number; until: number }): boolean {
		const now = this.now();
		return since <= now && now < until;
	}
}

const keyOf = (place: string, taskUuid: string) => `${place} ${taskUuid.toLowerCase()}`;
