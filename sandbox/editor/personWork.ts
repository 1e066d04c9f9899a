/** What a person at the Label Editor page sends: edits of labels, and that a task is done. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../calls/context';
import { jsonBody, type Exchange } from '../calls/exchange';
import { Refusal, found } from '../calls/refusal';
import { actOnTask } from '../calls/taskActions';
import { emptyContent } from '../labels/blob';
import { createLabels } from '../labels/create';
import { saveLabels } from '../labels/save';
import { contextFor, type Host } from '../server/host';
import { labelRowId, type LabelRow, type Project } from '../state/entities';
import { unitOf } from './projectView';
import { editSchema, withEdit } from './personEdit';

function read<T>(exchange: Exchange, schema: z.ZodType<T, z.ZodTypeDef, unknown>): T {
	const parsed = schema.safeParse(jsonBody(exchange));
	if (parsed.success) return parsed.data;
	throw new Refusal(400, parsed.error.issues[0]?.message ?? 'The request cannot be read');
}

function personIn(host: Host, project: Project, email: string): Context {
	if (!(email in project.members))
		throw new Refusal(400, `${email} is not a member of the project`);
	return contextFor(host, email);
}

const rowOf = (host: Host, projectHash: string, dataHash: string): LabelRow =>
	found(
		host.store.labelRows.get(labelRowId(projectHash, dataHash, 'main')),
		`The label row of ${dataHash}`,
	);

const saveSchema = z.object({
	person: z.string(),
	frame: z.number().int().min(0),
	/** The version of the labels that the person saw. */
	version: z.number().int().min(0),
	edit: editSchema,
});

/** A hash of eight letters and digits. */
function newHash(): string {
	return randomBytes(16).toString('base64').replace(/[+/=]/g, '').slice(0, 8);
}

/**
 * Saves an edit of the labels, through the same checks as a save of the API.
 * @throws Refusal 409 when somebody has saved the labels since the person saw them; the message says who
 */
export function saveEdit(host: Host, exchange: Exchange, projectHash: string, dataHash: string) {
	const { project, unit } = unitOf(host, projectHash, dataHash);
	const { person, frame, version, edit } = read(exchange, saveSchema);
	const context = personIn(host, project, person);
	return host.store.transact(() => {
		const row = createLabels(context, rowOf(host, projectHash, dataHash));
		if (row.version !== version) {
			const last = host.store
				.savesOfLabel(row.labelHash ?? '')
				.filter((save) => save.projectHash === projectHash)
				.at(-1);
			throw new Refusal(409, `${last?.by ?? 'Somebody'} saved these labels meanwhile`);
		}
		const ontology = found(
			host.store.ontologies.get(project.ontologyUuid),
			`Ontology ${project.ontologyUuid}`,
		);
		const content = withEdit(
			{
				unit,
				ontology: ontology.editor,
				content: row.content ?? emptyContent(unit),
				frame,
				person,
				now: context.now,
				newHash,
			},
			edit,
		);
		saveLabels(context, project, row, content);
		return { version: rowOf(host, projectHash, dataHash).version };
	});
}

const taskSchema = z.object({
	person: z.string(),
	action: z.enum(['SUBMIT', 'APPROVE', 'REJECT']),
});

/** Submits, approves or rejects the task of a data unit. The move is told to webhooks as any other. */
export function actOnDataUnit(
	host: Host,
	exchange: Exchange,
	projectHash: string,
	dataHash: string,
): undefined {
	const { project } = unitOf(host, projectHash, dataHash);
	const { person, action } = read(exchange, taskSchema);
	const row = rowOf(host, projectHash, dataHash);
	const task = found(host.store.tasks.get(row.taskUuid ?? ''), 'The task');
	const stage = found(
		project.stages.find(({ uuid }) => uuid === task.stageUuid),
		'The stage of the task',
	);
	const context = personIn(host, project, person);
	host.store.transact(() => actOnTask(context, project, stage, { taskUuid: task.uuid, action }));
	return undefined;
}
