/** What happened, as it is kept: saves of labels, and what was done with tasks. Logs and analytics are read from it. */

/** What a save did to one object or classification. */
export interface LabelChange {
	kind: 'object' | 'classification';
	change: 'create' | 'update' | 'delete';
	/** Hash of the object or classification. */
	hash: string;
	featureHash: string;
	name: string;
	/** Null for a classification. */
	shape: string | null;
	/** Frames where it is, or was before it was deleted: both ends included, ascending. */
	ranges: Array<[start: number, end: number]>;
}

/** One save of a label row: tests check who saved it and when. Key: `<labelHash>/<version>`. */
export interface SaveRecord {
	id: string;
	projectHash: string;
	labelHash: string;
	version: number;
	by: string;
	/** When the row says it was edited: in whole seconds, and later than the save before. */
	at: string;
	/** When it really was. Absent in data of older sandboxes. */
	savedAt?: string;
	/** The row's task and its stage at that time; absent for a row without task. */
	place?: { taskUuid: string; stageUuid: string };
	/** Absent in data of older sandboxes. */
	changes?: LabelChange[];
}

export type TaskActionKind = 'assign' | 'release' | 'submit' | 'approve' | 'reject' | 'move';

/** What somebody did with a task. It stays when the task is put back and becomes a new one. */
export interface TaskActionRecord {
	id: string;
	action: TaskActionKind;
	projectHash: string;
	/** The stage where it was done: for a move, the one that the task left. */
	stageUuid: string;
	taskUuid: string;
	dataHash: string;
	by: string;
	at: string;
}

/** One move of a task to another stage: tests check that there was one, and who made it. Key: `<taskUuid>/<number>`. */
export interface MoveRecord {
	taskUuid: string;
	from: string;
	to: string;
	by: string;
	at: string;
	/** An annotator has submitted the task. */
	submitted?: boolean;
}
