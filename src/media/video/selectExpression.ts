/** ffmpeg `select` expressions that pick frames by their number while a whole file is decoded. */
import type { FrameSelection } from '../index/frameSelection';

/** Consecutive frames, first and last included. */
type FrameRun = [first: number, last: number];

/** More runs would exceed the maximum length of a process argument. */
const maxRuns = 1500;

/** When there are too many runs, those with the smallest gaps are joined; the caller drops the frames in the gaps. */
function runsOf(sorted: readonly number[]): FrameRun[] {
	const runs: FrameRun[] = [];
	for (const frame of sorted) {
		const last = runs.at(-1);
		if (last && frame <= last[1] + 1) last[1] = frame;
		else runs.push([frame, frame]);
	}
	if (runs.length <= maxRuns) return runs;
	const gapBefore = (run: number) => (runs[run]?.[0] ?? 0) - (runs[run - 1]?.[1] ?? 0);
	const smallestFirst = runs.map((_, run) => run).slice(1);
	smallestFirst.sort((a, b) => gapBefore(a) - gapBefore(b));
	const joined = new Set(smallestFirst.slice(0, runs.length - maxRuns));
	return runs.reduce<FrameRun[]>((kept, run, i) => {
		const last = kept.at(-1);
		if (last && joined.has(i)) last[1] = run[1];
		else kept.push(run);
		return kept;
	}, []);
}

/** A binary search by comparisons. A sum of one term per run would evaluate all terms for every frame. */
function runsExpression(runs: readonly FrameRun[]): string {
	const [first] = runs;
	if (!first) return '0';
	if (runs.length === 1) return `between(n\\,${first[0]}\\,${first[1]})`;
	const middle = runs.length >> 1;
	const right = runs.slice(middle);
	return `if(lt(n\\,${right[0]?.[0] ?? 0})\\,${runsExpression(runs.slice(0, middle))}\\,${runsExpression(right)})`;
}

/** Undefined when the frames depend on the number or the times of all frames (`atMost`, `perSecond`). */
export function selectExpression(selection: FrameSelection): string | undefined {
	if (selection === 'all') return '1';
	if ('frames' in selection)
		return runsExpression(runsOf([...selection.frames].sort((a, b) => a - b)));
	if ('range' in selection) {
		const [first, last] = selection.range;
		return `between(n\\,${first}\\,${last})*not(mod(n-${first}\\,${selection.every ?? 1}))`;
	}
	if ('every' in selection) return `not(mod(n\\,${selection.every}))`;
	if ('keyFrames' in selection) return 'key';
	return undefined;
}
