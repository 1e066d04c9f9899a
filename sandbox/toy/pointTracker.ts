/**
 * The toy point tracker: where a point of a colored shape is on every frame of a video. A real one is a server with a GPU around
 * CoTracker3 or TAPIR, which gets the video and the point and answers x, y and whether it is visible for every frame.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyFrame, runFfmpeg } from '../media/ffmpegBinary';
import { frameCodeHeight, readFrameCode } from '../media/frameCode';
import type { Pixels } from '../media/pictures';
import { findShapes, type FoundShape } from './shapes';

/** The video cannot be read, or the point is on none of its frames. */
export class UntrackablePoint extends Error {}

/** A point on a frame; pixels of the video, frames counted from 0. */
export interface FramePoint {
	frame: number;
	x: number;
	y: number;
}

export interface TrackAnswer {
	model: 'toy-tracker';
	/** Pixels. */
	width: number;
	height: number;
	/** One for every frame, in their order. Where the point is not visible, x and y are null. */
	points: Array<{
		frame: number;
		x: number | null;
		y: number | null;
		visible: boolean;
		confidence: number;
	}>;
}

/** More bytes of decoded pictures are refused, because they are held in memory. */
const MAX_BYTES = 400_000_000;

/** The frames of a video in the order in which they are shown. */
async function framesOf(video: Buffer): Promise<Pixels[]> {
	const folder = await mkdtemp(join(tmpdir(), 'toy-tracker-'));
	try {
		const file = join(folder, 'video');
		await writeFile(file, video);
		const output = ['-f', 'image2pipe', '-c:v', 'ppm', '-fs', String(MAX_BYTES), 'pipe:1'];
		return picturesIn(await runFfmpeg(['-i', file, ...(await everyFrame()), ...output]));
	} catch (error) {
		if (error instanceof UntrackablePoint) throw error;
		throw new UntrackablePoint('The file is not a video that the toy can read');
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** The pictures of a stream of PPM files. */
function picturesIn(stream: Buffer): Pixels[] {
	const pictures: Pixels[] = [];
	for (let at = 0; at < stream.length; ) {
		const head = /^P6\s(\d+)\s(\d+)\s255\s/.exec(stream.toString('latin1', at, at + 40));
		const [width, height] = [Number(head?.[1]), Number(head?.[2])];
		const from = at + (head?.[0].length ?? 0);
		at = from + width * height * 3;
		if (head === null || at > stream.length)
			throw new UntrackablePoint('The video is too long for the toy');
		pictures.push({ data: stream.subarray(from, at), width, height });
	}
	return pictures;
}

const shapesOf = (picture: Pixels): FoundShape[] =>
	findShapes(picture, readFrameCode(picture) === null ? 0 : frameCodeHeight(picture.height));

/** Follows the shape that the point is on: the point keeps its place within it. Throws `UntrackablePoint`. */
export async function trackPoint(video: Buffer, { frame, x, y }: FramePoint): Promise<TrackAnswer> {
	const pictures = await framesOf(video);
	const asked = pictures[frame];
	if (asked === undefined)
		throw new UntrackablePoint(`The video has ${pictures.length} frames and no frame ${frame}`);
	const { width, height } = asked;
	const followed = shapesOf(asked).find(
		({ box: [left, top, right, bottom] }) => x >= left && x < right && y >= top && y < bottom,
	);
	const points = pictures.map((picture, number) => {
		const found =
			followed &&
			shapesOf(picture).find(
				({ color, shape }) => color === followed.color && shape === followed.shape,
			);
		if (followed === undefined || found === undefined)
			return { frame: number, x: null, y: null, visible: false, confidence: 0 };
		const place = (from: 0 | 1, to: 2 | 3, value: number) =>
			found.box[from] +
			((value - followed.box[from]) / (followed.box[to] - followed.box[from])) *
				(found.box[to] - found.box[from]);
		return {
			frame: number,
			x: Math.round(place(0, 2, x) * 10) / 10,
			y: Math.round(place(1, 3, y) * 10) / 10,
			visible: true,
			confidence: found.confidence,
		};
	});
	return { model: 'toy-tracker', width, height, points };
}
