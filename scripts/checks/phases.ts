/** Runs the checks behind `npm test`, `npm run check` and `npm run lint`. Of a check that fails it prints the full output. */

export interface Count {
	passed: number;
	failed: number;
	skipped: number;
}

/** One check. */
export interface Phase {
	title: string;
	run(): Promise<Outcome>;
}

type Outcome = Count & { report?: string; skippedTests?: string[] };

/** The count of a check that is not divided into tests. */
export const outcome = (ok: boolean): Count => ({
	passed: ok ? 1 : 0,
	failed: ok ? 0 : 1,
	skipped: 0,
});

const secondsSince = (started: number): string => ((Date.now() - started) / 1000).toFixed(1);

/** Runs one phase. Prints its line when it fails, or always with `everyLine`. */
async function runPhase(phase: Phase, everyLine: boolean): Promise<Count> {
	const started = Date.now();
	const result: Outcome = await phase
		.run()
		.catch((error: Error) => ({ ...outcome(false), report: error.message }));
	const failed = result.failed > 0;
	const count = result.passed + result.failed > 1 ? ` (${result.passed} passed)` : '';
	const line = `${failed ? 'FAIL' : 'ok  '} ${phase.title}${count}, ${secondsSince(started)} s\n`;
	if (failed) process.stdout.write(`${line}${result.report ?? ''}\n\n`);
	else if (everyLine) process.stdout.write(line);
	if (everyLine)
		for (const name of result.skippedTests ?? []) process.stdout.write(`     skipped: ${name}\n`);
	return result;
}

/** Runs the phases one after the other with a line for each, or all at once with a line for each that fails. */
async function countsOf(phases: Phase[], order: 'inTurn' | 'atOnce'): Promise<Count[]> {
	if (order === 'atOnce') {
		return await Promise.all(phases.map(async (phase) => await runPhase(phase, false)));
	}
	const counts: Count[] = [];
	for (const phase of phases) counts.push(await runPhase(phase, true));
	return counts;
}

/** Runs the phases and prints the total as the last line. Sets the exit code of this process to 1 when one fails. */
export async function runPhases(phases: Phase[], order: 'inTurn' | 'atOnce'): Promise<void> {
	const started = Date.now();
	const counts = await countsOf(phases, order);
	const sum = (kind: keyof Count): number =>
		counts.reduce((total, count) => total + count[kind], 0);
	const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
	const seconds = order === 'atOnce' ? `, ${secondsSince(started)} s` : '';
	process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed${skipped}${seconds}\n`);
	process.exitCode = sum('failed') > 0 ? 1 : 0;
}
