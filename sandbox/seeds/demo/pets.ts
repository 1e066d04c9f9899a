/** Images of cats, dogs and other things. An agent tells them apart and sends them to three kinds of annotators. */
import type { SeedBuilder } from '../builder';
import { addPetPictures, petAlbum } from './petPictures';

export async function pets(build: SeedBuilder): Promise<void> {
	const animals = addAnimals(build);
	const dataset = build.addDataset({ title: 'Pet photos' });
	await addPetPictures(build, dataset);
	addRoutingProject(build, 'pets', animals, dataset);
	questions(build, dataset);
}

/** The ontology that tells animals apart. @returns its uuid */
export function addAnimals(build: SeedBuilder): string {
	return build.addOntology({
		title: 'Animals',
		spec: {
			classifications: [
				{ name: 'Animal', type: 'radio', required: true, options: ['Cat', 'Dog', 'Other'] },
			],
		},
	});
}

/** A project whose agent stage sends pictures to the annotators of cats, of dogs or of others. */
export function addRoutingProject(
	build: SeedBuilder,
	title: string,
	ontologyUuid: string,
	dataset: string,
): void {
	build.addProject({
		title,
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
					options: [...new Set(petAlbum.map(([, , background]) => background))],
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
