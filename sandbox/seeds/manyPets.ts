/** A large agent stage, for tests and measurements of many tasks. */
import type { Seed } from './builder';
import { addAnimals, addRoutingProject } from './demo/pets';
import { addPetPictures } from './demo/petPictures';

/**
 * Routing projects as the demo's "pets", with so many pictures of their own each. The pictures of the demo repeat in order.
 * @param projects number of pictures by the project's title
 */
export const manyPets = (projects: Record<string, number>): { name: string; build: Seed } => ({
	name: 'many pets',
	async build(build) {
		build.addUser('agent@example.com', { withKey: true });
		const animals = addAnimals(build);
		for (const [title, pictures] of Object.entries(projects)) {
			const dataset = build.addDataset({ title: `${title} photos` });
			await addPetPictures(build, dataset, pictures);
			addRoutingProject(build, title, animals, dataset);
		}
	},
});
