/** The sandbox of the table of operations: two small projects, in which every operation has something to do. */
import sharp from 'sharp';
import { handLabels } from '../../../sandbox/seeds/handLabels';
import type { SeedBuilder } from '../../../sandbox/seeds/builder';
import type { IDataObject } from 'n8n-workflow';
import type { NodeSandbox } from '../encord/nodeSandbox';

export type Title = 'North' | 'South';
export type TableSandbox = NodeSandbox<Title>;

const PICTURES = 3;
const OWNER = 'owner@example.com';
const COLLEAGUE = 'colleague@example.com';

export async function tableSeed(build: SeedBuilder): Promise<void> {
	build.addUser(OWNER, { withKey: true });
	build.addUser(COLLEAGUE);
	const ontologyUuid = build.addOntology({
		title: 'Roads',
		spec: {
			objects: [
				{ name: 'Car', shape: 'bounding_box' },
				...['Road', 'Track'].map((name) => ({
					name,
					shape: 'polygon' as const,
					attributes: [{ name: 'Name', type: 'text' as const }],
				})),
			],
			classifications: [
				{ name: 'Animal', type: 'radio', options: ['Cat', 'Dog'] },
				{ name: 'Remark', type: 'text' },
			],
		},
	});
	const file = await sharp({
		create: { width: 80, height: 60, channels: 3, background: '#80a080' },
	})
		.png()
		.toBuffer();
	build.addFolder('Inbox');
	const urls = ['North', 'South'].flatMap((title) =>
		Array.from({ length: PICTURES }, (_, count) => objectUrl(title, count)),
	);
	await build.addIntegration('Bucket', Object.fromEntries(urls.map((url) => [url, file])));
	for (const title of ['North', 'South']) await addProject(build, title, ontologyUuid, file);
}

const objectUrl = (title: string, count: number) =>
	`s3://bucket/${title.toLowerCase()}-${count}-new.png`;

async function addProject(build: SeedBuilder, title: string, ontologyUuid: string, file: Buffer) {
	const dataset = build.addDataset({ title: `${title} pictures` });
	const units = Array.from({ length: PICTURES }, (_, count) =>
		build.addImage(dataset, {
			title: `${title.toLowerCase()}-${count}.png`,
			width: 80,
			height: 60,
			file,
			clientMetadata: { camera: count },
		}),
	);
	const project = build.addProject({
		title,
		ontologyUuid,
		// What is added to the second one becomes tasks.
		datasetHashes: [dataset, build.addDataset({ title: `${title} news`, mirrorsFolder: false })],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'Cat', to: 'Cats' },
					{ title: 'Dog', to: 'Complete' },
				],
			},
			{ type: 'ANNOTATION', title: 'Cats', to: 'Complete' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	for (const dataHash of units) {
		const labels = handLabels({
			ontology: build.ontology(ontologyUuid),
			dataHash,
			still: true,
			objects: [{ name: 'Road', frames: { 0: { polygon: wavyPolygon } } }],
			classifications: [{ name: 'Remark', answer: 'By hand', range: [[0, 0]] }],
		});
		build.saveLabels(project, dataHash, COLLEAGUE, labels);
		build.addIssue(project, dataHash, COLLEAGUE, 'Which road is this?');
	}
}

/** A polygon with points that a simplification leaves out. */
const wavyPolygon = [
	...Array.from({ length: 17 }, (_, step) => ({
		x: 0.1 + step * 0.05,
		y: 0.2 + (step % 2) * 0.001,
	})),
	...Array.from({ length: 17 }, (_, step) => ({
		x: 0.9 - step * 0.05,
		y: 0.8 - (step % 2) * 0.001,
	})),
];

/** The item of a data unit as a trigger gives it, with what the operations of the table read from it. */
export async function tableItems(sandbox: TableSandbox, title: Title): Promise<IDataObject[]> {
	const { projectHash, agentStages } = sandbox.project(title);
	const tasks = await sandbox.tasks(title);
	const rows = await sandbox.rows(title);
	const { store } = sandbox.sandbox.host;
	const named = (title: string) => store.datasets.all().find((dataset) => dataset.title === title)!;
	const folder = store.folders.all().find(({ name }) => name === 'Inbox')!;
	// Files that were added since have no labels.
	const labeled = rows.filter(({ labels }) => labels !== null);
	return labeled.map(({ dataHash, labels, taskUuid }, count) => ({
		projectHash,
		dataHash,
		stageUuid: agentStages[0]!.uuid,
		taskUuid: taskUuid ?? tasks.find((task) => task.dataHash === dataHash)!.uuid,
		objectHash: Object.keys(labels!.object_answers)[0]!,
		detections: [{ class: 'Car', box: [10, 10, 30, 30] }],
		frame: 0,
		labelRow: labels as unknown as IDataObject,
		storageItemUuid: store.dataUnits.get(dataHash)!.itemUuid,
		datasetHash: named(`${title} news`).datasetHash,
		folderUuid: folder.uuid,
		integrationUuid: store.integrations.all()[0]!.integrationUuid,
		objectUrl: objectUrl(title, count),
	}));
}

/** Requests since the last time that may have changed something. A call that is not known to be a reading one counts. */
export async function writeRequests(sandbox: TableSandbox): Promise<string[]> {
	const counts = await sandbox.requests();
	return Object.keys(counts).filter((call) => !READING.test(call));
}

export const READING =
	/^media\.|\.(GET|get|getBulk|list|search|children|items|summary|subfolders|bearerToken|validationState|datasets|users|groups)$/;

/** What is stored about a data unit, without what reading changes. */
export async function stored(sandbox: TableSandbox, dataHash: unknown): Promise<unknown> {
	const { projects } = (await sandbox.control('GET', 'state')) as {
		projects: Array<{ labelRows: IDataObject[]; tasks: IDataObject[] }>;
	};
	const { host } = sandbox.sandbox;
	const unit = host.store.dataUnits.get(String(dataHash));
	return {
		rows: projects.flatMap(({ labelRows }) => labelRows.filter((row) => row.dataHash === dataHash)),
		tasks: projects.flatMap(({ tasks }) => tasks.filter((task) => task.dataHash === dataHash)),
		metadata: unit && JSON.stringify(host.store.items.get(unit.itemUuid)?.clientMetadata),
	};
}
