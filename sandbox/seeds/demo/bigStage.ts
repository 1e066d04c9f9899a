/** A stage with many tasks. What to answer stands in the client metadata of the files; one of them says nothing that can be answered. */
import { renderPicture } from '../../media/pictures';
import type { SeedBuilder } from '../builder';

const COUNT = 40;

export async function bigStage(build: SeedBuilder): Promise<void> {
	const ontologyUuid = build.addOntology({
		title: 'Usability',
		spec: { classifications: [{ name: 'Usable', type: 'radio', options: ['Yes', 'No'] }] },
	});
	const dataset = build.addDataset({ title: 'Camera trap' });
	const size = { width: 160, height: 120 };
	const file = await renderPicture({
		...size,
		scene: { kind: 'thing', thing: 'tree', coat: 0, background: 'light green' },
	});
	for (let index = 1; index <= COUNT; index++)
		build.addImage(dataset, {
			...size,
			title: `shot-${String(index).padStart(2, '0')}.jpg`,
			file,
			clientMetadata: { usable: index === 7 ? 'Perhaps' : index % 3 === 0 ? 'No' : 'Yes' },
		});
	build.addProject({
		title: 'big stage',
		description: 'Work off a stage with many tasks',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{ type: 'AGENT', title: 'Agent 1', pathways: [{ title: 'checked', to: 'Complete' }] },
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Complete' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}
