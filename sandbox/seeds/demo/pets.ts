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
	routing(build, ontologyUuid, dataset);
	questions(build, dataset);
}

function routing(build: SeedBuilder, ontologyUuid: string, dataset: string): void {
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

/** Two projects with the same pictures and more to say about them. */
function questions(build: SeedBuilder, dataset: string): void {
	const ontologyUuid = build.addOntology({
		title: 'What pictures show',
		spec: {
			classifications: [
				{ name: 'Subject', type: 'radio', options: ['Cat', 'Dog', 'Other'] },
				{
					name: 'Background',
					type: 'radio',
					options: [...new Set(album.map(([, , background]) => background))],
				},
				{ name: 'Caption', type: 'text' },
			],
		},
	});
	const add = (title: string, description: string, pathways: [string, string]): void => {
		build.addProject({
			title,
			description,
			ontologyUuid,
			datasetHashes: [dataset],
			stages: [
				{
					type: 'AGENT',
					title: 'Agent 1',
					pathways: [
						{ title: pathways[0], to: 'Review 1' },
						{ title: pathways[1], to: 'Annotate 1' },
					],
				},
				{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
				{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
				{ type: 'DONE', title: 'Complete' },
			],
		});
	};
	add('captions', 'Classify and caption pictures', ['Labeled', 'Incomplete']);
	add('two opinions', 'Save what two models agree on', ['Agreed', 'A person decides']);
}
