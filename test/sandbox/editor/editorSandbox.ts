/** A small sandbox for the Label Editor page: an image with a label of every shape, two videos, an image group and a text. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { EncordJson } from '../../../src/encord/wire/json';
import type { OntologyJson } from '../../../src/encord/wire/ontologyJson';
import { renderText } from '../../../sandbox/media/documents';
import { renderPicture } from '../../../sandbox/media/pictures';
import { renderVideo } from '../../../sandbox/media/video';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import type { Seed } from '../../../sandbox/seeds/builder';
import { handLabels } from '../../../sandbox/seeds/handLabels';

const size = { width: 320, height: 240 };

/** Coordinates of one label of every shape that is drawn, by the name of its ontology object. */
export const shapes: Record<string, { shape: string; coordinates: EncordJson }> = {
	Box: { shape: 'bounding_box', coordinates: { boundingBox: { x: 0.05, y: 0.1, w: 0.2, h: 0.2 } } },
	Turned: {
		shape: 'rotatable_bounding_box',
		coordinates: { rotatableBoundingBox: { x: 0.4, y: 0.1, w: 0.2, h: 0.15, theta: 30 } },
	},
	Ring: {
		shape: 'polygon',
		coordinates: {
			polygon: { 0: { x: 0.7, y: 0.1 }, 1: { x: 0.95, y: 0.1 }, 2: { x: 0.95, y: 0.4 } },
			polygons: [
				[
					[0.7, 0.1, 0.95, 0.1, 0.95, 0.4, 0.7, 0.4],
					[0.78, 0.2, 0.87, 0.2, 0.87, 0.3, 0.78, 0.3],
				],
			],
		},
	},
	Line: {
		shape: 'polyline',
		coordinates: {
			polyline: { 0: { x: 0.05, y: 0.5 }, 1: { x: 0.2, y: 0.6 }, 2: { x: 0.3, y: 0.5 } },
		},
	},
	Spot: { shape: 'point', coordinates: { point: { 0: { x: 0.45, y: 0.55 } } } },
	Figure: {
		shape: 'skeleton',
		coordinates: {
			skeleton: {
				0: { x: 0.6, y: 0.5, name: 'Head' },
				1: { x: 0.65, y: 0.65, name: 'Hand' },
				2: { x: 0.6, y: 0.8, name: 'Foot' },
			},
		},
	},
	// A mask of 320 × 240 with the lower 40 rows set: 200 · 320 zeros, then ones.
	Ground: {
		shape: 'bitmask',
		coordinates: { bitmask: { top: 0, left: 0, width: 320, height: 240, rleString: '' } },
	},
};

/** The numbers as characters of five bits (protocol §8.2), for runs without differences. */
function runLengths(...runs: number[]): string {
	return runs
		.map((run) => {
			let text = '';
			for (let rest = run, more = true; more; ) {
				const group = rest & 31;
				rest >>= 5;
				more = rest !== 0 || (group & 16) !== 0;
				text += String.fromCharCode((more ? group + 32 : group) + 48);
			}
			return text;
		})
		.join('');
}

function everyShape(ontology: OntologyJson, dataHash: string): EncordJson {
	const labels = handLabels({
		ontology,
		dataHash,
		still: true,
		classifications: [{ name: 'Weather', answer: ['Rain', 'Heavy'], range: [[0, 0]] }],
	});
	const objects = ontology.objects.map(({ name, color, shape, featureNodeHash }, index) => {
		const { bitmask, ...others } = shapes[name]?.coordinates ?? {};
		const coordinates = bitmask
			? { bitmask: { ...(bitmask as EncordJson), rleString: runLengths(200 * 320, 40 * 320) } }
			: others;
		return {
			name,
			color,
			value: name.toLowerCase(),
			shape,
			featureHash: featureNodeHash,
			objectHash: `object${index}0`,
			confidence: index === 0 ? 0.87 : 1,
			manualAnnotation: index > 0,
			...coordinates,
		};
	});
	const unit = (labels.data_units as { [hash: string]: { labels: { objects: unknown[] } } })[
		dataHash
	];
	unit?.labels.objects.push(...objects);
	labels.object_answers = Object.fromEntries(
		objects.map(({ objectHash }) => [objectHash, { objectHash, classifications: [] }]),
	);
	return labels;
}

