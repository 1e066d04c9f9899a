/** Whether two sides gave the same answers to the same attributes. */

type Answers = { [title: string]: unknown };

export interface AnswerPair {
	attribute: string;
	/** As people read it; undefined = not answered. */
	person: unknown;
	agent: unknown;
	same: boolean;
}

/** Every attribute that at least one side answered. What neither answered is no agreement. */
export function answerPairs(
	person: Answers,
	agent: Answers,
	numericTolerance: number,
): AnswerPair[] {
	const attributes = [...new Set([...Object.keys(person), ...Object.keys(agent)])];
	return attributes.map((attribute) => {
		const pair = { person: person[attribute], agent: agent[attribute] };
		return { attribute, ...pair, same: sameAnswer(pair.person, pair.agent, numericTolerance) };
	});
}

/** Text is compared without differences of spaces and Unicode forms, options as a set, numbers within the tolerance. */
export function sameAnswer(a: unknown, b: unknown, numericTolerance: number): boolean {
	if (a === undefined || b === undefined) return false;
	if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= numericTolerance;
	if (Array.isArray(a) && Array.isArray(b)) {
		const [one, other] = [a, b].map((list) => [...new Set(list.map(plain))].sort());
		return JSON.stringify(one) === JSON.stringify(other);
	}
	return plain(a) === plain(b);
}

/** The answer as one text, for messages and tables. */
export function answerText(answer: unknown): string | null {
	if (answer === undefined) return null;
	if (Array.isArray(answer)) return answer.length === 0 ? '(none)' : answer.map(String).join(', ');
	return typeof answer === 'string' ? answer : JSON.stringify(answer);
}

function plain(answer: unknown): string {
	return typeof answer === 'string'
		? answer.normalize('NFC').trim().replace(/\s+/g, ' ')
		: JSON.stringify(answer);
}
