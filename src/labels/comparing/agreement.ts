/** Shares of agreement out of counts. Where nothing was compared there is no share: null, never 1. */
import type { AttributeCounts, ClassCounts, Tally } from './tally';

export interface ClassAgreement {
	kind: 'object' | 'classification';
	class: string;
	/** 2 × agreed ÷ (what the person has + what the agent has): 0..1. */
	agreement: number | null;
	/** Of what the agent has, how much the person has too. */
	precision: number | null;
	/** Of what the person has, how much the agent has too. */
	recall: number | null;
	/** Mean intersection over union of the objects that were paired. */
	meanOverlap: number | null;
	/** Mean distance of paired points, lines and skeletons, as a share of the picture's diagonal. */
	meanDistance: number | null;
	agreed: number;
	/** The agent has it, but as another class, or with another answer. */
	otherwise: number;
	missed: number;
	extra: number;
	/** Other classes of the person that the agent has as this one. */
	mistaken: number;
}

export interface AttributeAgreement extends AttributeCounts {
	/** Same answers ÷ all answers of either side; 0..1. */
	agreement: number | null;
}

export interface Agreement {
	/** The lower of objectAgreement and answerAgreement. */
	agreement: number | null;
	objectAgreement: number | null;
	answerAgreement: number | null;
	precision: number | null;
	recall: number | null;
	meanOverlap: number | null;
	/** Objects on frames, and ranges: those both have. */
	agreed: number;
	missed: number;
	extra: number;
	/** Pairs of another class. */
	confused: number;
	sameAnswers: number;
	differentAnswers: number;
}

export function agreementOf(tally: Tally): Agreement {
	const objects = [...tally.classes.values()].filter(({ kind }) => kind === 'object');
	const sum = (name: 'agreed' | 'otherwise' | 'missed' | 'extra' | 'overlapSum' | 'overlapCount') =>
		objects.reduce((total, counts) => total + counts[name], 0);
	const [agreed, confused, missed, extra] = [
		sum('agreed'),
		sum('otherwise'),
		sum('missed'),
		sum('extra'),
	];
	const attributes = [...tally.attributes.values()];
	const sameAnswers = attributes.reduce((total, { same }) => total + same, 0);
	const differentAnswers = attributes.reduce(
		(total, counts) => total + counts.different + counts.onlyPerson + counts.onlyAgent,
		0,
	);
	const objectAgreement = share(2 * agreed, 2 * (agreed + confused) + missed + extra);
	const answerAgreement = share(sameAnswers, sameAnswers + differentAnswers);
	const shares = [objectAgreement, answerAgreement].filter((value) => value !== null);
	return {
		agreement: shares.length === 0 ? null : Math.min(...shares),
		objectAgreement,
		answerAgreement,
		precision: share(agreed, agreed + confused + extra),
		recall: share(agreed, agreed + confused + missed),
		meanOverlap: share(sum('overlapSum'), sum('overlapCount')),
		agreed,
		missed,
		extra,
		confused,
		sameAnswers,
		differentAnswers,
	};
}

/** Why there is no agreement. */
export function nothingCompared({ leftOut }: Tally): string {
	const titles = [...leftOut.keys()].map((title) => `"${title}"`).join(', ');
	return leftOut.size === 0
		? 'Nothing to compare: neither side has an object or an answer that counts'
		: `Nothing to compare: the places of ${titles} are not in the plane, and nothing else counts`;
}

/** By kind and title. */
export function classAgreements(tally: Tally): ClassAgreement[] {
	return [...tally.classes.values()]
		.map(classAgreement)
		.sort((a, b) => b.kind.localeCompare(a.kind) || a.class.localeCompare(b.class));
}

function classAgreement(counts: ClassCounts): ClassAgreement {
	const { kind, agreed, otherwise, missed, extra, mistaken } = counts;
	const ofPerson = agreed + otherwise + missed;
	// A classification with another answer is one that both sides have.
	const ofAgent = agreed + extra + mistaken + (kind === 'classification' ? otherwise : 0);
	return {
		kind,
		class: counts.class,
		agreement: share(2 * agreed, ofPerson + ofAgent),
		precision: share(agreed, ofAgent),
		recall: share(agreed, ofPerson),
		meanOverlap: share(counts.overlapSum, counts.overlapCount),
		meanDistance: share(counts.distanceSum, counts.distanceCount),
		agreed,
		otherwise,
		missed,
		extra,
		mistaken,
	};
}

/** By class and attribute. */
export function attributeAgreements(tally: Tally): AttributeAgreement[] {
	return [...tally.attributes.values()]
		.map((counts) => {
			const { same, different, onlyPerson, onlyAgent } = counts;
			return { ...counts, agreement: share(same, same + different + onlyPerson + onlyAgent) };
		})
		.sort((a, b) => a.class.localeCompare(b.class) || a.attribute.localeCompare(b.attribute));
}

function share(part: number, whole: number): number | null {
	return whole > 0 ? part / whole : null;
}
