/** Compares the classifications of two sides: on each frame, or for the whole file. */
import type { TidyClassification } from '../reading/tidyClassification';
import type { FrameRange } from '../row/frames';
import { answerPairs } from './answerAgreement';
import { bestPairs, type Candidate } from './pairing/assignment';
import { countAnswers, type Comparing, type ComparedSpace } from './comparing';
import { rangeOverlap } from './pairing/rangeOverlap';
import { NotComparable } from './refused';
import type { SideName } from './sharedClasses';
import { stretches } from './pairing/timeline';

interface Placed {
	side: SideName;
	classification: TidyClassification;
	frames: FrameRange;
}

export function compareClassifications(
	comparing: Comparing,
	{ space }: ComparedSpace,
	ofPerson: TidyClassification[],
	ofAgent: TidyClassification[],
): void {
	const byClass = new Map<string, Record<SideName, TidyClassification[]>>();
	const add = (side: SideName, list: TidyClassification[]) =>
		list.forEach((classification) => {
			const { featureHash, classification: title } = classification;
			const key = comparing.classes.keyOf(side, 'classification', featureHash, title);
			const both = byClass.get(key) ?? { person: [], agent: [] };
			both[side].push({
				...classification,
				classification: comparing.classes.titleOf('classification', featureHash, title),
			});
			byClass.set(key, both);
		});
	add('person', ofPerson);
	add('agent', ofAgent);
	for (const { person, agent } of byClass.values()) {
		const isGlobal = [...person, ...agent].some(({ global }) => global);
		if (isGlobal) compareSets(comparing, person, agent, undefined, 1);
		else if (space.kind === 'frames') perFrame(comparing, person, agent);
		else byRanges(comparing, person, agent);
	}
}

function perFrame(
	comparing: Comparing,
	person: TidyClassification[],
	agent: TidyClassification[],
): void {
	const placed = Object.entries({ person, agent }).flatMap(([side, list]) =>
		list.flatMap((classification) =>
			classification.frames.map(
				(frames): Placed => ({ side: side as SideName, classification, frames }),
			),
		),
	);
	for (const { frames, present } of stretches(placed, false)) {
		const of = (wanted: SideName) =>
			present.filter(({ side }) => side === wanted).map(({ classification }) => classification);
		compareSets(comparing, of('person'), of('agent'), [frames], frames[1] - frames[0] + 1);
	}
}

/** On audio and text: those whose ranges overlap enough are one. */
function byRanges(
	comparing: Comparing,
	person: TidyClassification[],
	agent: TidyClassification[],
): void {
	const candidates = person.flatMap((one, a) =>
		agent.flatMap((other, b): Candidate[] => {
			const likeness = rangeOverlap(one.frames, other.frames);
			if (likeness === 0 || likeness < comparing.rules.minOverlap) return [];
			return [{ a, b, sameClass: true, likeness, sameHash: one.hash === other.hash }];
		}),
	);
	const pairs = bestPairs(candidates);
	if (pairs === undefined)
		throw new NotComparable(
			`Too many answers to "${person[0]?.classification}" lie over each other`,
			'Compare fewer classes with the option Only Items.',
		);
	const paired = { a: new Set<number>(), b: new Set<number>() };
	for (const { a, b } of pairs) {
		paired.a.add(a);
		paired.b.add(b);
		compareSets(comparing, [person[a]!], [agent[b]!], person[a]!.frames, 1);
	}
	person.forEach((one, a) => {
		if (!paired.a.has(a)) compareSets(comparing, [one], [], one.frames, 1);
	});
	agent.forEach((one, b) => {
		if (!paired.b.has(b)) compareSets(comparing, [], [one], one.frames, 1);
	});
}

/**
 * The answers of one class in one place. Usually each side has one; of several, equal ones are one answer, and others are compared only
 * when each side has one left.
 * @param frames undefined: the whole file
 */
function compareSets(
	comparing: Comparing,
	person: TidyClassification[],
	agent: TidyClassification[],
	frames: FrameRange[] | undefined,
	count: number,
): void {
	const left = [...agent];
	const unequal: TidyClassification[] = [];
	for (const one of person) {
		const at = left.findIndex((other) => answersDiffer(comparing, one, other) === 0);
		if (at < 0) unequal.push(one);
		else countPair(comparing, one, left.splice(at, 1)[0], frames, count);
	}
	if (unequal.length === 1 && left.length === 1)
		return countPair(comparing, unequal[0], left[0], frames, count);
	for (const one of unequal) countPair(comparing, one, undefined, frames, count);
	for (const other of left) countPair(comparing, undefined, other, frames, count);
}

function answersDiffer(
	{ rules }: Comparing,
	person: TidyClassification,
	agent: TidyClassification,
): number {
	return answerPairs(person.answers, agent.answers, rules.numericTolerance).filter(
		({ same }) => !same,
	).length;
}

function countPair(
	comparing: Comparing,
	person: TidyClassification | undefined,
	agent: TidyClassification | undefined,
	frames: FrameRange[] | undefined,
	count: number,
): void {
	const { classification: title, space } = (person ?? agent)!;
	const counts = comparing.tally.classCounts('classification', title);
	if (agent === undefined) counts.missed += count;
	else if (person === undefined) counts.extra += count;
	else if (answersDiffer(comparing, person, agent) === 0) counts.agreed += count;
	else counts.otherwise += count;
	const { numericTolerance } = comparing.rules;
	for (const answers of answerPairs(person?.answers ?? {}, agent?.answers ?? {}, numericTolerance))
		countAnswers(comparing, title, answers, count, {
			frames: frames ?? [],
			...(person ? { personHash: person.hash } : {}),
			...(agent ? { agentHash: agent.hash } : {}),
			...(space === undefined ? {} : { space }),
		});
}
