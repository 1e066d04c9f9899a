/** Videos of moving rectangles. A detector labels them before people correct the labels. */
import { join } from 'node:path';
import { hexColor, shapeColors, type BackgroundColor, type ShapeColor } from '../../media/palette';
import { renderVideo } from '../../media/video';
import type { SeedBuilder } from '../builder';

const colors = Object.keys(shapeColors) as ShapeColor[];
const skies: BackgroundColor[] = ['light blue', 'beige', 'light gray', 'light green'];

/** @returns the dataset with the videos */
export async function preLabeling(build: SeedBuilder): Promise<string> {
	const ontologyUuid = build.addOntology({
		title: 'Moving rectangles',
		spec: {
			objects: colors.map((color) => ({
				name: `${color.charAt(0).toUpperCase()}${color.slice(1)} rectangle`,
				shape: 'bounding_box',
				color: hexColor(shapeColors[color]),
			})),
		},
	});
	const dataset = build.addDataset({ title: 'Street videos' });
	for (let index = 0; index < 8; index++) {
		const title = `camera-${index + 1}.mp4`;
		const file = join(build.mediaDir, title);
		const rendered = await renderVideo(file, {
			width: 480,
			height: 270,
			frames: 50 + index * 5,
			fps: 25,
			background: skies[index % skies.length] ?? 'beige',
			seed: index,
			colors: [0, 2, 4]
				.slice(0, 1 + (index % 3))
				.map((step) => colors[(index + step) % colors.length] ?? 'red'),
		});
		build.addVideo(dataset, { title, file, ...rendered, clientMetadata: { camera: index + 1 } });
	}
	build.addProject({
		title: 'pre-labeling',
		description: 'Label videos with a detector before people see them',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Pre-Labeling Agent',
				pathways: [{ title: 'Annotate 1', to: 'Annotate 1' }],
			},
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	return dataset;
}
