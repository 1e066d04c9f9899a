/** Tasks of a workflow stage as Encord lists them (protocol §11). */
import { z } from 'zod';
import { wireObject } from '../http/reply';

const text = z.string();

/** The last four fields are present on agent tasks. */
export const taskSchema = wireObject({
	uuid: text,
	createdAt: text.nullish(),
	updatedAt: text.nullish(),
	dataHash: text,
	dataTitle: text,
	/** `NEW`, `ASSIGNED`, `RELEASED`, `SKIPPED`, `REOPENED`, `COMPLETED`, or a newer one. */
	status: text.nullish(),
	labelBranchName: text.nullish(),
	assignee: text.nullish(),
	lastActionedBy: text.nullish(),
});

export type WorkflowTask = z.infer<typeof taskSchema>;

/**
 * Each list means "any of"; a missing field is no restriction. An empty list of data hashes matches nothing; other empty
 * lists are no restriction.
 */
export interface TaskFilter {
	userEmails?: string[];
	dataHashes?: string[];
	datasetHashes?: string[];
	/** Substring. */
	dataTitleContains?: string;
	statuses?: string[];
}
