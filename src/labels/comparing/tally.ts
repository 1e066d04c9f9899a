/** Counts of what two sides have in common, for one file or for many. */
import type { FrameRange } from '../row/frames';

/** What is counted of a class: its objects on each frame (each range of audio and text), its answers on each frame or file. */
export interface ClassCounts {
	kind: 'object' | 'classification';
	class: string;
	/** Both have it. */
	agreed: number;
	/** The person has it; the agent has it as another class, or answered otherwise. */
	otherwise: number;
	/** Only the person has it. */
	missed: number;
	/** Only the agent has it. */
	extra: number;
	/** The agent has it where the person has another class. */
	mistaken: number;
	overlapSum: number;
	overlapCount: number;
	distanceSum: number;
	distanceCount: number;
}

export interface AttributeCounts {
	class: string;
	attribute: string;
	same: number;
	different: number;
	onlyPerson: number;
	onlyAgent: number;
}

/** Null: the other side has nothing there. */
export interface Confusion {
	person: string | null;
	agent: string | null;
	count: number;
}

export interface AnswerConfusion extends Confusion {
	class: string;
	attribute: string;
}

/** A place where the two sides differ. */
export interface Difference {
	kind: 'missed' | 'extra' | 'otherClass' | 'otherAnswer';
	class: string;
	/** The agent's class, where it is another one. */
	agentClass?: string;
	attribute?: string;
	/** The answers, as text; null = none. */
	person?: string | null;
	agent?: string | null;
	/** Frames; for audio milliseconds, for text characters. Empty: the whole file. */
	frames: FrameRange[];
	personHash?: string;
	agentHash?: string;
	/** Space of a data group. */
	space?: string;
}

export class Tally {
	readonly classes = new Map<string, ClassCounts>();
	readonly attributes = new Map<string, AttributeCounts>();
	readonly confusions = new Map<string, Confusion>();
	readonly answers = new Map<string, AnswerConfusion>();
	/** Titles of classes whose places cannot be compared, and how many labels of theirs were left out. */
	readonly leftOut = new Map<string, number>();

	classCounts(kind: ClassCounts['kind'], title: string): ClassCounts {
		return entryOf(this.classes, [kind, title], () => ({
			kind,
			class: title,
			agreed: 0,
			otherwise: 0,
			missed: 0,
			extra: 0,
			mistaken: 0,
			overlapSum: 0,
			overlapCount: 0,
			distanceSum: 0,
			distanceCount: 0,
		}));
	}

	attributeCounts(title: string, attribute: string): AttributeCounts {
		return entryOf(this.attributes, [title, attribute], () => ({
			class: title,
			attribute,
			same: 0,
			different: 0,
			onlyPerson: 0,
			onlyAgent: 0,
		}));
	}

	confuse(person: string | null, agent: string | null, count: number): void {
		entryOf(this.confusions, [person, agent], () => ({ person, agent, count: 0 })).count += count;
	}

	confuseAnswers(of: Omit<AnswerConfusion, 'count'>, count: number): void {
		const key = [of.class, of.attribute, of.person, of.agent];
		entryOf(this.answers, key, () => ({ ...of, count: 0 })).count += count;
	}

	leaveOut(title: string, count: number): void {
		this.leftOut.set(title, (this.leftOut.get(title) ?? 0) + count);
	}

	/** Adds the counts of another file. */
	add(other: Tally): void {
		for (const counts of other.classes.values())
			addNumbers(this.classCounts(counts.kind, counts.class), counts);
		for (const counts of other.attributes.values())
			addNumbers(this.attributeCounts(counts.class, counts.attribute), counts);
		for (const { person, agent, count } of other.confusions.values())
			this.confuse(person, agent, count);
		for (const { count, ...of } of other.answers.values()) this.confuseAnswers(of, count);
		for (const [title, count] of other.leftOut) this.leaveOut(title, count);
	}
}

function entryOf<T>(map: Map<string, T>, key: unknown[], make: () => T): T {
	const name = JSON.stringify(key);
	const found = map.get(name) ?? make();
	map.set(name, found);
	return found;
}

function addNumbers<T extends object>(to: T, from: T): void {
	for (const [name, value] of Object.entries(from))
		if (typeof value === 'number') (to as Record<string, number>)[name]! += value;
}
