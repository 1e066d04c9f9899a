/**
 * Pictures and a video of colored shapes. A mask model cuts the shapes out: rectangles are drawn as polygons, circles as bitmasks.
 * One picture has no shape.
 */
import { join } from 'node:path';
import { hexColor, shapeColors, type ShapeColor } from '../../media/palette';
import { renderPicture, type DrawnShape } from '../../media/pictures';
import { renderVideo, type VideoRequest } from '../../media/video';
import type { SeedBuilder } from '../builder';

export const cutOutSize = { width: 480, height: 360 };
const colors = Object.keys(shapeColors) as ShapeColor[];
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What is on `table-1.png` and so on. */
export const cutOutShapes: DrawnShape[][] = [
	[
		{ shape: 'rectangle', color: 'red', x: 40, y: 220, width: 120, height: 70 },
		{ shape: 'circle', color: 'yellow', x: 260, y: 60, width: 110, height: 110 },
	],
	[
		{ shape: 'circle', color: 'blue', x: 60, y: 70, width: 90, height: 90 },
		{ shape: 'circle', color: 'green', x: 290, y: 190, width: 120, height: 120 },
	],
	[],
];

/** The content of `belt.mp4`. */
export const beltClip: VideoRequest = {
	width: 320,
	height: 240,
	frames: 30,
	fps: 10,
	background: 'light gray',
	colors: ['purple', 'orange'],
	seed: 5,
};

export async function cutOuts(build: SeedBuilder): Promise<void> {
	const ontologyUuid = build.addOntology({
		title: 'Shapes to cut out',
		spec: {
			objects: colors.flatMap((color) => [
				{
					name: `${capital(color)} rectangle`,
					shape: 'polygon',
					color: hexColor(shapeColors[color]),
				},
				{
					name: `${capital(color)} circle`,
					shape: 'bitmask',
					color: hexColor(shapeColors[color]),
				},
			]),
		},
	});
	const dataset = build.addDataset({ title: 'Things on a table' });
	for (const [index, shapes] of cutOutShapes.entries())
		build.addImage(dataset, {
			...cutOutSize,
			title: `table-${index + 1}.png`,
			file: await renderPicture({
				...cutOutSize,
				scene: { kind: 'street', background: 'beige', shapes },
				format: 'png',
			}),
		});
	const file = join(build.mediaDir, 'belt.mp4');
	build.addVideo(dataset, { title: 'belt.mp4', file, ...(await renderVideo(file, beltClip)) });
	build.addProject({
		title: 'cut-outs',
		description: 'Cut things out with a mask model',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'Segmented', to: 'Review 1' },
					{ title: 'A person draws', to: 'Annotate 1' },
				],
			},
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}
