/**
 * Street scenes with colored shapes. Agents describe, classify and label them from the Label Editor. Some rows have a person's
 * labels already, which agents must keep. A twin project has another person's labels of the same data units.
 */
import { join } from 'node:path';
import { hexColor, shapeColors, type BackgroundColor, type ShapeColor } from '../../media/palette';
import { renderPicture, type DrawnShape } from '../../media/pictures';
import { movingRectangles, renderVideo, type VideoRequest } from '../../media/video';
import type { SeedBuilder } from '../builder';
import { boxIn, handLabels, unevenOutline, type HandObject } from '../handLabels';
import type { OntologySpec } from '../ontology';

const size = { width: 800, height: 600 };
const colors = Object.keys(shapeColors) as ShapeColor[];
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const rectangleName = (color: ShapeColor) => `${capital(color)} rectangle`;

const spec: OntologySpec = {
	objects: [
		...colors.map((color) => ({
			name: rectangleName(color),
			shape: 'bounding_box',
			color: hexColor(shapeColors[color]),
			attributes: [
				{ name: 'Surroundings', type: 'radio' as const, options: ['Light', 'Dark'] },
				{ name: 'Note', type: 'text' as const },
			],
		})),
		{ name: 'Generic', shape: 'bounding_box', color: '#5B6472' },
		{ name: 'Outline', shape: 'polygon', color: '#D6249F' },
		{ name: 'Lane', shape: 'polyline', color: '#0E7C86' },
	],
	classifications: [
		{ name: 'Scene description', type: 'text' },
		{
			name: 'Content',
			type: 'radio',
			options: [
				{
					label: 'Rectangles',
					attributes: [
						{ name: 'Main color', type: 'radio', options: colors.map(capital) },
						{ name: 'How many rectangles', type: 'numeric' },
					],
				},
				{
					label: 'Circles',
					attributes: [{ name: 'Main color', type: 'radio', options: colors.map(capital) }],
				},
				'Nothing',
			],
		},
		{ name: 'Time of day', type: 'radio', options: ['Day', 'Night'] },
	],
};

function rectangle(
	color: ShapeColor,
	x: number,
	y: number,
	width: number,
	height: number,
): DrawnShape {
	return { shape: 'rectangle', color, x, y, width, height };
}
function circle(color: ShapeColor, x: number, y: number, across: number): DrawnShape {
	return { shape: 'circle', color, x, y, width: across, height: across };
}

const images: Array<{ background: BackgroundColor; shapes: DrawnShape[] }> = [
	{
		background: 'light blue',
		shapes: [
			rectangle('red', 90, 330, 190, 110),
			rectangle('blue', 430, 350, 150, 120),
			circle('yellow', 600, 60, 110),
		],
	},
	{
		background: 'light green',
		shapes: [rectangle('green', 120, 300, 140, 150), rectangle('purple', 380, 340, 220, 100)],
	},
	{
		background: 'beige',
		shapes: [circle('orange', 300, 120, 220), rectangle('blue', 80, 380, 130, 90)],
	},
	{
		background: 'dark blue',
		shapes: [rectangle('yellow', 150, 340, 160, 120), rectangle('yellow', 460, 360, 110, 100)],
	},
	{
		background: 'lavender',
		shapes: [
			circle('red', 140, 110, 130),
			circle('green', 470, 160, 170),
			circle('blue', 330, 420, 90),
		],
	},
	{ background: 'light gray', shapes: [] },
	{
		background: 'light blue',
		shapes: [
			rectangle('orange', 60, 350, 180, 110),
			rectangle('green', 300, 330, 120, 140),
			rectangle('red', 500, 370, 200, 90),
		],
	},
	{ background: 'pink', shapes: [rectangle('purple', 260, 240, 280, 200)] },
];

const clip: VideoRequest = {
	width: 640,
	height: 360,
	frames: 150,
	fps: 25,
	background: 'light blue',
	colors: ['red', 'green', 'blue'],
	seed: 3,
};
/** The content of `phone.mp4`, the video with a variable frame rate. */
export const phoneClip: VideoRequest = {
	...clip,
	frames: 120,
	background: 'beige',
	colors: ['purple', 'orange'],
	seed: 8,
	rate: 'variable',
};

async function addData(build: SeedBuilder, dataset: string) {
	const scenes: string[] = [];
	for (const [index, { background, shapes }] of images.entries()) {
		const file = await renderPicture({ ...size, scene: { kind: 'street', background, shapes } });
		scenes.push(
			build.addImage(dataset, {
				...size,
				title: `scene-${String(index + 1).padStart(2, '0')}.jpg`,
				file,
			}),
		);
	}
	const videos: string[] = [];
	for (const [title, request] of [
		['crossing.mp4', clip],
		['phone.mp4', phoneClip],
	] as const) {
		const file = join(build.mediaDir, `scenes-${title}`);
		videos.push(build.addVideo(dataset, { title, file, ...(await renderVideo(file, request)) }));
	}
	return { scenes, videos };
}

