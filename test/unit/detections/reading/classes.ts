/** The classes that detections are found to be of, for the tests of this folder. */
import type { Detection } from '../../../../src/detections/found';
import type { DetectionOptions } from '../../../../src/detections/options';
import { ClassFinder } from '../../../../src/detections/reading/classes';
import { ontology as lake } from '../lake';

export type Choice = Pick<DetectionOptions, 'names' | 'classMap' | 'defaultClass'>;
export const TITLES =
	'It has: Otter, Water lily, Raft, Reed bed, Moss, Buoy, Shoreline, Heron, Pier, Pier.';

/** The hashes of the classes of each detection, or why it has none; a reason alone when the whole list is refused. */
export function classes(
	detections: ReadonlyArray<Partial<Detection>>,
	choice: Choice = {},
	ontology = lake,
): unknown {
	const all = detections.map(
		(each, index): Detection => ({ index, names: [], places: [], ...each }),
	);
	try {
		const finder = new ClassFinder(ontology, choice, all);
		return all.map((each) => {
			try {
				return finder
					.classesOf(each)
					.map(({ featureHash }) => featureHash)
					.join(' ');
			} catch (error) {
				return (error as Error).message;
			}
		});
	} catch (error) {
		return (error as Error).message;
	}
}

export const called = (...names: unknown[]) => ({ names });
export const numbered = (classNumber: unknown, more: Partial<Detection> = {}) => ({
	classNumber,
	...more,
});
/** Why a number without names is refused. */
export const unnamed = (number: unknown) =>
	`The detection has the class number ${JSON.stringify(number)} and no name. Give the names of the model's classes; the order of the ontology is not that of the model.`;
