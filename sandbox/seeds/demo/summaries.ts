/** The street videos again. An agent describes some of their frames and sums up what it saw. */
import type { SeedBuilder } from '../builder';

export function summaries(build: SeedBuilder, videos: string): void {
	const ontologyUuid = build.addOntology({
		title: 'What happens in videos',
		spec: { classifications: [{ name: 'Summary', type: 'text' }] },
	});
	build.addProject({
		title: 'summaries',
		description: 'Sum up videos in two stages',
		ontologyUuid,
		datasetHashes: [videos],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'Summarized', to: 'Review 1' },
					{ title: 'A person writes', to: 'Annotate 1' },
				],
			},
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}
