/** Reading, creating and saving labels; reopening and completing (protocol §7.2 to §7.4). */
import { z } from 'zod';
import { labelRowId, type LabelRow, type Project } from '../state/entities';
import { labelBlob } from '../labels/blob';
import { createLabels, uncreatedRow } from '../labels/create';
import { saveLabels } from '../labels/save';
import { Refusal, found } from '../calls/refusal';
import { moveTask } from '../calls/workflow';
import type { V1Call, V1Route } from './router';

const BATCH_LIMIT = 1000;

const hashesSchema = z.union([z.string().transform((hash) => [hash]), z.array(z.string())]);

/** The hashes of `uid`, which is one text in the deprecated form of a call. */
function hashesOf(call: V1Call): string[] {
	const hashes = hashesSchema.safeParse(call.uid);
	if (!hashes.success) throw new Refusal(400, 'uid must be a hash or a list of hashes');
	if (hashes.data.length > BATCH_LIMIT) {
		throw new Refusal(400, `More than ${BATCH_LIMIT} label rows`, 'MULTI_LABEL_LIMIT_ERROR', {
			maximum_labels_allowed: BATCH_LIMIT,
		});
	}
	return hashes.data;
}

/** Answers a list of hashes with a list, and a single hash with a single row. */
function inKind<T>(call: V1Call, results: T[]): T | T[] | undefined {
	return Array.isArray(call.uid) ? results : results[0];
}

function rowOfLabel(call: V1Call, project: Project, labelHash: string): LabelRow {
	const row = call.store
		.labelRowsByHash(labelHash)
		.find((candidate) => candidate.projectHash === project.projectHash);
	return found(row, `Label row ${labelHash}`);
}

function readRows(call: V1Call) {
	const project = call.project();
	const options = call.payload(
		z.object({
			get_signed_url: z.boolean().nullish(),
			include_reviews: z.boolean().nullish(),
			include_object_feature_hashes: z.array(z.string()).nullish(),
			include_classification_feature_hashes: z.array(z.string()).nullish(),
		}),
	);
	const blobs = hashesOf(call).map((labelHash) =>
		labelBlob(call, rowOfLabel(call, project, labelHash), {
			signedUrls: options.get_signed_url ?? false,
			reviews: options.include_reviews ?? false,
			filter: {
				objects: options.include_object_feature_hashes,
				classifications: options.include_classification_feature_hashes,
			},
		}),
	);
	return inKind(call, blobs);
}

/** The row of a data unit on a branch. A missing row is created, except on the main branch. */
function rowOnBranch(
	call: V1Call,
	project: Project,
	dataHash: string,
	branchName: string,
): LabelRow {
	const row = call.store.labelRows.get(labelRowId(project.projectHash, dataHash, branchName));
	if (row) return row;
	const main = found(
		call.store.labelRows.get(labelRowId(project.projectHash, dataHash, 'main')),
		`Data unit ${dataHash} of the project`,
	);
	return uncreatedRow(main, branchName, call.store.labelRows.size);
}

/** Creates labels. A row that has labels already is returned unchanged. */
function createRows(call: V1Call) {
	const project = call.project();
	const options = call.payload(
		z.object({ get_signed_url: z.boolean().nullish(), branch_name: z.string().nullish() }),
	);
	const blobs = hashesOf(call).map((dataHash) => {
		const row = rowOnBranch(call, project, dataHash.toLowerCase(), options.branch_name ?? 'main');
		return labelBlob(call, createLabels(call, row), {
			signedUrls: options.get_signed_url ?? false,
		});
	});
	return inKind(call, blobs);
}

/** Saves all rows or none. The deprecated form for a single row sends the label row itself as payload. */
function saveRows(call: V1Call): true {
	const project = call.project();
	const hashes = hashesOf(call);
	const labels = Array.isArray(call.uid)
		? call.payload(z.object({ labels: z.array(z.unknown()) })).labels
		: [call.payload(z.unknown())];
	if (labels.length !== hashes.length)
		throw new Refusal(400, 'uid and labels must have the same length');
	for (const [index, labelHash] of hashes.entries())
		saveLabels(call, project, rowOfLabel(call, project, labelHash), labels[index]);
	return true;
}

/** Reopen moves the task to the first annotation stage, complete to the final stage. */
function moveRows(call: V1Call): true {
	const project = call.project();
	const { action } = call.payload(z.object({ action: z.enum(['reopen', 'complete']) }));
	const type = action === 'reopen' ? 'ANNOTATION' : 'DONE';
	const stage = project.stages.find(({ stageType }) => stageType === type);
	if (!stage)
		throw new Refusal(
			400,
			`The project has no stage to ${action} label rows to`,
			'OPERATION_NOT_ALLOWED',
		);
	for (const labelHash of hashesOf(call)) {
		const row = rowOfLabel(call, project, labelHash);
		const task = found(
			row.taskUuid === null ? undefined : call.store.tasks.get(row.taskUuid),
			`Task of label row ${labelHash}`,
		);
		if (task.stageUuid === stage.uuid) continue;
		moveTask(call, project, task, stage.uuid, action === 'reopen' ? { status: 'REOPENED' } : {});
	}
	return true;
}

export const labelRowQueries: V1Route[] = [
	{ call: 'labelrow.GET', scope: 'resource', handle: readRows },
	{ call: 'labelrow.PUT', scope: 'resource', handle: createRows },
	{ call: 'labelrow.POST', scope: 'resource', handle: saveRows },
	{ call: 'labelworkflowgraphnode.POST', scope: 'resource', handle: moveRows },
];
