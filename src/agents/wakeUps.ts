/**
 * Lets an event of Encord poll a stage at once, instead of at n8n's next interval. Polls are registered in the process that runs
 * them; where several processes of n8n share the work, an event may reach another one. Nothing depends on it: the interval stays.
 */

/** A stage of a project; canonical IDs. */
export interface WaitingStage {
	projectHash: string;
	stageUuid: string;
}

export interface Poller {
	/** Polls once, and never throws; false when another poll of the trigger is running. */
	poll: () => Promise<boolean>;
	/** Whether the trigger polls this stage. */
	polls: (stage: WaitingStage) => boolean;
}

interface Sleeper {
	poller: Poller;
	isAwake: boolean;
	/** Whether an event came since the last poll began. */
	wanted: boolean;
}

export class WakeUps {
	private readonly sleepers = new Map<string, Sleeper>();

	/** @param key names the trigger; a later registration replaces an earlier one */
	register(key: string, poller: Poller): void {
		const known = this.sleepers.get(key);
		if (known) known.poller = poller;
		else this.sleepers.set(key, { poller, isAwake: false, wanted: false });
	}

	remove(key: string): void {
		this.sleepers.delete(key);
	}

	/**
	 * Polls as soon as no poll of the trigger is running. Events that come meanwhile cause one more poll together.
	 * @returns whether the trigger polls this stage, in this process
	 */
	wake(key: string, stage: WaitingStage): boolean {
		const sleeper = this.sleepers.get(key);
		if (!sleeper?.poller.polls(stage)) return false;
		sleeper.wanted = true;
		void this.run(sleeper);
		return true;
	}

	/** A poll of the trigger has ended: an event that came during it is heard now. */
	ended(key: string): void {
		const sleeper = this.sleepers.get(key);
		if (sleeper?.wanted) void this.run(sleeper);
	}

	private async run(sleeper: Sleeper): Promise<void> {
		if (sleeper.isAwake) return;
		sleeper.isAwake = true;
		try {
			while (sleeper.wanted) {
				sleeper.wanted = false;
				if (await sleeper.poller.poll()) continue;
				sleeper.wanted = true;
				return;
			}
		} finally {
			sleeper.isAwake = false;
		}
	}
}
