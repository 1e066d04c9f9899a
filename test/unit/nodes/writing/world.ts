/** A video whose labels are saved in memory, and forms that write labels. */
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { PathwayMove } from '../../../../src/encord/calls/stageMoves';
import type { EncordClient } from '../../../../src/encord/client';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { tidyLabelRow } from '../../../../src/labels/reading/tidy';
import type { Operation } from '../../../../nodes/shared/runtime/operation';
import { FakeEncord } from '../../labels/saving/fakeEncord';
import { ontologyJson, videoRow } from '../../labels/fixtures';
import { id, runOperation, type FakeRun } from '../fakeN8n';
import { petsProject } from '../fixtures';

export const UNIT = id(31);

/** A video of a project with a task in its agent stage. */
export function world({
	stage = id(10),
	task = id(33) as string | null,
	methods = {} as Partial<EncordClient>,
	metadata = {} as Partial<LabelRowMetadata>,
} = {}) {
	const encord = new FakeEncord(0);
	encord.rows.set(UNIT, {
		created: true,
		labels: { ...videoRow, label_hash: id(30), data_hash: UNIT },
		editedAt: Date.parse('2023-02-10T01:02:03Z'),
	});
	const moves: PathwayMove[] = [];
	const { client } = encord;
	const run = async (
		operation: Operation,
		parameters: Record<string, unknown>,
		more: Partial<FakeRun> = {},
	) =>
		await runOperation(operation, {
			parameters: { project: id(1), dataUnit: UNIT, ...parameters },
			client: {
				...client,
				getProject: async () => petsProject({ editorOntology: ontologyJson }),
				listLabelRows: async (...given: Parameters<typeof client.listLabelRows>) =>
					(await client.listLabelRows(...given)).map((row) => ({
						...row,
						task_uuid: task,
						workflow_graph_node: { uuid: stage, title: 'Stage' },
						...metadata,
					})),
				proceedTasks: async (_project, _stage, some) => {
					moves.push(...some);
					return some.map(() => ({ status: 'moved' as const }));
				},
				...methods,
			},
			...more,
		});
	const saved = () => {
		const { objects, classifications } = tidyLabelRow(
			encord.read(UNIT),
			indexOntology(ontologyJson),
		);
		return { objects, classifications };
	};
	return { encord, run, moves, saved };
}

export const detections = {
	format: 'xyxy',
	scale: 'pixels',
	frame: 3,
	detections: [
		{ class: 'Car', box: [0, 0, 64, 48] },
		{ class: 'Thing', box: [320, 240, 384, 288] },
	],
};
export const things = { objectsBy: 'filter', objectFilters: { classes: 'Thing' } };
export const answered = (answersJson: object, more: object = {}) => ({
	answerMode: 'json',
	answersJson,
	frameScope: 'all',
	...more,
});
export const modelSaid = (modelAnswer: unknown, more: object = {}) => ({
	answerMode: 'model',
	modelAnswer,
	frameScope: 'all',
	...more,
});
export const titles = (labels: ReturnType<ReturnType<typeof world>['saved']>) => ({
	objects: labels.objects.map((object) => object.class),
	classifications: labels.classifications.map(({ answers }) => answers),
});
