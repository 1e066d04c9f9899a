/** Streets with signs. A person has drawn boxes around the signs; an agent reads the ones that are selected. */
import { signSize, type Sign } from '../../media/lettering';
import type { LightBackground } from '../../media/palette';
import { renderPicture, type Scene } from '../../media/pictures';
import type { SeedBuilder } from '../builder';
import { boxIn, handLabels } from '../handLabels';

const size = { width: 800, height: 600 };

/** The last sign of the second picture has nothing on it. */
const streets: Array<[background: LightBackground, signs: Sign[]]> = [
	[
		'light blue',
		[
			{ text: 'HARBOR 12', x: 60, y: 80, dot: 5 },
			{ text: 'EXIT', x: 470, y: 120, dot: 8 },
			{ text: 'LKW 4711', x: 250, y: 380, dot: 6 },
		],
	],
	[
		'beige',
		[
			{ text: 'BAKERY', x: 90, y: 110, dot: 7 },
			{ text: 'NO PARKING', x: 420, y: 90, dot: 5 },
			{ text: '', x: 300, y: 360, dot: 6, dots: 30 },
		],
	],
	['light green', [{ text: 'PLATFORM 9', x: 220, y: 200, dot: 6 }]],
	['pink', []],
];

/** @param anna has drawn the boxes */
export async function signs(build: SeedBuilder, anna: string): Promise<void> {
	const ontologyUuid = build.addOntology({
		title: 'Signs',
		spec: {
			objects: [
				{
					name: 'Sign',
					shape: 'bounding_box',
					color: '#0E7C86',
					attributes: [{ name: 'Text', type: 'text' }],
				},
			],
		},
	});
	const dataset = build.addDataset({ title: 'Streets with signs' });
	const files: string[] = [];
	for (const [index, [background, drawn]] of streets.entries()) {
		const scene: Scene = { kind: 'street', background, shapes: [], signs: drawn };
		const file = await renderPicture({ ...size, scene, format: 'png' });
		files.push(build.addImage(dataset, { ...size, title: `street-${index + 1}.png`, file }));
	}
	const project = build.addProject({
		title: 'signs',
		description: 'Read what is written on signs',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	const ontology = build.ontology(ontologyUuid);
	for (const [index, dataHash] of files.entries()) {
		const objects = (streets[index]?.[1] ?? []).map((sign) => ({
			name: 'Sign',
			frames: { 0: { boundingBox: boxIn(size, { x: sign.x, y: sign.y, ...signSize(sign) }) } },
		}));
		if (objects.length > 0)
			build.saveLabels(
				project,
				dataHash,
				anna,
				handLabels({ ontology, dataHash, still: true, objects }),
			);
	}
}
