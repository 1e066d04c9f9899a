/** Data of every kind. An agent passes it on to review. */
import { renderPdf, renderText, renderTone } from '../../media/documents';
import { renderPicture, type Scene } from '../../media/pictures';
import type { SeedBuilder } from '../builder';

const size = { width: 480, height: 360 };
const pictures: Scene[] = [
	{ kind: 'thing', thing: 'car', coat: 1, background: 'light gray' },
	{
		kind: 'street',
		background: 'light blue',
		shapes: [{ shape: 'rectangle', color: 'green', x: 90, y: 190, width: 130, height: 80 }],
	},
	{ kind: 'thing', thing: 'tree', coat: 1, background: 'light blue' },
	{
		kind: 'street',
		background: 'pink',
		shapes: [{ shape: 'circle', color: 'blue', x: 200, y: 70, width: 110, height: 110 }],
	},
	{ kind: 'thing', thing: 'bird', coat: 1, background: 'light green' },
	{ kind: 'thing', thing: 'fish', coat: 1, background: 'beige' },
];

export async function general(build: SeedBuilder): Promise<void> {
	const ontologyUuid = build.addOntology({
		title: 'Documents and pictures',
		spec: {
			objects: [{ name: 'Thing', shape: 'bounding_box' }],
			classifications: [{ name: 'Usable', type: 'radio', options: ['Yes', 'No'] }],
		},
	});
	const dataset = build.addDataset({ title: 'Mixed data' });
	for (const [index, scene] of pictures.entries()) {
		build.addImage(dataset, {
			...size,
			title: `upload-${index + 1}.png`,
			file: await renderPicture({ ...size, scene, format: 'png' }),
			clientMetadata: { batch: index < 3 ? 'spring' : 'autumn' },
		});
	}
	build.addImageGroup(dataset, {
		title: 'walk around the block',
		images: await Promise.all(
			pictures
				.filter(({ kind }) => kind === 'thing')
				.slice(0, 3)
				.map(async (scene, index) => ({
					...size,
					title: `view-${index + 1}.jpg`,
					file: await renderPicture({ ...size, scene, frameNumber: index }),
				})),
		),
	});
	const letter = renderText({ title: 'Letters to the workshop', lines: 10 });
	build.addText(dataset, {
		title: 'letters.txt',
		file: letter,
		characters: [...letter.toString('utf8')].length,
	});
	build.addAudio(dataset, {
		title: 'doorbell.wav',
		file: renderTone({ seconds: 3 }),
		duration: 3,
		sampleRate: 8000,
		bitDepth: 16,
		channels: 1,
	});
	build.addPdf(dataset, {
		title: 'manual.pdf',
		file: renderPdf({ pages: ['Cover', 'Safety', 'Assembly'] }),
		pages: 3,
	});
	build.addProject({
		title: 'general',
		description: 'Pass every task on',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [{ title: 'continue to Review', to: 'Review 1' }],
			},
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}
