/**
 * Decodes a file from its first byte and counts the pictures that ffmpeg outputs. This defines frame N (frames §1). It is right
 * for every file that ffmpeg can read, and slow. It is used when the container has no index that can be trusted.
 */
import { decode, type DecodedPicture, type DecodeJob } from '../ffmpeg/decode';
import type { FrameSelection } from '../index/frameSelection';
import type { FrameTable } from '../index/sampling';
import type { FramePixels } from '../contract';
import { selectExpression } from './selectExpression';

export type FullDecodeJob = Omit<DecodeJob, 'select'>;

/** The timestamp of a picture holds its frame number (26 bits) and its time in milliseconds (27 bits: 37 hours). */
const timestampsPerFrame = 2 ** 27;
const numberFrames = `settb=1/1000,setpts=N*${timestampsPerFrame}+if(isnan(T)\\,0\\,max(0\\,floor(T*1000+0.5)))`;

const frameAndTime = (pts: number) => ({
	frame: Math.floor(pts / timestampsPerFrame),
	time: (pts % timestampsPerFrame) / 1000,
});

async function* decodeNumbered(
	job: FullDecodeJob,
	expression: string,
): AsyncGenerator<DecodedPicture, void, undefined> {
	const inputOptions = [
		...(job.inputOptions ?? []),
		// Files that have an index keep their own times, which are those of the index. Other ones begin at second 0.
		...(job.demuxer === 'mov' || job.demuxer === 'matroska' ? ['-copyts'] : []),
		// With `turn`, which MP4 files have, ffmpeg's own turning is off: old versions turn pictures, but do not mirror them.
		...(job.turn ? ['-noautorotate'] : []),
	];
	yield* decode({ ...job, inputOptions, select: `${numberFrames},select=${expression}` });
}

/** The number and the times of all frames. The pictures are scaled to 2 x 2 pixels and dropped. */
export async function fullDecodeTable(job: FullDecodeJob): Promise<FrameTable> {
	const times: number[] = [];
	for await (const { pts } of decodeNumbered(
		{ ...job, alpha: false, maxDimension: undefined, turn: job.turn && [] },
		'1,scale=2:2',
	)) {
		times.push(frameAndTime(pts).time);
	}
	return { count: times.length, timeOf: (frame) => times[frame] ?? 0, isKey: () => false };
}

/** Whether `fullDecode` can select these frames without `fullDecodeTable`, which is a decode of its own. */
export const needsNoTable = (selection: FrameSelection) =>
	selectExpression(selection) !== undefined;

const reportedError = (error: string) =>
	`ffmpeg reports errors in this file, at this frame or before it (${error}): the picture may be damaged.`;

/** Yields the asked frames in ascending order, each once. Frames past the end of the file are left out. */
export async function* fullDecode(
	job: FullDecodeJob,
	selection: FrameSelection,
): AsyncGenerator<FramePixels, void, undefined> {
	const expression = selectExpression(selection) ?? '1';
	const listed =
		selection !== 'all' && 'frames' in selection ? new Set(selection.frames) : undefined;
	for await (const { pts, pixels, log } of decodeNumbered(job, expression)) {
		const { frame, time } = frameAndTime(pts);
		const { firstError } = log;
		if (!listed || listed.has(frame))
			yield {
				frame,
				time,
				...(firstError && { warnings: [reportedError(firstError)] }),
				...pixels,
			};
	}
}
