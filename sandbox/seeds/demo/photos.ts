/** Photographs, with a task in every stage: for a person to look around and to try things, beside an own workflow. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeedBuilder } from '../builder';
import { handLabels, type HandObject } from '../handLabels';

/** A photograph (`media/photos`), and a part of it as a picture of its own. Pixels. */
const photos = [
	{ name: 'cat', width: 451, height: 300, part: { left: 70, top: 20, width: 320, height: 240 } },
	{
		name: 'coffee',
		width: 600,
		height: 400,
		part: { left: 150, top: 20, width: 420, height: 315 },
	},
	{
		name: 'rocket',
		width: 640,
		height: 427,
		part: { left: 180, top: 20, width: 300, height: 400 },
	},
];

interface Labeled {
	stage: string;
	subject: string;
	object: HandObject;
}

/** Where the tasks begin that do not begin in the first stage, and what was labeled before. */
const further: Record<string, Labeled | { stage: string }> = {
	'coffee.jpg': { stage: 'Annotate 1' },
	'rocket-part.jpg': { stage: 'Annotate 1' },
	'cat-part.jpg': {
		stage: 'Review 1',
		subject: 'Animal',
		object: {
			name: 'Animal',
			frames: { 0: { boundingBox: { x: 0.02, y: 0.02, w: 0.92, h: 0.95 } } },
		},
	},
	'coffee-part.jpg': {
		stage: 'Complete',
		subject: 'Thing',
		object: {
			name: 'Thing',
			frames: { 0: { boundingBox: { x: 0.04, y: 0.03, w: 0.8, h: 0.9 } } },
		},
	},
};

/** @param anna has labeled some of them */
export async function photographs(build: SeedBuilder, anna: string): Promise<void> {
	const { default: sharp } = await import('sharp');
	const ontologyUuid = build.addOntology({
		title: 'Photographs',
		spec: {
			objects: [
				{ name: 'Animal', shape: 'bounding_box', color: '#D9480F' },
				{ name: 'Thing', shape: 'bounding_box', color: '#1971C2' },
			],
			classifications: [
				{
					name: 'Subject',
					type: 'radio',
					options: [
						{
							label: 'Animal',
							attributes: [{ name: 'Mood', type: 'radio', options: ['Calm', 'Alert'] }],
						},
						'Thing',
						'Landscape',
					],
				},
				{ name: 'Seen', type: 'checklist', options: ['Indoors', 'Outdoors', 'Night'] },
				{ name: 'Caption', type: 'text' },
			],
		},
	});
	const dataset = build.addDataset({ title: 'Photographs' });
	for (const { name, part, ...size } of photos) {
		const file = await readFile(join(__dirname, `../../media/photos/${name}.jpg`));
		build.addImage(dataset, { ...size, title: `${name}.jpg`, file });
		const { width, height } = part;
		const cut = await sharp(file).extract(part).jpeg({ quality: 88 }).toBuffer();
		build.addImage(dataset, { width, height, title: `${name}-part.jpg`, file: cut });
	}
	const project = build.addProject({
		title: 'photos',
		description: 'Real pictures with a task in every stage, to look around and to try things',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'annotate', to: 'Annotate 1' },
					{ title: 'review', to: 'Review 1' },
				],
			},
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	const ontology = build.ontology(ontologyUuid);
	for (const { dataHash, title } of build.dataUnits(dataset)) {
		const begins = further[title];
		if (!begins) continue;
		if ('object' in begins)
			build.saveLabels(
				project,
				dataHash,
				anna,
				handLabels({
					ontology,
					dataHash,
					still: true,
					objects: [begins.object],
					classifications: [{ name: 'Subject', answer: [begins.subject], range: [[0, 0]] }],
				}),
			);
		build.beginIn(project, dataHash, begins.stage);
	}
}
