/**
 * City pictures. An agent sets their priorities by title before people see them. In a second project the same pictures wait in an agent
 * stage, some with labels, and an agent answers questions about them.
 */
import type { BackgroundColor, ShapeColor } from '../../media/palette';
import { renderPicture } from '../../media/pictures';
import type { SeedBuilder } from '../builder';
import { handLabels } from '../handLabels';

const titles = [
	'london-bridge.jpg',
	'paris-quay.jpg',
	'tower-of-london.jpg',
	'rome-station.jpg',
	'oslo-harbor.jpg',
	'greater-london-bus.jpg',
	'madrid-market.jpg',
	'vienna-tram.jpg',
	'east-london-canal.jpg',
	'lisbon-hill.jpg',
];
const skies: BackgroundColor[] = ['light blue', 'beige', 'light gray', 'pink', 'dark blue'];
const paints: ShapeColor[] = ['red', 'blue', 'green', 'orange', 'purple', 'yellow'];

/** @param anna has begun to label the second project */
export async function prioritisation(build: SeedBuilder, anna: string): Promise<void> {
	const ontologyUuid = build.addOntology({
		title: 'Cities',
		spec: {
			objects: [{ name: 'Landmark', shape: 'bounding_box' }],
			classifications: [{ name: 'Usable', type: 'radio', options: ['Yes', 'No'] }],
		},
	});
	const dataset = build.addDataset({ title: 'City pictures' });
	const size = { width: 480, height: 360 };
	for (const [index, title] of titles.entries()) {
		const color = paints[index % paints.length] ?? 'red';
		const shapes = [
			{
				shape: 'rectangle',
				color,
				x: 60 + (index % 4) * 60,
				y: 150 + (index % 3) * 20,
				width: 110,
				height: 90,
			} as const,
		];
		const file = await renderPicture({
			...size,
			scene: { kind: 'street', background: skies[index % skies.length] ?? 'beige', shapes },
		});
		build.addImage(dataset, {
			...size,
			title,
			file,
			clientMetadata: { city: title.includes('london') ? 'London' : capitalized(title) },
		});
	}
	build.addProject({
		title: 'prioritisation',
		description: 'Put what matters first',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{ type: 'AGENT', title: 'pre-label', pathways: [{ title: 'annotate', to: 'Annotate 1' }] },
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	backlog(build, ontologyUuid, dataset, anna);
}

function backlog(build: SeedBuilder, ontologyUuid: string, dataset: string, anna: string): void {
	const project = build.addProject({
		title: 'backlog',
		description: 'Ask an agent what waits',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Waiting for labels',
				pathways: [{ title: 'annotate', to: 'Annotate 1' }],
			},
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	const ontology = build.ontology(ontologyUuid);
	for (const { dataHash, title } of build.dataUnits(dataset)) {
		if (title.includes('london')) continue;
		const classifications = [
			{ name: 'Usable', answer: ['Yes'], range: [[0, 0]] as Array<[number, number]> },
		];
		build.saveLabels(
			project,
			dataHash,
			anna,
			handLabels({ ontology, dataHash, still: true, classifications }),
		);
	}
}

const capitalized = (title: string) =>
	title.charAt(0).toUpperCase() + title.slice(1).replace(/-.*/, '');
