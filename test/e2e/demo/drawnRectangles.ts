/** Where the seed drew rectangles into the videos of the project "pre-labeling", and whether boxes are there. */
import { expect } from '@jest/globals';
import { shapeColors, type ShapeColor } from '../../../sandbox/media/palette';
import { movingRectangles } from '../../../sandbox/media/video';
import type { ProjectState } from '../../../scripts/sandbox/state';
import { framesOf, objectsOn, overlap, type ObjectLabel } from './rowLabels';

const size = { width: 480, height: 270 };
const colors = Object.keys(shapeColors) as ShapeColor[];

/** What the seed drew into `camera-1.mp4` and so on. */
function videoOf(title: string) {
	const seed = Number(/\d+/.exec(title)?.[0]) - 1;
	const drawn = [0, 2, 4]
		.slice(0, 1 + (seed % 3))
		.map((step) => colors[(seed + step) % colors.length]!);
	return {
		...size,
		seed,
		colors: drawn,
		frames: 50 + seed * 5,
		fps: 25,
		background: 'beige',
	} as const;
}

/** On frame 0 and every `every`-th after it, each video has a box around each rectangle, and nowhere else. @returns how many boxes */
export function expectBoxesOnRectangles({ labelRows }: ProjectState, every: number): number {
	let boxes = 0;
	for (const row of labelRows) {
		const video = videoOf(row.title);
		const sampled = Array.from(
			{ length: Math.ceil(video.frames / every) },
			(_, step) => step * every,
		);
		expect([...framesOf(row).keys()].sort((a, b) => a - b)).toEqual(sampled);
		for (const frame of sampled) {
			const truth = movingRectangles(video, frame);
			expectBoxes(objectsOn(row, frame), truth);
			boxes += truth.length;
		}
	}
	return boxes;
}

function expectBoxes(labels: ObjectLabel[], truth: ReturnType<typeof movingRectangles>): void {
	expect(labels.map(({ name }) => name.toLowerCase()).sort()).toEqual(
		truth.map(({ color }) => `${color} rectangle`).sort(),
	);
	for (const { name, boundingBox, confidence, manualAnnotation } of labels) {
		const { x, y, width, height } = truth.find(({ color }) =>
			name.toLowerCase().startsWith(color),
		)!;
		const drawn = {
			x: x / size.width,
			y: y / size.height,
			w: width / size.width,
			h: height / size.height,
		};
		expect(overlap(boundingBox!, drawn)).toBeGreaterThan(0.85);
		expect(confidence).toBeGreaterThan(0.5);
		expect(confidence).toBeLessThan(1);
		expect(manualAnnotation).toBe(false);
	}
}
