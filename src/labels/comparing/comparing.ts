/** What the parts of a comparison share, and how answers are counted. */
import type { Size } from '../../geometry/plane';
import type { Space } from '../row/space';
import { answerText, type AnswerPair } from './answerAgreement';
import type { Differences } from './differences';
import type { ComparisonRules } from './rules';
import type { SharedClasses } from './sharedClasses';
import type { Difference, Tally } from './tally';

export interface Comparing {
	rules: ComparisonRules;
	classes: SharedClasses;
	tally: Tally;
	differences: Differences;
}

/** A part of the file that holds labels: its own media, or a member of a data group. */
export interface ComparedSpace {
	space: Space;
	/** Size of a frame in pixels; undefined where neither side tells it. @throws NotComparable when the sides tell different ones */
	sizeOf(frame: number): Size | undefined;
}

/** Counts one attribute of a class that at least one side answered, and notes the difference, if there is one. */
export function countAnswers(
	{ tally, differences }: Comparing,
	title: string,
	{ attribute, person, agent, same }: AnswerPair,
	count: number,
	{ frames, ...where }: Pick<Difference, 'frames' | 'personHash' | 'agentHash' | 'space'>,
): void {
	const counts = tally.attributeCounts(title, attribute);
	const texts = { person: answerText(person), agent: answerText(agent) };
	if (same) counts.same += count;
	else if (agent === undefined) counts.onlyPerson += count;
	else if (person === undefined) counts.onlyAgent += count;
	else counts.different += count;
	if (same) return;
	tally.confuseAnswers({ class: title, attribute, ...texts }, count);
	differences.add({ kind: 'otherAnswer', class: title, attribute, ...texts, ...where }, frames);
}
