/** The views of projects, their data units and their tasks for the page. */
import type { DataUnit, LabelRow, Project, Task } from '../state/entities';
import type { Host } from '../server/host';
import { emptyContent } from '../labels/blob';
import { found } from '../calls/refusal';
import { itemOfFrame } from './frameImages';
import { labelView, toolsOf } from './labelView';
import { peopleOf } from './people';

function projectOf(host: Host, projectHash: string): Project {
	return found(host.store.projects.get(projectHash), `Project ${projectHash}`);
}

/** The rows of the main branch with what belongs to them, in the order of the project. */
function rowsOf(
	host: Host,
	project: Project,
): Array<{ row: LabelRow; unit: DataUnit; task: Task | undefined; stage: string | null }> {
	const { store } = host;
	return store
		.labelRowsOfProject(project.projectHash)
		.filter((row) => row.branchName === 'main')
		.sort((a, b) => a.order - b.order)
		.flatMap((row) => {
			const unit = store.dataUnits.get(row.dataHash);
			const task = row.taskUuid === null ? undefined : store.tasks.get(row.taskUuid);
			const stage = project.stages.find(({ uuid }) => uuid === task?.stageUuid)?.title ?? null;
			return unit ? [{ row, unit, task, stage }] : [];
		});
}

/** Labels of a row, objects and classifications together. */
const labelCount = ({ content }: LabelRow) =>
	content
		? Object.keys(content.object_answers).length +
			Object.keys(content.classification_answers).length
		: 0;

export function listProjects(host: Host) {
	return host.store.projects
		.all()
		.sort((a, b) => a.order - b.order)
		.map((project) => {
			const rows = rowsOf(host, project);
			return {
				projectHash: project.projectHash,
				title: project.title,
				description: project.description,
				dataUnits: rows.length,
				stages: project.stages.map(({ title, stageType, uuid }) => ({
					title,
					stageType,
					tasks: rows.filter(({ task }) => task?.stageUuid === uuid).length,
				})),
			};
		});
}

/** One project with its data units; `agents` are those registered for it. */
export function projectView(host: Host, projectHash: string) {
	const project = projectOf(host, projectHash);
	return {
		projectHash,
		title: project.title,
		description: project.description,
		agents: project.agents,
		webhooks: (project.webhooks ?? []).map((webhook) => ({
			...webhook,
			delivered: host.deliveries.get(`${webhook.event} ${webhook.url}`) ?? null,
		})),
		stages: project.stages.map(({ uuid, title, stageType }) => ({ uuid, title, stageType })),
		dataUnits: rowsOf(host, project).map(({ row, unit, task, stage }) => ({
			dataHash: unit.dataHash,
			title: unit.title,
			dataType: unit.dataType,
			frames: unit.numberOfFrames,
			stage,
			status: task?.status ?? null,
			priority: row.priority,
			labels: labelCount(row),
		})),
	};
}

/** The data unit of a project. @throws Refusal 404 */
export function unitOf(
	host: Host,
	projectHash: string,
	dataHash: string,
): { project: Project; unit: DataUnit } {
	const project = projectOf(host, projectHash);
	const unit = found(host.store.dataUnits.get(dataHash), `Data unit ${dataHash}`);
	found(
		project.datasetHashes.includes(unit.datasetHash) ? unit : undefined,
		`Data unit ${dataHash} in project "${project.title}"`,
	);
	return { project, unit };
}

/** Everything that the editor shows of one frame. */
export function editorView(host: Host, projectHash: string, dataHash: string, frame: number) {
	const { project, unit } = unitOf(host, projectHash, dataHash);
	const entry = found(
		rowsOf(host, project).find(({ row }) => row.dataHash === unit.dataHash),
		`The label row of ${unit.title}`,
	);
	const { row, task, stage } = entry;
	const item = itemOfFrame(
		host.store,
		unit,
		unit.dataType === 'img_group' ? Math.min(frame, unit.numberOfFrames - 1) : 0,
	);
	const ontology = found(
		host.store.ontologies.get(project.ontologyUuid),
		`Ontology ${project.ontologyUuid}`,
	);
	const saves =
		row.labelHash === null
			? []
			: host.store.savesOfLabel(row.labelHash).filter((save) => save.projectHash === projectHash);
	const lastSave = saves.at(-1);
	return {
		dataUnit: {
			dataHash,
			title: unit.title,
			dataType: unit.dataType,
			frames: unit.numberOfFrames,
			width: item.width,
			height: item.height,
			fps: item.fps,
			mimeType: item.mimeType,
		},
		task: {
			uuid: task?.uuid ?? null,
			stage,
			stageType: project.stages.find(({ uuid }) => uuid === task?.stageUuid)?.stageType ?? null,
			status: task?.status ?? null,
			assignee: task?.assignee ?? null,
			priority: row.priority,
		},
		labelRow: {
			labelHash: row.labelHash,
			status: row.labelStatus,
			version: row.version,
			savedBy: lastSave?.by ?? null,
			savedAt: lastSave?.at ?? null,
		},
		frame,
		people: peopleOf(host, project),
		tools: toolsOf(ontology.editor),
		...labelView(ontology.editor, unit, row.content ?? emptyContent(unit), frame),
	};
}
