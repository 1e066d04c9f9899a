/**
 * The schema of Encord's agents library (protocol §14.5), for prompts and models that were made for it. It shows the model feature
 * hashes, requires every answer and merges items whose names coincide; the other flavors do neither. Archived items are left out
 * here too.
 */
import { agentsLibraryForm } from '../agentsLibraryForm';
import type { Flavor } from './flavor';

export const agentsLibrary: Flavor = {
	displayName: 'Encord Agents Library',
	description: 'The schema that the Python library encord-agents makes, with feature hashes in it',
	dialect: {
		null: 'type',
		allRequired: false,
		bounds: true,
		closed: false,
		union: 'oneOf',
		discriminator: true,
		ordering: false,
	},
	limits: {},
	keys: 'titles',
	boxes: 'encord',
	strictness: { allRequired: false, closed: false, bounds: true },
	form: agentsLibraryForm,
};
