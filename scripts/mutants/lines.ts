/** What Stryker found, in plain lines. */
import type { Mutant, MutatedFile } from './stryker';

export interface Score {
	killed: number;
	timedOut: number;
	survived: number;
	/** Mutants in code that no unit test runs. */
	untested: number;
}

export function scoreOf(mutants: readonly Mutant[]): Score {
	const count = (status: Mutant['status']) =>
		mutants.filter((each) => each.status === status).length;
	return {
		killed: count('Killed'),
		timedOut: count('Timeout'),
		survived: count('Survived'),
		untested: count('NoCoverage'),
	};
}

/** `87 % of 45 (killed 38, timed out 1, survived 5, not run by a test 1)`. */
export function scoreText({ killed, timedOut, survived, untested }: Score): string {
	const all = killed + timedOut + survived + untested;
	const noticed =
		all === 0 ? 'no mutants' : `${Math.floor(((killed + timedOut) / all) * 100)} % of ${all}`;
	return `${noticed} (killed ${killed}, timed out ${timedOut}, survived ${survived}, not run by a test ${untested})`;
}

/** Mutants that no test noticed. */
export function survivorsOf(mutants: readonly Mutant[]): Mutant[] {
	return mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
}

/** One line for each mutant that no test noticed: place, original text → the text that took its place. */
export function survivorLines(path: string, { source, mutants }: MutatedFile): string[] {
	return survivorsOf(mutants)
		.sort((a, b) => a.location.start.line - b.location.start.line)
		.map((mutant) => {
			const { line, column } = mutant.location.start;
			const why = mutant.status === 'NoCoverage' ? 'not run ' : 'survived';
			return `  ${why}  ${path}:${line}:${column}  ${short(originalOf(mutant, source))}  →  ${short(mutant.replacement ?? '')}`;
		});
}

function originalOf({ location: { start, end } }: Mutant, source: string): string {
	const lines = source.split('\n').slice(start.line - 1, end.line);
	const last = lines.length - 1;
	lines[last] = (lines[last] ?? '').slice(0, end.column - 1);
	lines[0] = (lines[0] ?? '').slice(start.column - 1);
	return lines.join('\n');
}

const MAX_LENGTH = 100;

function short(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}
