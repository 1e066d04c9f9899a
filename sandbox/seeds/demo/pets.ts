/** Images of cats, dogs and other things. An agent tells them apart and sends them to three kinds of annotators. */
import type { Thing } from '../../media/drawings';
import type { LightBackground } from '../../media/palette';
import { renderPicture } from '../../media/pictures';
import type { SeedBuilder } from '../builder';

const album: Array<[thing: Thing, coat: number, background: LightBackground]> = [
	['cat', 0, 'light blue'],
	['dog', 0, 'beige'],
	['bird', 0, 'pink'],
	['cat', 1, 'light green'],
	['dog', 1, 'lavender'],
	['fish', 0, 'light blue'],
	['dog', 2, 'light gray'],
	['cat', 2, 'beige'],
	['cat', 3, 'lavender'],
	['car', 0, 'light green'],
	['dog', 3, 'pink'],
	['tree', 0, 'white'],
];

export async function pets(build: SeedBuilder): Promise<void> {
	const ontologyUuid = build.addOntology({
		title: 'Animals',
		spec: {
			classifications: [
				{ name: 'Animal', type: 'radio', required: true, options: ['Cat', 'Dog', 'Other'] },
			],
		},
	});
	const dataset = build.addDataset({ title: 'Pet photos' });
	for (const [index, [thing, coat, background]] of album.entries()) {
		const size = { width: 640, height: 480 };
		const scene = {
			kind: 'thing',
			thing,
			coat,
			background,
			size: 0.55 + (index % 4) * 0.07,
			position: 0.3 + (index % 3) * 0.2,
			mirrored: index % 2 === 1,
		} as const;
		build.addImage(dataset, {
			...size,
			title: `pet-${String(index + 1).padStart(2, '0')}.jpg`,
			file: await renderPicture({ ...size, scene }),
		});
	}
	build.addProject({
		title: 'pets',
		description: 'Route images of cats, dogs and others to the right annotators',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'Cat', to: 'Annotate cats' },
					{ title: 'Dog', to: 'Annotate dogs' },
					{ title: 'Other', to: 'Annotate others' },
				],
			},
			...['cats', 'dogs', 'others'].map(
				(kind) => ({ type: 'ANNOTATION', title: `Annotate ${kind}`, to: 'Review 1' }) as const,
			),
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate others' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}
