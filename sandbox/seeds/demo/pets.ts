/** Images of cats, dogs and other things. An agent tells them apart and sends them to three kinds of annotators. */
import type { SeedBuilder } from '../builder';
import { addPetPictures } from './petPictures';

/** @returns the dataset, whose pictures other projects have, too */
export async function pets(build: SeedBuilder): Promise<string> {
	const animals = addAnimals(build);
	const dataset = build.addDataset({ title: 'Pet photos' });
	await addPetPictures(build, dataset);
	addRoutingProject(build, 'pets', animals, dataset);
	return dataset;
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
