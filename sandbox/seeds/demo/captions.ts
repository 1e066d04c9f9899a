/** Projects with the pet photos and more to say about them: questions to two models, captions in other words, captions to be judged. */
import { renderPdf } from '../../media/documents';
import type { SeedBuilder } from '../builder';
import { handLabels } from '../handLabels';
import type { StageSpec } from '../stages';
import { petAlbum } from './petPictures';

/** Documents among the pictures. What they are about is in their text only. */
const papers = [
	['paper-1.pdf', 'The vet looked at the cat on Monday.', 'The cat is well. The invoice follows.'],
	[
		'paper-2.pdf',
		'A letter about the dog next door.',
		'It barks at night, and it digs up the garden.',
	],
	['paper-3.pdf', 'How to clean an aquarium.', 'Change a third of the water every two weeks.'],
] as const;

/** @param anna has written captions */
export function captions(build: SeedBuilder, photos: string, anna: string): void {
	const documents = build.addDataset({ title: 'Pet papers' });
	for (const [title, ...pages] of papers)
		build.addPdf(documents, { title, file: renderPdf({ pages: [...pages] }), pages: pages.length });
	questions(build, photos, documents);
	rephrasings(build, photos, anna);
	judgments(build, photos, anna);
}

/** An agent stage with two pathways: to a review, and to a person. */
const twoWays = (done: string, toPerson: string): StageSpec[] => [
	{
		type: 'AGENT',
		title: 'Agent 1',
		pathways: [
			{ title: done, to: 'Review 1' },
			{ title: toPerson, to: 'Annotate 1' },
		],
	},
	{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
	{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
	{ type: 'DONE', title: 'Complete' },
];

function questions(build: SeedBuilder, photos: string, documents: string): void {
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
	build.addProject({
		title: 'captions',
		description: 'Classify and caption pictures and documents',
		ontologyUuid,
		datasetHashes: [photos, documents],
		stages: twoWays('Labeled', 'Incomplete'),
	});
	build.addProject({
		title: 'two opinions',
		description: 'Save what two models agree on',
		ontologyUuid,
		datasetHashes: [photos],
		stages: twoWays('Agreed', 'A person decides'),
	});
	build.addProject({
		title: 'unsure',
		description: 'A person answers where the model is unsure',
		ontologyUuid,
		datasetHashes: [photos],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'Sure', to: 'Review 1' },
					{ title: 'A person decides', to: 'Decide by hand' },
				],
			},
			{ type: 'ANNOTATION', title: 'Decide by hand', to: 'Decided' },
			{
				type: 'AGENT',
				title: 'Decided',
				pathways: [
					{ title: 'Answered', to: 'Review 1' },
					{ title: 'Not answered', to: 'Decide by hand' },
				],
			},
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Decide by hand' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}

/** Writes captions as a person does. A picture without one is left out. */
function captionByHand(
	build: SeedBuilder,
	{
		project,
		ontologyUuid,
		photos,
		anna,
	}: Record<'project' | 'ontologyUuid' | 'photos' | 'anna', string>,
	captionOf: (index: number) => string | undefined,
): void {
	const ontology = build.ontology(ontologyUuid);
	for (const [index, { dataHash }] of build.dataUnits(photos).entries()) {
		const answer = captionOf(index);
		if (answer === undefined) continue;
		const classifications = [
			{ name: 'Caption', answer, range: [[0, 0]] as Array<[number, number]> },
		];
		build.saveLabels(
			project,
			dataHash,
			anna,
			handLabels({ ontology, dataHash, still: true, classifications }),
		);
	}
}

const captionOfPhoto = (index: number): string => {
	const [thing, , background] = petAlbum[index] ?? petAlbum[0]!;
	return `A ${thing} on a ${background} background.`;
};

function rephrasings(build: SeedBuilder, photos: string, anna: string): void {
	const ontologyUuid = build.addOntology({
		title: 'Captions in other words',
		spec: {
			classifications: ['Caption', 'Rephrasing 1', 'Rephrasing 2', 'Rephrasing 3'].map((name) => ({
				name,
				type: 'text',
			})),
		},
	});
	const project = build.addProject({
		title: 'rephrasings',
		description: 'Say captions in three other ways',
		ontologyUuid,
		datasetHashes: [photos],
		stages: twoWays('Rephrased', 'A person writes'),
	});
	captionByHand(build, { project, ontologyUuid, photos, anna }, (index) =>
		index < 8 ? captionOfPhoto(index) : undefined,
	);
}

/** Captions of which some are wrong, one says nothing that can be checked, and one is missing. */
const wrongCaptions: Record<number, string | undefined> = {
	2: 'A dog on a pink background.',
	6: 'A dog on a beige background.',
	9: 'Taken in spring, in the morning.',
	11: undefined,
};

function judgments(build: SeedBuilder, photos: string, anna: string): void {
	const ontologyUuid = build.addOntology({
		title: 'Captions and what is thought of them',
		spec: {
			classifications: [
				{ name: 'Caption', type: 'text' },
				{ name: 'Verdict', type: 'radio', options: ['Right', 'Wrong'] },
				{ name: 'Reason', type: 'text' },
			],
		},
	});
	const project = build.addProject({
		title: 'judgments',
		description: 'Have a model judge captions',
		ontologyUuid,
		datasetHashes: [photos],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'Right', to: 'Review 1' },
					{ title: 'Wrong', to: 'Correct captions' },
					{ title: 'A person judges', to: 'Judge by hand' },
				],
			},
			{ type: 'ANNOTATION', title: 'Correct captions', to: 'Review 1' },
			{ type: 'ANNOTATION', title: 'Judge by hand', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Correct captions' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	captionByHand(build, { project, ontologyUuid, photos, anna }, (index) =>
		index in wrongCaptions ? wrongCaptions[index] : captionOfPhoto(index),
	);
}
