/** Encord's answers about a project with several stages, pathways and classes, for the lists of the editor. */
import { id } from '../fakeN8n';
import { petsProject } from '../fixtures';

export const PETS = id(1);
export const AGENT = id(10);

/** Pets with two more stages, one of which has the title of another, and archived things. */
function pets() {
	const { editorOntology, workflow } = petsProject();
	const named = (name: string, more: object = {}) => ({
		...editorOntology.objects![0]!,
		name,
		featureNodeHash: `ob${name}`,
		...more,
	});
	const extra = [
		{
			stageType: 'AGENT',
			uuid: id(40),
			title: 'Agent 2',
			pathways: [
				{ uuid: id(41), title: 'Cat', destinationUuid: id(20) },
				{ uuid: id(42), title: 'Cow', destinationUuid: id(20) },
			],
		},
		{ stageType: 'AGENT', uuid: id(43), title: 'Agent 1' },
		{ stageType: 'DONE', uuid: id(44), title: 'Complete' },
	];
	const answer = editorOntology.classifications![0]!;
	return petsProject({
		editorOntology: {
			objects: [...editorOntology.objects!, named('Gone', { archived: true }), named('Animal')],
			classifications: [answer, { ...answer, featureNodeHash: 'clOld', archived: true }],
		},
		workflow: { stages: [...workflow!.stages, ...extra] },
	});
}
export const whole = { [`GET projects/${PETS}`]: pets() };
export const chosen = { project: PETS };
