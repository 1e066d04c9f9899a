/** What people and programs did in a project, in the order of time: saves and actions on tasks, as the sandbox has recorded them. */
import type { Project } from '../state/entities';
import type { LabelChange, TaskActionKind } from '../state/records';
import { labelRowId } from '../state/entities';
import type { Context } from './context';
import { stableUuid } from '../state/ids';

export interface Activity {
	/** A uuid. */
	id: string;
	/** ISO 8601. */
	at: string;
	by: string;
	action: TaskActionKind | 'save';
	taskUuid: string;
	/** The stage where it was done. */
	stageUuid: string;
	dataHash: string;
	branchName: string;
	/** Null where labels have not been created. */
	labelHash: string | null;
	/** What a save changed. */
	changes: LabelChange[];
}

/** A save of a row without a task belongs to no stage and is left out. */
export function activityOf({ store }: Pick<Context, 'store'>, project: Project): Activity[] {
	const { projectHash } = project;
	const saves = store.labelRowsOfProject(projectHash).flatMap((row) => {
		const current = store.tasks.get(row.taskUuid ?? '');
		return store.savesOfLabel(row.labelHash ?? '').flatMap((save): Activity[] => {
			const place =
				save.place ?? (current && { taskUuid: current.uuid, stageUuid: current.stageUuid });
			if (save.projectHash !== projectHash || !place) return [];
			return [
				{
					...place,
					id: stableUuid('save', save.id),
					at: save.savedAt ?? save.at,
					by: save.by,
					action: 'save',
					dataHash: row.dataHash,
					branchName: row.branchName,
					labelHash: row.labelHash,
					changes: save.changes ?? [],
				},
			];
		});
	});
	const actions = store.taskActionsOfProject(projectHash).map(
		({ id, at, by, action, taskUuid, stageUuid, dataHash }): Activity => ({
			id,
			at,
			by,
			action,
			taskUuid,
			stageUuid,
			dataHash,
			branchName: 'main',
			labelHash: store.labelRows.get(labelRowId(projectHash, dataHash, 'main'))?.labelHash ?? null,
			changes: [],
		}),
	);
	return [...saves, ...actions].sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
}

/** Longer pauses between two actions are no work. */
const LONGEST_PAUSE_SECONDS = 300;

/** Time that somebody spent on a task, up to the action `until`. */
export interface Stint {
	seconds: number;
	until: Activity;
}

/**
 * Nobody measures how long a person looks at a task. So the time between two actions of one person on one task counts as spent,
 * unless it is a long pause.
 */
export function stintsOf(activity: Activity[]): Stint[] {
	const last = new Map<string, Activity>();
	return activity.flatMap((until) => {
		const key = JSON.stringify([until.by, until.taskUuid]);
		const from = last.get(key);
		last.set(key, until);
		const seconds = from ? (Date.parse(until.at) - Date.parse(from.at)) / 1000 : 0;
		return seconds > 0 && seconds <= LONGEST_PAUSE_SECONDS ? [{ seconds, until }] : [];
	});
}

/** The id of a user in logs. */
export const userHash = (email: string): string => stableUuid('user', email);