const boxes = (shapes: DrawnShape[], name: (shape: DrawnShape) => string): HandObject[] =>
	shapes.map((shape) => ({
		name: name(shape),
		frames: { 0: { boundingBox: boxIn(size, shape) } },
	}));

/** The moving rectangle of one color through a range of frames. */
function track(request: VideoRequest, color: ShapeColor, from: number, to: number): HandObject {
	const frames: HandObject['frames'] = {};
	for (let frame = from; frame <= to; frame++) {
		const shape = movingRectangles(request, frame).find((each) => each.color === color);
		if (shape) frames[frame] = { boundingBox: boxIn(request, shape) };
	}
	return { name: rectangleName(color), frames };
}

type Drawn = Pick<Parameters<typeof handLabels>[0], 'objects' | 'classifications'>;
type LabelUnit = (dataHash: string | undefined, labels: Drawn) => void;
type Data = Awaited<ReturnType<typeof addData>>;

const shapesOf = (index: number) => images[index]?.shapes ?? [];
const lane = [
	{ x: 0.02, y: 0.87 },
	{ x: 0.5, y: 0.865 },
	{ x: 0.98, y: 0.87 },
];

/** Unfinished labels: boxes of the class Generic, a polygon of far too many points, a description, a track of one second. */
function labelByHand(label: LabelUnit, { scenes, videos }: Data): void {
	const circles = shapesOf(2).filter(({ shape }) => shape === 'circle');
	label(scenes[1], { objects: boxes(shapesOf(1), () => 'Generic') });
	label(scenes[2], {
		objects: [
			...circles.map((shape) => ({
				name: 'Outline',
				frames: { 0: { polygon: unevenOutline(boxIn(size, shape), 240) } },
			})),
			{ name: 'Lane', frames: { 0: { polyline: lane } } },
		],
	});
	label(scenes[3], {
		classifications: [
			{
				name: 'Scene description',
				answer: 'A quiet street at night, checked by hand.',
				range: [[0, 0]],
			},
			{ name: 'Time of day', answer: ['Night'], range: [[0, 0]] },
		],
	});
	label(scenes[6], { objects: boxes(shapesOf(6), () => 'Generic') });
	label(videos[0], {
		objects: [track(clip, 'red', 0, 24)],
		classifications: [{ name: 'Time of day', answer: ['Day'], range: [[0, clip.frames - 1]] }],
	});
}

/** Finished labels of some data units: boxes with their classes, and a classification of the content. */
function labelTwin(label: LabelUnit, { scenes, videos }: Data): void {
	for (const index of [0, 1, 3, 6, 7]) {
		const rectangles = shapesOf(index).filter(({ shape }) => shape === 'rectangle');
		const mainColor = capital(rectangles[0]?.color ?? 'red');
		label(scenes[index], {
			objects: boxes(rectangles, ({ color }) => rectangleName(color)),
			classifications: [{ name: 'Content', answer: ['Rectangles', mainColor], range: [[0, 0]] }],
		});
	}
	label(videos[0], { objects: [track(clip, 'green', 0, 49), track(clip, 'blue', 25, 49)] });
}

/** @param anna has begun to label the project @param ben has labeled its twin */
export async function scenes(build: SeedBuilder, anna: string, ben: string): Promise<void> {
	const ontologyUuid = build.addOntology({ title: 'Street scenes', spec });
	const dataset = build.addDataset({ title: 'Street scenes' });
	const data = await addData(build, dataset);
	const add = (title: string, description: string) =>
		build.addProject({
			title,
			description,
			ontologyUuid,
			datasetHashes: [dataset],
			stages: [
				{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
				{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
				{ type: 'DONE', title: 'Complete' },
			],
		});
	const labeler =
		(project: string, person: string): LabelUnit =>
		(dataHash = '', labels) => {
			const still = data.scenes.includes(dataHash);
			const ontology = build.ontology(ontologyUuid);
			build.saveLabels(
				project,
				dataHash,
				person,
				handLabels({ ontology, dataHash, still, ...labels }),
			);
		};
	labelByHand(
		labeler(add('scenes', 'Describe and label street scenes from the Label Editor'), anna),
		data,
	);
	labelTwin(
		labeler(add('scenes (twin)', 'The same data units, labeled by another team'), ben),
		data,
	);
}
