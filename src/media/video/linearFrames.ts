/**
 * The definition of frame N: a full decode from the first byte, counting what ffmpeg shows. Right for every file ffmpeg
 * can read, and as slow as that; the way for containers without a usable index and the last resort for the others.
 */
import { type DecodedPicture, type DecodeJob, decode } from '../ffmpeg/decoder';
import type { FramePixels } from '../contract';
import { shownUpright } from '../picture/imaging';
import { type Orientation, upright } from '../index/sampleTable';
import type { FrameAsk, FrameTable } from '../index/sampling';

export type LinearJob = Omit<DecodeJob, 'select'> & {
	/** Known of MP4 files: old builds of ffmpeg turn pictures, but do not mirror them. */
	orientation?: Orientation;
};

/** Frame number and milliseconds share one timestamp: 26 bits for the number, 27 for the time (37 hours). */
const msPerFrameStep = 2 ** 27;
/** In a clock of milliseconds, which is what comes back. */
const numbered = `settb=1/1000,setpts=N*${msPerFrameStep}+if(isnan(T)\\,0\\,max(0\\,floor(T*1000+0.5)))`;

type Run = [first: number, last: number];

/** More runs than this would not fit one argument of a process: the smallest gaps are decoded and left out later. */
const mostRuns = 1500;

function runsOf(sorted: readonly number[]): Run[] {
	const runs: Run[] = [];
	for (const frame of sorted) {
		const last = runs.at(-1);
		if (last && frame <= last[1] + 1) last[1] = frame;
		else runs.push([frame, frame]);
	}
	if (runs.length <= mostRuns) return runs;
	const gaps = runs
		.slice(1)
		.map((run, i) => run[0] - (runs[i]?.[1] ?? 0))
		.sort((a, b) => b - a);
	const widest = gaps[mostRuns - 1] ?? 0;
	return runs.reduce<Run[]>((joined, run) => {
		const last = joined.at(-1);
		if (last && run[0] - last[1] <= widest) last[1] = run[1];
		else joined.push([...run]);
		return joined;
	}, []);
}

/** A balanced tree of comparisons: a sum of thousands of terms would be evaluated for every frame. */
function runsExpression(runs: readonly Run[]): string {
	const [first] = runs;
	if (!first) return '0';
	if (runs.length === 1) return `between(n\\,${first[0]}\\,${first[1]})`;
	const middle = runs.length >> 1;
	const right = runs.slice(middle);
	return `if(lt(n\\,${right[0]?.[0] ?? 0})\\,${runsExpression(runs.slice(0, middle))}\\,${runsExpression(right)})`;
}

/** The ask as an expression on the frame number, where no knowledge of the whole file is needed for it. */
function expressionOf(ask: FrameAsk): string | undefined {
	if (ask === 'all') return '1';
	if ('frames' in ask) return runsExpression(runsOf([...ask.frames].sort((a, b) => a - b)));
	if ('range' in ask) {
		const [first, last] = ask.range;
		return `between(n\\,${first}\\,${last})*not(mod(n-${first}\\,${ask.every ?? 1}))`;
	}
	if ('every' in ask) return `not(mod(n\\,${ask.every}))`;
	if ('keyFrames' in ask) return 'key';
	return undefined;
}

const numberAndTime = (pts: number) => ({
	frame: Math.floor(pts / msPerFrameStep),
	time: (pts % msPerFrameStep) / 1000,
});

async function* numberedPictures(
	job: LinearJob,
	expression: string,
): AsyncGenerator<DecodedPicture, void, undefined> {
	const inputOptions = [...(job.inputOptions ?? []), ...(job.orientation ? ['-noautorotate'] : [])];
	yield* decode({ ...job, inputOptions, select: `${numbered},select=${expression}` });
}

/** Number and time of every frame, by decoding all of them into tiny pictures. */
export async function linearTable(job: LinearJob): Promise<FrameTable> {
	const times: number[] = [];
	for await (const { pts } of numberedPictures(
		{ ...job, alpha: false, maxDimension: undefined },
		'1,scale=2:2',
	)) {
		times.push(numberAndTime(pts).time);
	}
	return { count: times.length, timeOf: (frame) => times[frame] ?? 0, isKey: () => false };
}

/** True when `linearFrames` can answer this ask in one pass, without `linearTable`. */
export const isLinearAsk = (ask: FrameAsk) => expressionOf(ask) !== undefined;

/** The asked frames that the file has, each once, ascending; what lies past the end does not come. */
export async function* linearFrames(
	job: LinearJob,
	ask: FrameAsk,
): AsyncGenerator<FramePixels, void, undefined> {
	const expression = expressionOf(ask) ?? '1';
	const listed = ask !== 'all' && 'frames' in ask ? new Set(ask.frames) : undefined;
	for await (const { pts, pixels } of numberedPictures(job, expression)) {
		const { frame, time } = numberAndTime(pts);
		if (!listed || listed.has(frame))
			yield { frame, time, ...(await shownUpright(pixels, job.orientation ?? upright)) };
	}
}
