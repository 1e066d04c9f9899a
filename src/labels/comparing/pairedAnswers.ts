/** The pairs of objects that were found, and what is compared of them. */
import type { TidyObject } from '../reading/tidyObject';
import { intersectRanges, type FrameRange } from '../row/frames';
import { answerPairs } from './answerAgreement';
import { countAnswers, type Comparing } from './comparing';
import type { Likeness } from './pairing/likeness';
import { stretches } from './pairing/timeline';
import type { SideName } from './sharedClasses';

/** Two objects that were paired. */
interface Pair {
	person: TidyObject;
	agent: TidyObject;
	sameClass: boolean;
	likeness: Likeness;
	frames: FrameRange[];
	/** How many times it counts: frames of a picture; 1 for ranges. */
	count: number;
}

/** The pairs of all frames of a space; their answers are compared when all are known, once for each two objects. */
export class PairedAnswers {
	private readonly pairs = new Map<string, Pair>();

	constructor(
		private readonly comparing: Comparing,
		private readonly space: string | undefined,
	) {}

	/** Counts a pair on some frames. */
	add(pair: Pair): void {
		const { tally, differences } = this.comparing;
		const { person, agent, sameClass, likeness, count, frames } = pair;
		tally.confuse(person.class, sameClass ? person.class : agent.class, count);
		const counts = tally.classCounts('object', person.class);
		if (sameClass) {
			counts.agreed += count;
			const sum = likeness.by === 'overlap' ? 'overlapSum' : 'distanceSum';
			counts[sum] += likeness.value * count;
			counts[likeness.by === 'overlap' ? 'overlapCount' : 'distanceCount'] += count;
		} else {
			counts.otherwise += count;
			tally.classCounts('object', agent.class).mistaken += count;
			differences.add(
				{ kind: 'otherClass', class: person.class, agentClass: agent.class, ...this.hashes(pair) },
				frames,
			);
		}
		const key = `${person.hash} ${agent.hash}`;
		const known = this.pairs.get(key);
		if (known) known.frames.push(...frames);
		else this.pairs.set(key, { ...pair, frames: [...frames] });
	}

	compare(): void {
		for (const pair of this.pairs.values()) {
			if (!pair.sameClass) continue;
			this.compareAnswers(pair, pair.person.attributes, pair.agent.attributes, undefined);
			this.compareDynamic(pair);
		}
	}

	/** Attributes that change from frame to frame, on the frames on which the two were paired. */
	private compareDynamic(pair: Pair): void {
		const entries = (['person', 'agent'] as const).flatMap((side) =>
			pair[side].dynamicAttributes.flatMap(({ attribute, answer, frames }) =>
				intersectRanges(frames, pair.frames).map((range) => {
					return { side, attribute, answer, frames: range };
				}),
			),
		);
		for (const { frames, present } of stretches(entries, false)) {
			const answersOf = (side: SideName) =>
				Object.fromEntries(
					present.filter((one) => one.side === side).map((one) => [one.attribute, one.answer]),
				);
			this.compareAnswers(pair, answersOf('person'), answersOf('agent'), frames);
		}
	}

	/** @param frames where the answers hold; undefined: wherever the objects are */
	private compareAnswers(
		pair: Pair,
		person: TidyObject['attributes'],
		agent: TidyObject['attributes'],
		frames: FrameRange | undefined,
	): void {
		const count = frames === undefined ? 1 : frames[1] - frames[0] + 1;
		const { rules } = this.comparing;
		for (const answers of answerPairs(person, agent, rules.numericTolerance))
			countAnswers(this.comparing, pair.person.class, answers, count, {
				...this.hashes(pair),
				frames: frames === undefined ? pair.frames : [frames],
			});
	}

	private hashes({ person, agent }: Pair) {
		const hashes = { personHash: person.hash, agentHash: agent.hash };
		return this.space === undefined ? hashes : { ...hashes, space: this.space };
	}
}
