/** A project like the demo's *pets*: images in an agent stage with three pathways, and a classification to answer. */
import sharp from 'sharp';
import type { Seed } from '../../sandbox/seeds/builder';

const OWNER = 'owner@example.com';

export const petsOf =
	(tasks: number): Seed =>
	async (build) => {
		build.addUser(OWNER, { withKey: true });
		const ontologyUuid = build.addOntology({
			title: 'Animals',
			spec: {
				objects: [],
				classifications: [
					{ name: 'Animal', type: 'radio', required: true, options: ['Cat', 'Dog', 'Other'] },
				],
			},
		});
		const dataset = build.addDataset({ title: 'Pet photos' });
		const file = await sharp({
			create: { width: 8, height: 6, channels: 3, background: '#808080' },
		})
			.png()
			.toBuffer();
		for (let count = 0; count < tasks; count++) {
			const title = `pet-${String(count).padStart(5, '0')}.png`;
			build.addImage(dataset, { title, width: 8, height: 6, file });
		}
		build.addProject({
			title: 'pets',
			ontologyUuid,
			datasetHashes: [dataset],
			members: { [OWNER]: 0 },
			stages: [
				{
					type: 'AGENT',
					title: 'Agent 1',
					pathways: [
						{ title: 'Cat', to: 'Review 1' },
						{ title: 'Dog', to: 'Review 1' },
						{ title: 'Other', to: 'Review 1' },
					],
				},
				{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Agent 1' },
				{ type: 'DONE', title: 'Complete' },
			],
		});
	};
