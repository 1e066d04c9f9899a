/**
 * Pictures and videos in which a person has labeled an example: one of several things that look alike, or a point of a thing that
 * moves. Agents find the others, and follow the point.
 */
import { join } from 'node:path';
import { renderPicture, type DrawnShape } from '../../media/pictures';
import { movingRectangles, renderVideo, type VideoRequest } from '../../media/video';
import type { SeedBuilder } from '../builder';
import { boxIn, handLabels, type HandObject } from '../handLabels';
import type { StageSpec } from '../stages';

export const beadSize = { width: 640, height: 480 };
const bead = (color: DrawnShape['color'], x: number, y: number): DrawnShape => ({
	shape: 'circle',
	color,
	x,
	y,
	width: 80,
	height: 80,
});

/** What is on every picture of beads: four red ones, and things that are like them in color or in shape only. */
export const beads: DrawnShape[] = [
	bead('red', 40, 60),
	bead('red', 220, 90),
	bead('red', 430, 40),
	bead('red', 330, 300),
	bead('blue', 120, 250),
	{ shape: 'rectangle', color: 'red', x: 480, y: 220, width: 90, height: 60 },
];

/** Which parts of `beads-1.png` and so on a person has drawn boxes around. There is nothing in the last one. */
const drawn: Array<Array<{ x: number; y: number; width: number; height: number }>> = [
	[beads[0]!],
	[beads[0]!, beads[3]!],
	[{ x: 20, y: 370, width: 60, height: 60 }],
];

/** The content of `walk-1.mp4` and so on. */
export const walkClip: VideoRequest = {
	width: 480,
	height: 270,
	frames: 40,
	fps: 25,
	background: 'light green',
	colors: ['red', 'blue'],
	seed: 2,
};

/** The middle of the red rectangle on a frame of a walk, in pixels. */
export function middleOfRed(frame: number): { x: number; y: number } {
	const { x, y, width, height } = movingRectangles(walkClip, frame).find(
		({ color }) => color === 'red',
	)!;
	return { x: x + width / 2, y: y + height / 2 };
}

const pointIn = ({ x, y }: { x: number; y: number }) => ({
	point: { x: x / walkClip.width, y: y / walkClip.height },
});

/** The points that a person has set. In the second walk on two frames, in the third beside all that moves. */
const points: Array<HandObject['frames']> = [
	{ 0: pointIn(middleOfRed(0)) },
	{
		5: pointIn(middleOfRed(5)),
		12: pointIn({ x: middleOfRed(12).x + 6, y: middleOfRed(12).y - 4 }),
	},
	{ 0: pointIn({ x: 240, y: 262 }) },
];

const byHand: StageSpec[] = [
	{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
	{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
	{ type: 'DONE', title: 'Complete' },
];

async function lookAlikes(build: SeedBuilder, anna: string): Promise<void> {
	const ontologyUuid = build.addOntology({
		title: 'Beads',
		spec: {
			objects: [
				{ name: 'Bead', shape: 'bounding_box', color: '#D62828' },
				{ name: 'Bead outline', shape: 'polygon', color: '#F77F00' },
			],
		},
	});
	const dataset = build.addDataset({ title: 'Beads' });
	const scene = { kind: 'street', background: 'light gray', shapes: beads } as const;
	const file = await renderPicture({ ...beadSize, scene, format: 'png' });
	const units = drawn.map((_, index) =>
		build.addImage(dataset, { ...beadSize, title: `beads-${index + 1}.png`, file }),
	);
	const project = build.addProject({
		title: 'look-alikes',
		description: 'Find everything that looks like the selected object',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: byHand,
	});
	const ontology = build.ontology(ontologyUuid);
	for (const [index, dataHash] of units.entries()) {
		const objects = drawn[index]!.map((box) => ({
			name: 'Bead',
			frames: { 0: { boundingBox: boxIn(beadSize, box) } },
		}));
		build.saveLabels(
			project,
			dataHash,
			anna,
			handLabels({ ontology, dataHash, still: true, objects }),
		);
	}
}

async function tracking(build: SeedBuilder, anna: string): Promise<void> {
	const ontologyUuid = build.addOntology({
		title: 'Points that move',
		spec: { objects: [{ name: 'Middle', shape: 'point', color: '#D6249F' }] },
	});
	const dataset = build.addDataset({ title: 'Walks' });
	const units: string[] = [];
	for (const index of points.keys()) {
		const title = `walk-${index + 1}.mp4`;
		const file = join(build.mediaDir, title);
		units.push(build.addVideo(dataset, { title, file, ...(await renderVideo(file, walkClip)) }));
	}
	const project = build.addProject({
		title: 'tracking',
		description: 'Follow a point through a video',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: byHand,
	});
	const ontology = build.ontology(ontologyUuid);
	for (const [index, dataHash] of units.entries())
		build.saveLabels(
			project,
			dataHash,
			anna,
			handLabels({
				ontology,
				dataHash,
				still: false,
				objects: [{ name: 'Middle', frames: points[index]! }],
			}),
		);
}

/** @param anna has labeled the examples */
export async function examples(build: SeedBuilder, anna: string): Promise<void> {
	await lookAlikes(build, anna);
	await tracking(build, anna);
}
