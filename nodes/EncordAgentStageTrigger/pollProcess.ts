/** What the polls of one process of n8n know of each other. A restart empties it, and nothing depends on it to be correct. */
import { BackOff } from '../../src/agents/backOff';
import type { HeldTasks } from '../../src/agents/heldTasks';
import { SingleFlight } from '../../src/agents/singleFlight';
import { WakeUps } from '../../src/agents/wakeUps';
import { RecentNames } from '../shared/fields/names/knownNames';
import { tasksInWork } from '../shared/n8n/tasksInWork';

/** n8n starts the next poll even if the last one has not ended (n8n §3). A hanging poll blocks further polls for this time. */
const MAX_POLL_MS = 10 * 60_000;
/** Tasks whose last failure is remembered. */
const MAX_FAILURES = 10_000;

export interface PollProcess {
	/** The tasks that triggers have handed out. */
	inWork: HeldTasks;
	running: SingleFlight;
	wakeUps: WakeUps;
	backOff: BackOff;
	failures: Failures;
	/** What the forms of triggers name, by trigger. */
	names: RecentNames;
}

export function pollProcess(inWork: HeldTasks): PollProcess {
	return {
		inWork,
		running: new SingleFlight(MAX_POLL_MS),
		wakeUps: new WakeUps(),
		backOff: new BackOff(),
		failures: new Failures(),
		names: new RecentNames(),
	};
}

/** In which node the last run of a task failed. */
export class Failures {
	private readonly nodes = new Map<string, string>();

	note(taskUuids: readonly string[], failedIn: string | undefined): void {
		for (const uuid of taskUuids) {
			this.nodes.delete(uuid);
			if (failedIn !== undefined) this.nodes.set(uuid, failedIn);
		}
		for (const oldest of this.nodes.keys()) {
			if (this.nodes.size <= MAX_FAILURES) break;
			this.nodes.delete(oldest);
		}
	}

	of(taskUuid: string): string | undefined {
		return this.nodes.get(taskUuid);
	}
}

export const thisProcess = pollProcess(tasksInWork);