const seed: Seed = async (build) => {
	const service = build.addUser('agent@example.com', { withKey: true });
	const person = build.addUser('person@example.com');
	const ontologyUuid = build.addOntology({
		title: 'Everything drawn',
		spec: {
			objects: Object.entries(shapes).map(([name, { shape }]) => ({
				name,
				shape,
				...(shape === 'skeleton'
					? { points: { Head: [0.5, 0], Hand: [1, 0.5], Foot: [0.5, 1] } }
					: {}),
			})),
			classifications: [
				{ name: 'Scene description', type: 'text' },
				{
					name: 'Weather',
					type: 'radio',
					options: [
						'Sun',
						{
							label: 'Rain',
							attributes: [{ name: 'Strength', type: 'radio', options: ['Light', 'Heavy'] }],
						},
					],
				},
			],
		},
	});
	const ontology = build.ontology(ontologyUuid);
	const dataset = build.addDataset({ title: 'For the editor' });
	const image = build.addImage(dataset, {
		...size,
		title: 'shapes.jpg',
		file: await renderPicture({
			...size,
			scene: { kind: 'street', background: 'light blue', shapes: [] },
		}),
	});
	const videos: string[] = [];
	for (const rate of ['constant', 'variable'] as const) {
		const file = join(build.mediaDir, `${rate}.mp4`);
		const made = await renderVideo(file, {
			...size,
			frames: 40,
			fps: 25,
			background: 'beige',
			colors: ['red'],
			rate,
		});
		videos.push(build.addVideo(dataset, { title: `${rate}.mp4`, file, ...made }));
	}
	build.addImageGroup(dataset, {
		title: 'group',
		images: await Promise.all(
			[0, 1].map(async (frameNumber) => ({
				...size,
				title: `${frameNumber}.png`,
				file: await renderPicture({
					...size,
					frameNumber,
					format: 'png',
					scene: { kind: 'thing', thing: 'cat', background: 'pink' },
				}),
			})),
		),
	});
	build.addText(dataset, {
		title: 'letter.txt',
		file: renderText({ title: 'Dear reader' }),
		characters: 100,
	});
	const project = build.addProject({
		title: 'editing',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Complete' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	build.saveLabels(project, image, person, everyShape(ontology, image));
	const [constant = ''] = videos;
	build.saveLabels(
		project,
		constant,
		service,
		handLabels({
			ontology,
			dataHash: constant,
			still: false,
			objects: [
				{
					name: 'Box',
					frames: {
						3: { boundingBox: { x: 0.1, y: 0.5, w: 0.2, h: 0.2 } },
						4: { boundingBox: { x: 0.2, y: 0.5, w: 0.2, h: 0.2 } },
					},
				},
			],
			classifications: [
				{
					name: 'Scene description',
					answer: 'Two frames',
					range: [
						[3, 4],
						[10, 10],
					],
				},
			],
		}),
	);
};

export interface EditorSandbox extends Sandbox {
	projectHash: string;
	/** By title. */
	dataHash(title: string): string;
}

export async function editorSandbox(): Promise<EditorSandbox> {
	const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-editor-'));
	const sandbox = await startSandbox({ dataDir, seed: { name: 'editor', build: seed } });
	return {
		...sandbox,
		projectHash: sandbox.projects[0]?.projectHash ?? '',
		dataHash: (title) =>
			sandbox.host.store.dataUnits.all().find((unit) => unit.title === title)?.dataHash ?? '',
		close: async () => {
			await sandbox.close();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}
