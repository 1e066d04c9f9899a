/** What must hold at the end, whatever ended in between. The sandbox's state is the judge. */
import { petAlbum } from '../../sandbox/seeds/demo/petPictures';
import type { ProjectState } from '../../scripts/sandbox/state';

/** What the picture with this title shows, as the ontology calls it. */
export function animalIn(title: string): 'Cat' | 'Dog' | 'Other' {
	const [thing] = petAlbum[(Number(/\d+/.exec(title)?.[0]) - 1) % petAlbum.length] ?? [];
	return thing === 'cat' ? 'Cat' : thing === 'dog' ? 'Dog' : 'Other';
}

const stageFor = { Cat: 'Annotate cats', Dog: 'Annotate dogs', Other: 'Annotate others' };

interface LabelsOfImage {
	labels: { classifications?: unknown[]; objects?: unknown[] };
}

/** Answers on each picture, by the picture's title. A label that is there twice gives two. */
function answersByTitle({ labelRows }: ProjectState): Map<string, string[]> {
	return new Map(
		labelRows.map(({ title, dataHash, labels }) => {
			const answers = Object.values(labels?.classification_answers ?? {}).flatMap(
				({ classifications }) =>
					classifications.map(({ answers: given }) =>
						typeof given === 'string' ? given : given.map(({ name }) => name).join(', '),
					),
			);
			const unit = labels?.data_units[dataHash] as LabelsOfImage | undefined;
			const drawn = unit?.labels.classifications?.length ?? 0;
			return [title, drawn === answers.length ? answers : [...answers, `${drawn} on the picture`]];
		}),
	);
}

/** Faults of the labels: missing, twice, wrong. `labeled` says which pictures must have one; the others may. */
export function faultsOfLabels(state: ProjectState, labeled: (title: string) => boolean): string[] {
	return [...answersByTitle(state)].flatMap(([title, answers]) => {
		const right = answers.length === 1 && answers[0] === animalIn(title);
		if (right || (answers.length === 0 && !labeled(title))) return [];
		return [`${title}: labels ${JSON.stringify(answers)}, not ["${animalIn(title)}"]`];
	});
}

/** Faults of the tasks: not moved, moved twice, moved to the wrong stage. */
export function faultsOfMoves({ tasks }: ProjectState): string[] {
	return tasks.flatMap(({ title, moves }) => {
		const made = moves.map(({ from, to }) => `${from} → ${to}`);
		const wanted = `Agent 1 → ${stageFor[animalIn(title)]}`;
		return made.length === 1 && made[0] === wanted
			? []
			: [`${title}: moves ${JSON.stringify(made)}, not ["${wanted}"]`];
	});
}

export const movedCount = ({ tasks }: ProjectState): number =>
	tasks.filter(({ moves }) => moves.length > 0).length;
