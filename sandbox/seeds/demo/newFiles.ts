/** An empty project: files that come into its dataset become tasks. */
import type { SeedBuilder } from '../builder';

export function newFiles(build: SeedBuilder): void {
	const ontologyUuid = build.addOntology({
		title: 'Things',
		spec: { objects: [{ name: 'Thing', shape: 'bounding_box' }] },
	});
	build.addProject({
		title: 'new files',
		description: 'Label what comes in',
		ontologyUuid,
		datasetHashes: [build.addDataset({ title: 'New files', mirrorsFolder: false })],
		stages: [
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Complete' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}
